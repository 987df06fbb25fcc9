"""How many items each measure counts in a scope and a period, from roll-ups where they are kept.

A promise is due when its time has come, so of today's promises only those due up to `at` count:
the due measures of days before today come from the roll-ups, today's from the facts by an index.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import connection

from xinqiao.indicators.errors import UnknownMeasure
from xinqiao.indicators.measures import MEASURES, Measure, Moment
from xinqiao.indicators.models import DEEPEST, HIGHEST_LEVEL, Cuboid, Fact, RollUp
from xinqiao.indicators.periods import Period
from xinqiao.indicators.rollup_sql import condition_of, count_of, day_of
from xinqiao.indicators.scope import Scope, part_at
from xinqiao.kit.time import local_day, require_aware

By = Literal["area", "category", "organisation", "day", "post", "person"]
Key = str | int | date
Counts = dict[str, int]
AFTER: Final = "\x7f"  # follows every path below a prefix in the "C" order


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: measures in a scope and a period, all together or one group a key.

    level: of the areas that are the groups by area; None is the next one below the scope.
    """

    scope: Scope
    period: Period
    at: datetime
    measures: tuple[Measure, ...]
    by: By | None = None
    level: int | None = None

    @property
    def area_level(self) -> int:
        """Level of the areas whose figures are needed."""
        if self.by != "area":
            return self.scope.level
        return self.scope.level + 1 if self.level is None else self.level

    def key(self, value: Any) -> Key:
        """The group of an area path or a category code; others are keys already."""
        if self.by == "area":
            return part_at(value, self.area_level)
        if self.by == "category":
            return child_category(value, self.scope.category_code)
        return value if self.by else ""


def known_measures(codes: Iterable[str]) -> tuple[Measure, ...]:
    """Measures by their codes, each once. Raises UnknownMeasure (422)."""
    found = []
    for code in dict.fromkeys(codes):
        if code not in MEASURES:
            raise UnknownMeasure(measure=str(code)[:40])
        found.append(MEASURES[code])
    return tuple(found)


def child_category(code: str, prefix: str) -> str:
    """The category just below `prefix` to which a code belongs; the prefix itself if it is that."""
    rest = code[len(prefix) :]
    return prefix + rest[: rest.find(".") + 1] if rest else prefix


def count(question: Question) -> dict[Key, Counts]:
    """Counts by group; without `by` the only key is "". Groups without anything are left out."""
    cuboid = cuboid_for(question)
    if cuboid is None:
        return count_facts(question)
    found = _count_rollups(question, cuboid)
    due = tuple(m for m in question.measures if m.moment is Moment.DUE)
    today = local_day(question.at)
    if due and question.period.holds(today):
        rest = Question(
            question.scope, Period(today, today), question.at, due, question.by, question.level
        )
        _add(found, count_facts(rest))
    return {key: counts for key, counts in found.items() if any(counts.values())}


def cuboid_for(question: Question) -> Cuboid | None:
    """The roll-ups that can answer, None when only the facts can."""
    scope, by = question.scope, question.by
    if by in ("post", "person"):
        return None
    by_unit = scope.organisation_id is not None or by == "organisation"
    by_category = bool(scope.category_code) or by == "category"
    if by_unit and by_category:
        return None
    cuboid = Cuboid.AREA
    if by_unit:
        cuboid = Cuboid.UNIT
    elif by_category:
        top = not scope.category_code or (by != "category" and scope.category_code.count(".") == 1)
        cuboid = Cuboid.TOP_CATEGORY if top else Cuboid.CATEGORY
    return cuboid if question.area_level <= DEEPEST[cuboid] else None


def _count_rollups(question: Question, cuboid: Cuboid) -> dict[Key, Counts]:
    scope, today = question.scope, local_day(question.at)
    where, values = place_and_time(question, cuboid)
    if scope.organisation_id is not None:
        where.append("organisation_id = %(unit)s")
        values["unit"] = scope.organisation_id
    key = _ROLLUP_KEYS.get(question.by or "", "''")
    sums = ", ".join(_sum_of(measure) for measure in question.measures)
    statement = (
        f"SELECT {key}, {sums} FROM {RollUp._meta.db_table} WHERE {' AND '.join(where)} GROUP BY 1"
    )
    return run(question, statement, {**values, "today": today})


_ROLLUP_KEYS: Final = {
    "area": "area_path",
    "category": "category_code",
    "organisation": "organisation_id",
    "day": "day",
}


def _sum_of(measure: Measure) -> str:
    if measure.moment is Moment.DUE:
        return f"coalesce(sum({measure.code}) FILTER (WHERE day < %(today)s), 0)"
    return f"coalesce(sum({measure.code}), 0)"


def place_and_time(question: Question, cuboid: Cuboid) -> tuple[list[str], dict[str, Any]]:
    """Conditions on a table of sums. Each day is a range of its own in the primary key."""
    scope = question.scope
    values: dict[str, Any] = {
        "flow": scope.flow,
        "cuboid": cuboid.value,
        "level": max(question.area_level, HIGHEST_LEVEL),
        "days": list(question.period.days()),
        "area": scope.area_path,
        "area_end": scope.area_path + AFTER,
    }
    where = [
        "flow = %(flow)s",
        "cuboid = %(cuboid)s",
        "level = %(level)s",
        "day = ANY(%(days)s)",
    ]
    where += ["area_path >= %(area)s", "area_path < %(area_end)s"]
    if scope.category_code:
        where += ["category_code >= %(category)s", "category_code < %(category_end)s"]
        values |= {
            "category": scope.category_code,
            "category_end": scope.category_code + AFTER,
        }
    return where, values


def count_facts(question: Question) -> dict[Key, Counts]:
    """The same from the facts: one statement a moment, each by its own time."""
    found: dict[Key, Counts] = {}
    moments = dict.fromkeys(measure.moment for measure in question.measures)
    for moment in moments:
        chosen = tuple(m for m in question.measures if m.moment is moment)
        part = Question(
            question.scope,
            question.period,
            question.at,
            chosen,
            question.by,
            question.level,
        )
        _add(found, _count_moment(part, moment))
    whole = {measure.code: 0 for measure in question.measures}
    return {key: whole | counts for key, counts in found.items() if any(counts.values())}


def _count_moment(question: Question, moment: Moment) -> dict[Key, Counts]:
    where, values = fact_conditions(question.scope, question.period, moment, question.at)
    key = fact_key(question.by, moment)
    counted = ", ".join(count_of(measure) for measure in question.measures)
    statement = (
        f"SELECT {key}, {counted} FROM {Fact._meta.db_table} AS f"
        f" WHERE {' AND '.join(where)} GROUP BY 1"
    )
    return run(question, statement, values)


_FACT_KEYS: Final = {
    "area": "area_path",
    "category": "category_code",
    "organisation": "nullif(organisation_id, 0)",
    "post": "nullif(post_id, 0)",
}
# Who has not yet handled it is answered for by who holds the post now.
HOLDER: Final = """coalesce(handled_by, (
    SELECT a.user_id FROM grid_appointment a WHERE a.post_id = f.post_id
    AND a.starts_at <= %(at)s AND (a.ends_at IS NULL OR a.ends_at > %(at)s)
    ORDER BY a.starts_at, a.id LIMIT 1))"""


def fact_key(by: By | None, moment: Moment) -> str:
    """SQL for the group of a fact."""
    if by == "person":
        return HOLDER
    if by == "day":
        return day_of(moment.value)
    return _FACT_KEYS.get(by or "", "''")


def fact_conditions(
    scope: Scope, period: Period, moment: Moment, at: datetime
) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions for the facts that have a moment in the period, and their values."""
    until = period.ends_at
    where = ["flow = %(flow)s", f"{moment.value} >= %(since)s", f"{moment.value} < %(until)s"]
    values: dict[str, Any] = {
        "flow": scope.flow,
        "since": period.starts_at,
        "until": until,
        "at": require_aware(at),
    }
    if moment is Moment.DUE:
        where.append("due_at <= %(at)s")
    if scope.area_path:
        where += ["area_path >= %(area)s", "area_path < %(area_end)s"]
        values |= {"area": scope.area_path, "area_end": scope.area_path + AFTER}
    if scope.category_code:
        where += ["category_code >= %(category)s", "category_code < %(category_end)s"]
        values |= {
            "category": scope.category_code,
            "category_end": scope.category_code + AFTER,
        }
    if scope.organisation_id is not None:
        where.append("organisation_id = %(unit)s")
        values["unit"] = scope.organisation_id
    return where, values


def behind(measures: Sequence[Measure]) -> str:
    """SQL for a fact that any of these measures (of one moment) counts."""
    return " OR ".join(f"({condition_of(measure)})" for measure in measures)


def run(question: Question, statement: str, values: Mapping[str, Any]) -> dict[Key, Counts]:
    """Execute and fold rows of (group, counts…) into the groups asked for."""
    found: dict[Key, Counts] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    codes = [measure.code for measure in question.measures]
    grouped: Callable[[Any], Key] = question.key
    for value, *counts in rows:
        # What lies in no area below, or has no unit or holder, belongs to no group.
        if value is None or (question.by == "area" and not grouped(value)):
            continue
        _add(found, {grouped(value): dict(zip(codes, map(int, counts), strict=True))})
    return found


def _add(into: dict[Key, Counts], more: Mapping[Key, Mapping[str, int]]) -> None:
    for key, counts in more.items():
        known = into.setdefault(key, {})
        for code, number in counts.items():
            known[code] = known.get(code, 0) + number
