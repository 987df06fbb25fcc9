"""Make facts, roll-ups and waits anew from the log; following would have led to the same rows."""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from xinqiao.events.services.settled import settled_horizon
from xinqiao.indicators.declare import ITEM, FlowFeed, feeds
from xinqiao.indicators.errors import LogBusy
from xinqiao.indicators.fact_sql import COLUMNS, facts_sql
from xinqiao.indicators.models import Fact, Progress, RollUp, Wait
from xinqiao.indicators.rollup_sql import write_sums
from xinqiao.indicators.services.feed import lock_figures
from xinqiao.indicators.services.fresh_tables import SUFFIX, begin_fresh, swap_fresh
from xinqiao.kit.time import require_aware

WAIT_SECONDS: Final = 10.0
RANGE: Final = 100_000  # item ids at a time
_TABLES: Final = (Fact._meta.db_table, RollUp._meta.db_table, Wait._meta.db_table)
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows there are now, and the last event they know of."""

    facts: int
    rollup_rows: int
    wait_rows: int
    last_event_id: int


@transaction.atomic
def rebuild(*, at: datetime, progress: Say | None = None) -> Rebuilt:
    """Throw all figures away and compute them from the whole log, in one transaction.

    progress: told each step. Raises LogBusy (409) when another worker is writing figures or a
    writer of the log does not end.
    """
    at, say = require_aware(at), progress or (lambda step: None)
    if not lock_figures():
        raise LogBusy
    horizon = settled_horizon(WAIT_SECONDS)
    if horizon is None:
        raise LogBusy
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '512MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        # The planner cannot know how small the tables of places are, and would sort for them.
        cursor.execute("SET LOCAL enable_mergejoin = off")
        cursor.execute("SET LOCAL enable_sort = off")
    for table in _TABLES:
        begin_fresh(table)
    facts = sum(_write_facts(feed, horizon, say) for feed in feeds())
    rollups = waits = 0
    for feed in feeds():
        say(f"{feed.flow}: adding up")
        written = _write_sums(feed)
        rollups, waits = rollups + written[0], waits + written[1]
    say("indexes")
    for table in _TABLES:
        swap_fresh(table)
    Progress.objects.update_or_create(
        pk=1, defaults={"last_event_id": horizon, "rebuilt_at": at, "followed_at": at}
    )
    return Rebuilt(facts, rollups, waits, horizon)


def _write_facts(feed: FlowFeed, horizon: int, say: Say) -> int:
    """Item by item through the index of the log, in ranges that fit into memory."""
    insert = f"INSERT INTO {_TABLES[0]}{SUFFIX} ({', '.join(COLUMNS)})" + facts_sql(
        feed, "subject_id >= %(first)s AND subject_id < %(until)s AND id <= %(last)s"
    )
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(_ENDS)
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, RANGE):
            cursor.execute(insert, {"first": start, "until": start + RANGE, "last": horizon})
            written += cursor.rowcount
            say(f"{feed.flow}: {written:,} facts")
    return written


_ENDS: Final = f"""
SELECT (SELECT min(subject_id) FROM events_event WHERE subject_kind = '{ITEM}'),
       (SELECT max(subject_id) FROM events_event WHERE subject_kind = '{ITEM}')
"""


def _write_sums(feed: FlowFeed) -> tuple[int, int]:
    facts = f"SELECT * FROM {_TABLES[0]}{SUFFIX} WHERE flow = '{feed.flow}'"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH told AS ({facts}), {write_sums('told', feed.flow, suffix=SUFFIX)}")
        rollups, waits = cursor.fetchone()
    return rollups, waits
