"""On which days a service comes round; plain Python."""

from __future__ import annotations

from datetime import date, timedelta


def due_days(
    *, starts_on: date, weekdays: int, every_weeks: int, first: date, last: date
) -> list[date]:
    """Days from `first` to `last`, both included, on which it is due.

    weekdays: bits, Monday is 1. Weeks are counted from the week of `starts_on`.
    """
    week_of_start = starts_on - timedelta(days=starts_on.weekday())
    found = []
    day = max(first, starts_on)
    while day <= last:
        weeks = (day - week_of_start).days // 7
        if weekdays >> day.weekday() & 1 and weeks % every_weeks == 0:
            found.append(day)
        day += timedelta(days=1)
    return found
