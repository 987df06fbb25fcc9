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
from xinqiao.indicators.declare import feeds
from xinqiao.indicators.errors import LogBusy
from xinqiao.indicators.fact_sql import COLUMNS, facts_sql
from xinqiao.indicators.measures import CODES
from xinqiao.indicators.models import Fact, Progress, RollUp, Wait
from xinqiao.indicators.rollup_sql import KEYS, WAIT_KEYS, places_sql, rollup_sql, waits_sql
from xinqiao.indicators.services.feed import lock_figures
from xinqiao.kit.time import require_aware

WAIT_SECONDS: Final = 10.0
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
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(
            f"TRUNCATE {Fact._meta.db_table}, {RollUp._meta.db_table}, {Wait._meta.db_table}"
        )
        facts = 0
        for feed in feeds():
            say(f"facts of {feed.flow}")
            cursor.execute(
                f"INSERT INTO {Fact._meta.db_table} ({', '.join(COLUMNS)})"
                + facts_sql(feed, "id <= %(last)s"),
                {"last": horizon},
            )
            facts += cursor.rowcount
        say("roll-ups")
        cursor.execute(_sums(RollUp._meta.db_table, (*KEYS, *CODES), "rolled"))
        rollups = cursor.rowcount
        say("waits")
        cursor.execute(_sums(Wait._meta.db_table, (*WAIT_KEYS, "items"), "waited"))
        waits = cursor.rowcount
    Progress.objects.update_or_create(
        pk=1, defaults={"last_event_id": horizon, "rebuilt_at": at, "followed_at": at}
    )
    return Rebuilt(facts, rollups, waits, horizon)


def _sums(table: str, columns: tuple[str, ...], last: str) -> str:
    facts = Fact._meta.db_table
    ctes = rollup_sql(facts) if last == "rolled" else waits_sql(facts)
    listed = ", ".join(columns)
    return (
        f"WITH {places_sql(facts)}, {ctes} INSERT INTO {table} ({listed})"
        f" SELECT {listed} FROM {last}"
    )
