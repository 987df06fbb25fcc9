"""The periods a scheme is played in: a month, a quarter, a year of local days."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def around(kind: PeriodKind, day: date) -> tuple[date, date]:
    """First and last day, both inclusive, of the period that holds `day`."""
    length = _MONTHS[kind]
    month = (day.month - 1) // length * length + 1
    first = date(day.year, month, 1)
    following = month + length
    after = date(day.year + (following > 12), (following - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def before(kind: PeriodKind, day: date) -> tuple[date, date]:
    """The last period that had ended when `day` began."""
    first, _last = around(kind, day)
    return around(kind, first - timedelta(days=1))


def recent(kind: PeriodKind, day: date, count: int) -> list[tuple[date, date]]:
    """The period that holds `day` and the ones before it, newest first."""
    found = [around(kind, day)]
    while len(found) < count:
        found.append(before(kind, found[-1][0]))
    return found
