"""When a recurring task falls due: every N days, on weekdays, on days of the month. Pure rules."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

LONGEST_INTERVAL: Final = 366
MONDAY, SUNDAY = 1, 7
LAST_DAY: Final = 31


class Every(StrEnum):
    """How a rhythm counts."""

    DAYS = "days"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """every: how it counts. interval: of days. days: of the week (1 Monday) or of the month.

    Day 31 of a shorter month is its last day. Counting of days begins on `anchor`.
    """

    every: Every
    anchor: date
    interval: int = 1
    days: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what never comes (ValueError)."""
        if self.every is Every.DAYS:
            if not 1 <= self.interval <= LONGEST_INTERVAL:
                raise ValueError("an interval has 1 to 366 days")
            return
        top = SUNDAY if self.every is Every.WEEK else LAST_DAY
        if not self.days or not all(MONDAY <= day <= top for day in self.days):
            raise ValueError("no such day")

    def from_day(self, day: date) -> date:
        """The first turn on `day` or later, never before the anchor."""
        day = max(day, self.anchor)
        if self.every is Every.DAYS:
            passed = (day - self.anchor).days
            return day + timedelta(days=-passed % self.interval)
        while not self._falls_on(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date) -> date:
        """The first turn later than `day`."""
        return self.from_day(day + timedelta(days=1))

    def turns(self, first: date, last: date) -> Iterator[date]:
        """All turns from `first` to `last`, both included."""
        turn = self.from_day(first)
        while turn <= last:
            yield turn
            turn = self.after(turn)

    def _falls_on(self, day: date) -> bool:
        if self.every is Every.WEEK:
            return day.isoweekday() in self.days
        return day.day in _days_of_month(self.days, day)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a plan owes now: one task due on `day` that stands for `turns` turns; then `next`."""

    day: date
    turns: int
    next: date


def owed(rhythm: Rhythm, *, next_on: date, horizon: date, until: date | None) -> Turn | None:
    """The one task that is owed up to `horizon`, however many turns an absence has swallowed.

    The last turn is the one to do, since a lane swept today need not be swept for last week.
    """
    last_day = min(horizon, until) if until else horizon
    passed = list(rhythm.turns(next_on, last_day))
    if not passed:
        return None
    return Turn(passed[-1], len(passed), rhythm.after(passed[-1]))


def _days_of_month(days: Sequence[int], day: date) -> set[int]:
    last = calendar.monthrange(day.year, day.month)[1]
    return {min(one, last) for one in days}
