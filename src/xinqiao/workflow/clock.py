"""Limits and the time they leave: plain Python on aware UTC datetimes.

Working time runs 08-12 and 14-18 on working days of the Asia/Shanghai wall clock, 8 hours a day;
urgent working hours and natural days run round the clock. Arithmetic is in whole microseconds, so
pausing and resuming keeps the remaining time to the microsecond.
Source: RULES "Time".
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from xinqiao.workflow.calendar import Calendar

# China has had one zone and no summer time since 1991-09-15; no limit is older than that.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_HOUR = 3600 * _SECOND
_DAY = 24 * _HOUR
_OFFSET = 8 * _HOUR
_MORNING, _NOON, _AFTERNOON, _EVENING = 8 * _HOUR, 12 * _HOUR, 14 * _HOUR, 18 * _HOUR
_HALF = _NOON - _MORNING
_WORKDAY = 2 * _HALF
_MICROSECOND = timedelta(microseconds=1)


class Unit(StrEnum):
    """How a limit is counted."""

    URGENT_HOURS = "urgent_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"

    @property
    def counts_working_time(self) -> bool:
        """Whether nights, weekends and holidays stop the clock."""
        return self in _WORKING


_WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
_LENGTH = {
    Unit.URGENT_HOURS: _HOUR,
    Unit.WORKING_HOURS: _HOUR,
    Unit.WORKING_DAYS: _WORKDAY,
    Unit.NATURAL_DAYS: _DAY,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A promised length, such as five working days or half an hour (two decimals are exact).

    Raises ValueError unless the amount is positive.
    """

    amount: int | Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("A limit must be longer than nothing.")

    @property
    def length(self) -> timedelta:
        """Counted time in this unit; a working day is 8 hours, a natural day 24."""
        return timedelta(microseconds=int(self.amount * _LENGTH[self.unit]))


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends.

    beyond_calendar: the span touches days the calendar does not know; `at` is then counted on
    plain weekdays and staff must see that it is provisional.
    """

    at: datetime
    beyond_calendar: bool


def _micros(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("A time must carry its zone.")
    span = at - _EPOCH
    return (span.days * 86400 + span.seconds) * _SECOND + span.microseconds


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _length(span: timedelta) -> int:
    return (span.days * 86400 + span.seconds) * _SECOND + span.microseconds


def _worked(micros: int, calendar: Calendar) -> int:
    """Working microseconds before this moment, from an arbitrary zero; monotone."""
    day, clock = divmod(micros + _OFFSET, _DAY)
    position = calendar.position(day)
    if clock <= _MORNING or calendar.position(day + 1) == position:
        return position * _WORKDAY
    if clock <= _NOON:
        return position * _WORKDAY + clock - _MORNING
    if clock <= _AFTERNOON:
        return position * _WORKDAY + _HALF
    return position * _WORKDAY + min(clock, _EVENING) - _AFTERNOON + _HALF


def _unworked(worked: int, calendar: Calendar) -> int:
    """The first moment with `worked` working microseconds before it: an end is 18:00, not 08:00."""
    position, rest = divmod(worked - 1, _WORKDAY)
    rest += 1
    clock = _MORNING + rest if rest <= _HALF else _AFTERNOON + rest - _HALF
    return calendar.day_at(position) * _DAY + clock - _OFFSET


def shift(start: datetime, span: timedelta, unit: Unit, *, calendar: Calendar) -> Due:
    """Move `start` by `span` of counted time, forwards or backwards; a zero span is no move."""
    begin, length = _micros(start), _length(span)
    if length == 0:
        return Due(start.astimezone(UTC), False)
    if unit not in _WORKING:
        return Due(_moment(begin + length), False)
    end = _unworked(_worked(begin, calendar) + length, calendar)
    low, high = (begin, end) if begin <= end else (end, begin)
    known = calendar.covers((low + _OFFSET) // _DAY, (high + _OFFSET) // _DAY)
    return Due(_moment(end), not known)


def due_at(start: datetime, limit: Limit, *, calendar: Calendar) -> Due:
    """When a limit that starts at `start` (aware) ends; in UTC."""
    return shift(start, limit.length, limit.unit, calendar=calendar)


def elapsed(start: datetime, end: datetime, unit: Unit, *, calendar: Calendar) -> timedelta:
    """Counted time from `start` to `end`; negative when `end` is earlier."""
    if unit not in _WORKING:
        return end - start
    counted = _worked(_micros(end), calendar) - _worked(_micros(start), calendar)
    return counted * _MICROSECOND


def remaining(due: datetime, now: datetime, unit: Unit, *, calendar: Calendar) -> timedelta:
    """Counted time left at `now`; negative when late. Pausing stores exactly this."""
    return elapsed(now, due, unit, calendar=calendar)


def resume(now: datetime, left: timedelta, unit: Unit, *, calendar: Calendar) -> Due:
    """When a limit paused with `left` remaining ends if it runs again from `now`."""
    return shift(now, left, unit, calendar=calendar)


def point_before(
    due: datetime, length: timedelta, percent: int, unit: Unit, *, calendar: Calendar
) -> datetime:
    """The moment from which `percent` (0-100) of `length` or less is left: the yellow point."""
    left = length * percent // 100
    return shift(due, -left, unit, calendar=calendar).at
