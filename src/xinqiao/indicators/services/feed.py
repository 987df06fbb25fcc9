"""Take new events into facts, roll-ups and waits, each exactly once.

The cursor moves in the transaction that writes what the events came to, under a lock that only one
worker gets; a worker that is killed leaves nothing half done. Only ids below the settled horizon
are taken, so an event that commits late is never passed over. See docs/adr/0018.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db import connection, transaction

from xinqiao.events.services.settled import settled_horizon
from xinqiao.indicators.declare import ITEM, FlowFeed, feeds
from xinqiao.indicators.fact_sql import COLUMNS, facts_sql
from xinqiao.indicators.models import Fact, Progress, RollUp, Wait
from xinqiao.indicators.rollup_sql import KEYS, WAIT_KEYS, write_sums
from xinqiao.kit.time import require_aware

LOCK_KEY: Final = 7_301_002
BATCH: Final = 5000
WAIT_SECONDS: Final = 1.0


def follow(*, at: datetime, limit: int | None = None, wait_seconds: float = WAIT_SECONDS) -> int:
    """Take in what is new and settled; return how many events were read.

    limit: at most so many events, None for all there are. 0 when nothing is new, when another
    worker is at it, or when a writer does not end (the next round tries again).
    """
    at = require_aware(at)
    horizon = settled_horizon(wait_seconds)
    read = 0
    while horizon is not None and (limit is None or read < limit):
        size = BATCH if limit is None else min(BATCH, limit - read)
        taken = _take(horizon=horizon, at=at, size=size)
        read += taken
        if taken < size:
            break
    return read


def lock_figures() -> bool:
    """Get the figures for this transaction; False when somebody else is writing them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_KEY])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Batch:
    """Events after the cursor: the last id, how many, and the items they tell of."""

    last: int
    count: int
    subjects: list[int]


@transaction.atomic
def _take(*, horizon: int, at: datetime, size: int) -> int:
    if not lock_figures():
        return 0
    progress, _new = Progress.objects.get_or_create(pk=1)
    batch = _next_batch(progress.last_event_id, horizon, size)
    if batch.count == 0:
        return 0
    for feed in feeds() if batch.subjects else ():
        _follow_feed(feed, batch)
    progress.last_event_id, progress.followed_at = batch.last, at
    progress.save(update_fields=["last_event_id", "followed_at"])
    return batch.count


_NEXT: Final = """
WITH batch AS MATERIALIZED (
    SELECT id, subject_kind, subject_id FROM events_event
    WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
)
SELECT coalesce(max(id), 0), count(*),
       coalesce(array_agg(DISTINCT subject_id) FILTER (WHERE subject_kind = %s), '{}')
FROM batch
"""


def _next_batch(after: int, horizon: int, size: int) -> _Batch:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [after, horizon, size, ITEM])
        last, count, subjects = cursor.fetchone()
    return _Batch(last, count, subjects)


def _follow_feed(feed: FlowFeed, batch: _Batch) -> None:
    values: dict[str, Any] = {"subjects": batch.subjects, "last": batch.last}
    with connection.cursor() as cursor:
        cursor.execute(_follow_sql(feed), values)
        emptied = cursor.fetchall()
    _drop_emptied(emptied)


@cache
def _follow_sql(feed: FlowFeed) -> str:
    """Old facts out, new facts in, and what that changes in the sums: one statement.

    Gives the keys of roll-ups and waits that have come to nothing.
    """
    chosen = "subject_id = ANY(%(subjects)s) AND id <= %(last)s"
    facts, listed = Fact._meta.db_table, ", ".join(COLUMNS)
    changed = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    return f"""
WITH old AS MATERIALIZED (
    SELECT {listed} FROM {facts} WHERE subject_id = ANY(%(subjects)s) AND flow = '{feed.flow}'
), fresh AS MATERIALIZED ({facts_sql(feed, chosen)}
), saved AS (
    INSERT INTO {facts} ({listed}) SELECT {listed} FROM fresh
    ON CONFLICT (subject_id) DO UPDATE SET {changed}
), signed AS MATERIALIZED (
    SELECT *, -1 AS sign FROM old UNION ALL SELECT *, 1 AS sign FROM fresh
), {write_sums("signed", feed.flow, signed=True)}"""


def _drop_emptied(keys: Sequence[tuple[Any, ...]]) -> None:
    """A row of zeros is no row, so that following and rebuilding end in the very same rows."""
    rolls = [key[:-1] for key in keys if key[-1] is None]
    waits = [key for key in keys if key[-1] is not None]
    for model, names, gone in ((RollUp, KEYS, rolls), (Wait, WAIT_KEYS, waits)):
        if gone:
            place = f"({', '.join(['%s'] * len(names))})"
            with connection.cursor() as cursor:
                cursor.execute(
                    f"DELETE FROM {model._meta.db_table} WHERE ({', '.join(names)})"
                    f" IN ({', '.join([place] * len(gone))})",
                    [value for key in gone for value in key],
                )
