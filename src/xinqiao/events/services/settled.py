"""Up to where the log is settled: no event with a smaller id can appear any more."""

import time

from django.db import connection
from django.db.backends.utils import CursorWrapper


def settled_horizon(wait_seconds: float) -> int | None:
    """Return an id below which no event can appear any more; None when writers do not end.

    Whoever has drawn an id holds the row-exclusive lock on the table until the transaction
    ends. So: read the newest id, list the holders, and wait until these are gone. What the
    caller's own transaction has written counts as settled.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM events_event_id_seq")
        horizon = int(cursor.fetchone()[0])
        writers = _writers(cursor)
        deadline = time.monotonic() + wait_seconds
        while writers:
            if time.monotonic() > deadline:
                return None
            time.sleep(0.02)
            writers &= _writers(cursor)
    return horizon


def _writers(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT virtualtransaction FROM pg_locks WHERE mode = 'RowExclusiveLock'"
        " AND relation = 'events_event'::regclass AND pid <> pg_backend_pid()"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return {row[0] for row in cursor.fetchall()}
