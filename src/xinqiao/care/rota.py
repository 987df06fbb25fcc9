"""Turns of duty (值班) on the wall clock of Shanghai, over midnight where need be; plain Python.

A turn belongs to the day on which it begins: a Monday night turn covers Tuesday at three.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

# China has had one zone and no summer time since 1991-09-15; no turn is older than that.
SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY: Final = timedelta(days=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn on some weekdays (bits, Monday is 1) from a day to another, the last included.

    ends <= starts crosses midnight; equal times are a whole day.
    """

    weekdays: int
    starts: time
    ends: time
    from_on: date
    until_on: date | None = None

    def begins_on(self, day: date) -> bool:
        """Whether a turn begins on this day."""
        within = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return within and bool(self.weekdays >> day.weekday() & 1)

    def span_of(self, day: date) -> Span:
        """From when until when the turn that begins on this day lasts; aware."""
        begin = datetime.combine(day, self.starts, tzinfo=SHANGHAI)
        end = datetime.combine(day, self.ends, tzinfo=SHANGHAI)
        return begin, end if self.ends > self.starts else end + _DAY

    def covers(self, at: datetime) -> bool:
        """Whether somebody with this turn is on duty at `at` (aware); the end is not included."""
        today = at.astimezone(SHANGHAI).date()
        for day in (today - _DAY, today):
            begin, end = self.span_of(day)
            if self.begins_on(day) and begin <= at < end:
                return True
        return False

    def spans(self, first: date, days: int) -> list[Span]:
        """The turns that touch `days` days from `first` on, in order."""
        begin = datetime.combine(first, time(), tzinfo=SHANGHAI)
        found = [
            self.span_of(day)
            for day in (first + _DAY * n for n in range(-1, days))
            if self.begins_on(day)
        ]
        return [span for span in found if span[1] > begin]


def gaps(needed: Iterable[Span], turns: Iterable[Span]) -> list[Span]:
    """The parts of `needed` that no turn covers, in order; touching turns leave no gap."""
    cover = _joined(turns)
    found: list[Span] = []
    for begin, end in sorted(needed):
        at = begin
        for start, stop in cover:
            if stop <= at:
                continue
            if start >= end:
                break
            if start > at:
                found.append((at, start))
            at = stop
        if at < end:
            found.append((at, end))
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return joined


def bits(days: Sequence[int]) -> int:
    """Weekdays (Monday is 0) as bits."""
    return sum(1 << day for day in set(days))


def days_of(mask: int) -> list[int]:
    """Bits as weekdays, Monday is 0."""
    return [day for day in range(7) if mask >> day & 1]
