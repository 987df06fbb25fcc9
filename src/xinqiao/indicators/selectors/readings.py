"""Indicators, counts and waits of a scope, or of what lies in it: from roll-ups, in milliseconds.

The figures are those of the facts, to the item; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from xinqiao.accounts.access import Actor
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.access import require_scope
from xinqiao.indicators.selectors.counting import (
    By,
    Counts,
    Key,
    Question,
    count,
    known_measures,
)
from xinqiao.indicators.selectors.definitions import segments
from xinqiao.indicators.selectors.waits import waits, waits_by

__all__ = ["Reading", "counts", "counts_by", "readings", "readings_by", "waits", "waits_by"]

Group = Literal["area", "category", "organisation", "day"]


@dataclass(frozen=True, slots=True)
class Reading:
    """`numerator` of `denominator`; `value` from 0 to 1, None when there is nothing to divide."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    def plus(self, other: Reading) -> Reading:
        """The reading of two scopes or periods together."""
        return Reading(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Reading(0, 0)


def readings(
    *, actor: Actor, codes: Sequence[str], scope: Scope, period: Period, at: datetime
) -> dict[str, Reading]:
    """Each indicator over the whole scope. Raises UnknownIndicator (404), NotAllowed (403)."""
    found = _readings(actor, None, codes, scope, period, at, None)
    return found.get("", dict.fromkeys(codes, NOTHING))


def readings_by(
    *,
    actor: Actor,
    by: Group,
    codes: Sequence[str],
    scope: Scope,
    period: Period,
    at: datetime,
    level: int | None = None,
) -> dict[Key, dict[str, Reading]]:
    """Each indicator by group; groups where nothing was counted are left out.

    by: "area" (keys: paths of the areas just below, or at `level`), "category" (codes just below
    the scope's), "organisation" (ids), "day" (dates).
    """
    return _readings(actor, by, codes, scope, period, at, level)


def counts(
    *, actor: Actor, measures: Sequence[str], scope: Scope, period: Period, at: datetime
) -> dict[str, int]:
    """How many items each measure counts. Raises UnknownMeasure (422), NotAllowed (403)."""
    require_scope(actor, scope)
    question = Question(scope, period, at, known_measures(measures))
    return dict.fromkeys(measures, 0) | count(question).get("", {})


def counts_by(
    *,
    actor: Actor,
    by: Group,
    measures: Sequence[str],
    scope: Scope,
    period: Period,
    at: datetime,
    level: int | None = None,
) -> dict[Key, Counts]:
    """The same by group, see `readings_by`."""
    require_scope(actor, scope)
    return count(Question(scope, period, at, known_measures(measures), by, level))


def _readings(
    actor: Actor,
    by: By | None,
    codes: Sequence[str],
    scope: Scope,
    period: Period,
    at: datetime,
    level: int | None,
) -> dict[Key, dict[str, Reading]]:
    require_scope(actor, scope)
    found: dict[Key, dict[str, Reading]] = {}
    for segment in segments(codes, period, flow=scope.flow):
        measures = known_measures(sides(segment.versions.values()))
        if not measures:
            continue
        for key, numbers in count(Question(scope, segment.period, at, measures, by, level)).items():
            add_readings(found.setdefault(key, {}), segment.versions, numbers)
    return {key: {code: row.get(code, NOTHING) for code in codes} for key, row in found.items()}


def sides(versions: Iterable[Definition]) -> list[str]:
    """The measures that definitions name."""
    return [code for row in versions for code in (*row.numerator, *row.denominator)]


def add_readings(
    into: dict[str, Reading], versions: Mapping[str, Definition], numbers: Mapping[str, int]
) -> None:
    """Add the readings of counts to those of other parts of the period."""
    for code, row in versions.items():
        reading = Reading(
            sum(numbers.get(measure, 0) for measure in row.numerator),
            sum(numbers.get(measure, 0) for measure in row.denominator),
        )
        into[code] = into.get(code, NOTHING).plus(reading)
