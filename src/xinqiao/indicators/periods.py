"""Periods of local days (Asia/Shanghai), both ends included. Plain Python."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from xinqiao.kit.time import day_start, local_day


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both included. ValueError when it ends too early."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period cannot end before it begins.")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def week(cls, at: datetime) -> Self:
        """Monday to Sunday around a moment (aware)."""
        day = local_day(at)
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @classmethod
    def day(cls, at: datetime) -> Self:
        """The local day of a moment (aware)."""
        return cls(local_day(at), local_day(at))

    @classmethod
    def last_days(cls, count: int, at: datetime) -> Self:
        """The last `count` days, the day of `at` (aware) included."""
        day = local_day(at)
        return cls(day - timedelta(days=count - 1), day)

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    @property
    def starts_at(self) -> datetime:
        """The first moment, aware UTC."""
        return day_start(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it, aware UTC."""
        return day_start(self.last + timedelta(days=1))

    def days(self) -> Iterator[date]:
        """Each day in order."""
        return (self.first + timedelta(days=n) for n in range(self.length))

    def holds(self, day: date) -> bool:
        """Whether the day belongs to it."""
        return self.first <= day <= self.last

    def shared_with(self, first: date, last: date | None) -> Period | None:
        """What lies inside `first`..`last` (None: without end) as well; None when nothing does."""
        begin = max(self.first, first)
        end = self.last if last is None else min(self.last, last)
        return Period(begin, end) if begin <= end else None

    def before(self) -> Period:
        """The period of the same length just before."""
        return Period(self.first - timedelta(days=self.length), self.first - timedelta(days=1))
