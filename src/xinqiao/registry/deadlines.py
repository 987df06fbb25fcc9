"""Working days, told by the room that keeps the calendar (which is above this one)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from xinqiao.kit.time import local_day

WorkingDays = Callable[[datetime, int], datetime]


def weekdays_after(at: datetime, days: int) -> datetime:
    """The moment `days` weekdays later; holidays are not known here."""
    while days > 0:
        at += timedelta(days=1)
        days -= local_day(at).weekday() < 5
    return at


_working_days: WorkingDays = weekdays_after


def use(working_days: WorkingDays) -> None:
    """Count by this calendar from now on."""
    global _working_days
    _working_days = working_days


def working_days_after(at: datetime, days: int) -> datetime:
    """The moment `days` working days later."""
    return _working_days(at, days)
