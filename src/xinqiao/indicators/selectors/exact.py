"""Indicators straight from the facts, by area, unit, post or person, and the items behind them.

For assessments: exact at any depth, and every figure opens down to the items it counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from xinqiao.accounts.access import Actor
from xinqiao.indicators.models import Definition, Fact
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.access import require_scope
from xinqiao.indicators.selectors.counted import counted_by, in_scope
from xinqiao.indicators.selectors.counting import (
    HOLDER,
    Key,
    Question,
    count_facts,
    known_measures,
)
from xinqiao.indicators.selectors.definitions import segments
from xinqiao.indicators.selectors.readings import NOTHING, Reading, add_readings, sides

Side = Literal["numerator", "denominator"]


def exact_readings_by(
    *,
    actor: Actor,
    by: Literal["area", "organisation", "post", "person"],
    codes: Sequence[str],
    scope: Scope,
    period: Period,
    at: datetime,
    level: int | None = None,
    keys: Collection[Key] | None = None,
) -> dict[Key, dict[str, Reading]]:
    """Each indicator by group, counted item by item; groups without anything are left out.

    by: "post": the post that has the item; "person": who kept the promise, else who holds the post
    at `at`. level: of the areas, the next below the scope by default. keys: only these groups.
    Raises UnknownIndicator (404), NotAllowed (403).
    """
    require_scope(actor, scope)
    found: dict[Key, dict[str, Reading]] = {}
    for segment in segments(codes, period, flow=scope.flow):
        measures = known_measures(sides(segment.versions.values()))
        question = Question(scope, segment.period, at, measures, by, level)
        for key, numbers in count_facts(question).items():
            if keys is None or key in keys:
                add_readings(found.setdefault(key, {}), segment.versions, numbers)
    return {key: {code: row.get(code, NOTHING) for code in codes} for key, row in found.items()}


def items_behind(
    *,
    actor: Actor,
    code: str,
    side: Side,
    scope: Scope,
    period: Period,
    at: datetime,
    post_id: int | None = None,
    person_id: int | None = None,
) -> QuerySet[Fact]:
    """The items one side of an indicator counts, by `subject_id` (page by key); each once.

    Raises UnknownIndicator (404), NotAllowed (403).
    """
    require_scope(actor, scope)
    counted = Q(pk__in=())
    for segment in segments([code], period, flow=scope.flow):
        for row in segment.versions.values():
            counted |= _counted(row, side, segment.period, at)
    rows = in_scope(Fact.objects.filter(counted), scope).order_by("subject_id")
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if person_id is not None:
        holder = HOLDER.replace("f.", f"{Fact._meta.db_table}.").replace("%(at)s", "%s")
        rows = rows.filter(Q(RawSQL(f"{holder} = %s", (at, at, person_id), BooleanField())))  # noqa: S611
    return rows


def _counted(row: Definition, side: Side, period: Period, at: datetime) -> Q:
    measures = known_measures(row.numerator if side == "numerator" else row.denominator)
    return counted_by(measures, period, at)
