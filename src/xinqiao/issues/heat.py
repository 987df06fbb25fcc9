"""How hot an issue is: a sum of parts, each of which says what it counts.

Nothing is multiplied, so staff can read why one issue stands above another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Points for each part; kept as rows that administrators edit."""

    half_life_days: float = 14.0
    size_points: float = 10.0  # each doubling of the requests
    recent_points: float = 10.0  # each doubling of the recent ones; half after each half-life
    support_points: float = 5.0  # each doubling of those who joined or voted for it
    waiting_points: float = 20.0  # when all requests wait for an answer
    late_points: float = 30.0  # when all requests are late
    spread_points: float = 4.0  # each doubling of the days on which somebody spoke


@dataclass(frozen=True, slots=True)
class Told:
    """One request of an issue. support: people who joined or voted. Times are aware UTC."""

    at: datetime
    day: int  # any number that is one for each local day
    support: int
    is_waiting: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One summand. count: what was counted; points: what it adds."""

    name: str
    count: float
    points: float


def heat_of(told: Sequence[Told], *, rule: Rule, now: datetime) -> tuple[Part, ...]:
    """The parts of the heat of an issue with these requests; the heat is the sum of the points."""
    size = len(told)
    if not size:
        return ()
    recent = sum(0.5 ** (_days(one.at, now) / rule.half_life_days) for one in told)
    support = sum(one.support for one in told)
    waiting = sum(one.is_waiting for one in told)
    late = sum(one.is_late for one in told)
    days = len({one.day for one in told})
    return (
        _part("size", size, rule.size_points * log2(1 + size)),
        _part("recent", recent, rule.recent_points * log2(1 + recent)),
        _part("support", support, rule.support_points * log2(1 + support)),
        _part("waiting", waiting, rule.waiting_points * waiting / size),
        _part("late", late, rule.late_points * late / size),
        _part("spread", days, rule.spread_points * log2(days)),
    )


def total(parts: Sequence[Part]) -> float:
    """The heat: the sum that the parts show."""
    return round(sum(part.points for part in parts), 1)


def _days(at: datetime, now: datetime) -> float:
    return max((now - at).total_seconds(), 0.0) / 86_400


def _part(name: str, count: float, points: float) -> Part:
    return Part(name, round(count, 1), round(points, 1))
