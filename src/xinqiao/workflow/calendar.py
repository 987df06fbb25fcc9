"""Working days of mainland China as plain data: no Django, no clock, no look-up by loop.

Days are counted in whole days since 1970-01-01. `position` turns a day into "how many working
days lie before it" and `day_at` turns it back; both are one table look-up inside the known range
and closed arithmetic on plain weekdays outside it.
Source: RULES "Time" (the State Council's yearly notice, with make-up days).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

_EPOCH = date(1970, 1, 1)
# 1970-01-01 was a Thursday; shifted by three days a week starts on Monday.
_TO_MONDAY = 3


def day_number(day: date) -> int:
    """Whole days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH.toordinal()


def _weekdays_before(number: int) -> int:
    weeks, rest = divmod(number + _TO_MONDAY, 7)
    return weeks * 5 + min(rest, 5)


def _weekday_at(position: int) -> int:
    weeks, rest = divmod(position, 5)
    return weeks * 7 + rest - _TO_MONDAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    holidays: weekdays that are off. make_up: weekend days that are worked.
    covered_from, covered_until: both inclusive; outside them the calendar is a guess
    (plain weekdays), so whoever computes with it must flag the result.
    Raises ValueError when a day is both, or when the range is upside down.
    """

    holidays: frozenset[date]
    make_up: frozenset[date]
    covered_from: date
    covered_until: date
    _first: int = field(init=False, repr=False, compare=False)
    _last: int = field(init=False, repr=False, compare=False)
    _base: int = field(init=False, repr=False, compare=False)
    _before: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _days: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _covered: tuple[int, int] = field(init=False, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        *,
        holidays: Iterable[date] = (),
        make_up: Iterable[date] = (),
        covered_from: date,
        covered_until: date,
    ) -> Self:
        """Build a calendar from any iterables of dates."""
        return cls(frozenset(holidays), frozenset(make_up), covered_from, covered_until)

    def __post_init__(self) -> None:
        if self.covered_until < self.covered_from:
            raise ValueError("A calendar must be covered from a day not after its last day.")
        if both := self.holidays & self.make_up:
            raise ValueError(f"{min(both)} cannot be a holiday and a make-up day at once.")
        days = {self.covered_from, self.covered_until, *self.holidays, *self.make_up}
        first, last = day_number(min(days)), day_number(max(days))
        base = _weekdays_before(first)
        before, worked = [base], []
        off = {day_number(day) for day in self.holidays}
        extra = {day_number(day) for day in self.make_up}
        for number in range(first, last + 1):
            weekday = (number + _TO_MONDAY) % 7 < 5
            if number in extra or (weekday and number not in off):
                worked.append(number)
            before.append(base + len(worked))
        covered = (day_number(self.covered_from), day_number(self.covered_until))
        for name, value in (
            ("_first", first),
            ("_last", last),
            ("_base", base),
            ("_before", tuple(before)),
            ("_days", tuple(worked)),
            ("_covered", covered),
        ):
            object.__setattr__(self, name, value)

    def position(self, number: int) -> int:
        """How many working days lie before day `number` (monotone, zero is arbitrary)."""
        if number < self._first:
            return _weekdays_before(number)
        if number > self._last:
            after = _weekdays_before(number) - _weekdays_before(self._last + 1)
            return self._before[-1] + after
        return self._before[number - self._first]

    def day_at(self, position: int) -> int:
        """The working day that has exactly `position` working days before it."""
        inside = position - self._base
        if inside < 0:
            return _weekday_at(position)
        if inside < len(self._days):
            return self._days[inside]
        return _weekday_at(inside - len(self._days) + _weekdays_before(self._last + 1))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        number = day_number(day)
        return self.position(number + 1) > self.position(number)

    def covers(self, first: int, last: int) -> bool:
        """Whether every day from `first` to `last` (day numbers, inclusive) is known."""
        return self._covered[0] <= first and last <= self._covered[1]


def plain_weekdays(covered_from: date, covered_until: date) -> Calendar:
    """A calendar without any holiday, for places that have none and for tests."""
    return Calendar.of(covered_from=covered_from, covered_until=covered_until)
