"""One content at a time: storing and erasing the same bytes must not cross."""

from django.db import connection


def lock_content(sha256: bytes | memoryview) -> None:
    """Hold the content's lock until the transaction ends."""
    key = int.from_bytes(bytes(sha256)[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
