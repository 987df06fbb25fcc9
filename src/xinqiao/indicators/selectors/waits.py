"""How long people waited from opening to handling: median and 90th percentile.

From histograms that add up, within 2.44 % of the exact value; where none are kept (small areas,
single categories) from the facts, exactly.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Final, Literal

from django.db import connection

from xinqiao.accounts.access import Actor
from xinqiao.indicators.measures import MEASURES, Moment
from xinqiao.indicators.models import Cuboid, Fact, Wait
from xinqiao.indicators.periods import Period
from xinqiao.indicators.rollup_sql import WAIT_DEEPEST
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.access import require_scope
from xinqiao.indicators.selectors.counting import (
    Key,
    Question,
    cuboid_for,
    fact_conditions,
    fact_key,
    place_and_time,
)
from xinqiao.indicators.waiting import Waits, summary

NO_WAITS: Final = Waits(0, None, None)
_HANDLED: Final = (MEASURES["handled"],)
_GROUPS: Final = {
    "area": "area_path",
    "category": "category_code",
    "organisation": "organisation_id",
    "day": "day",
}


def waits(*, actor: Actor, scope: Scope, period: Period, at: datetime) -> Waits:
    """Waits of the items handled in the period. Raises NotAllowed (403)."""
    require_scope(actor, scope)
    return _waits(Question(scope, period, at, _HANDLED)).get("", NO_WAITS)


def waits_by(
    *,
    actor: Actor,
    by: Literal["area", "category", "organisation", "day"],
    scope: Scope,
    period: Period,
    at: datetime,
    level: int | None = None,
) -> dict[Key, Waits]:
    """The same by group; groups where nothing was handled are left out."""
    require_scope(actor, scope)
    return _waits(Question(scope, period, at, _HANDLED, by, level))


def _waits(question: Question) -> dict[Key, Waits]:
    cuboid = cuboid_for(question)
    if cuboid is None or question.area_level > WAIT_DEEPEST.get(cuboid, 0):
        return _exact(question)
    buckets: dict[Key, Counter[int]] = {}
    for value, bucket, items in _buckets(question, cuboid):
        key = question.key(value)
        if key != "" or question.by != "area":
            buckets.setdefault(key, Counter())[bucket] += items
    return {key: summary(found) for key, found in buckets.items()}


def _buckets(question: Question, cuboid: Cuboid) -> list[tuple[Any, int, int]]:
    where, values = place_and_time(question, cuboid)
    if question.scope.organisation_id is not None:
        where.append("organisation_id = %(unit)s")
        values["unit"] = question.scope.organisation_id
    group = _GROUPS.get(question.by or "", "''")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {group}, bucket, sum(items) FROM {Wait._meta.db_table}"
            f" WHERE {' AND '.join(where)} GROUP BY 1, 2",
            values,
        )
        return [(group, bucket, int(items)) for group, bucket, items in cursor.fetchall()]


_MINUTES: Final = "greatest(extract(epoch FROM done_at - opened_at)::float8 / 60, 1)"


def _exact(question: Question) -> dict[Key, Waits]:
    """Nearest-rank percentiles over the facts. Groups that fold several rows are asked one by one:
    percentiles do not add up."""
    where, values = fact_conditions(question.scope, question.period, Moment.DONE, question.at)
    key = _folded_key(question)
    statement = (
        f"SELECT {key}, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY {_MINUTES}),"
        f" percentile_disc(0.9) WITHIN GROUP (ORDER BY {_MINUTES})"
        f" FROM {Fact._meta.db_table} AS f"
        f" WHERE {' AND '.join(where)} AND NOT is_withdrawn GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    kept = [row for row in rows if row[0] is not None and (row[0] != "" or question.by != "area")]
    return {group: Waits(count, median, p90) for group, count, median, p90 in kept}


def _folded_key(question: Question) -> str:
    if question.by == "area":
        depth = question.scope.area_path.count(".")
        return _prefix("area_path", depth + question.area_level - question.scope.level)
    if question.by == "category":
        return _prefix("category_code", question.scope.category_code.count(".") + 1, at_least=1)
    return fact_key(question.by, Moment.DONE)


def _prefix(column: str, parts: int, *, at_least: int | None = None) -> str:
    """SQL for the first `parts` parts of a dotted path; NULL when it has fewer than `at_least`."""
    least = parts if at_least is None else at_least
    return f"substring({column} FROM '^(?:[^.]*\\.){{{least},{parts}}}')"
