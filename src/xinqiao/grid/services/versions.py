"""The version of the picture that every process keeps in memory."""

from __future__ import annotations

from django.db import connection

BUMP = (
    "UPDATE grid_snapshotversion SET version = nextval('grid_snapshot_version') "
    "WHERE id = 1 RETURNING version"
)


def bump_snapshot() -> int:
    """Raise the version in the caller's transaction, so that no process trusts its old picture.

    Every edit of areas, places, posts, organisations, rules, limits or the calendar calls it.
    """
    with connection.cursor() as cursor:
        cursor.execute(BUMP)
        (version,) = cursor.fetchone()
    return int(version)
