"""Rhythms of visits and the windows they make: plain rules, no Django, no clock.

A rhythm cuts the days into windows that follow each other without a gap, so that each day lies in
exactly one. One contact is due in each window. Days are calendar days of Shanghai; nothing here
knows hours, so no change of clocks can lose or double a day.

"Twice a week" is two windows in each week from Monday to Sunday, with at least `gap` days between
two contacts that count. What was missed stays on record as missed; after an absence only the
window of today is due, and the next ones keep the rhythm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7
SHORTEST_MONTH = 28
MOST_DAYS = 366
DAY = timedelta(days=1)
Works = Callable[[date], bool]


class Beat(StrEnum):
    """What a rhythm counts in."""

    WEEKLY = "weekly"  # `times` in each week from Monday to Sunday
    DAYS = "days"  # once in each `every` days from the day the plan begins
    MONTHLY = "monthly"  # once in each calendar month
    WEEKDAYS = "weekdays"  # from each of `weekdays` until the day before the next of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often somebody is to be seen.

    weekdays: 0 is Monday, ascending. gap: days at least between two contacts that count (1: not
    on the same day). Raises ValueError for a rhythm that nobody could keep.
    """

    beat: Beat
    times: int = 1
    every: int = 1
    weekdays: tuple[int, ...] = ()
    gap: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.times <= WEEK or not 1 <= self.every <= MOST_DAYS:
            raise ValueError("times is 1 to 7 a week, every is 1 to 366 days")
        ascending = tuple(sorted(set(self.weekdays)))
        if self.weekdays != ascending or any(not 0 <= day < WEEK for day in self.weekdays):
            raise ValueError("weekdays are different numbers from 0 to 6, ascending")
        if self.beat is Beat.WEEKDAYS and not self.weekdays:
            raise ValueError("a rhythm on weekdays needs one of them")
        if not 1 <= self.gap <= self.widest_gap:
            raise ValueError("the gap is longer than the shortest window")

    @property
    def widest_gap(self) -> int:
        """The longest gap with which a contact on a window's last day leaves the next in reach."""
        if self.beat is Beat.WEEKLY:
            return WEEK // self.times
        if self.beat is Beat.DAYS:
            return self.every
        if self.beat is Beat.MONTHLY:
            return SHORTEST_MONTH
        following = (*self.weekdays[1:], self.weekdays[0] + WEEK)
        return min(b - a for a, b in zip(self.weekdays, following, strict=True))


@dataclass(frozen=True, slots=True)
class Window:
    """One contact is due from `first` to `last`, both included.

    slot: the day on which the rhythm itself begins the window, its name. is_off: all of its days
    are days off, so nobody is expected; it is on record all the same.
    """

    slot: date
    first: date
    last: date
    is_off: bool = False

    def opens(self, last_contact: date | None, gap: int) -> date:
        """The first day on which a contact counts, `gap` days after the last one that did."""
        if last_contact is None:
            return self.first
        return max(self.first, last_contact + timedelta(days=gap))


@dataclass(frozen=True, slots=True)
class Round:
    """What a rhythm asks for on a day.

    passed: windows that ended unhandled, oldest first: missed, or days off. due: the one window
    of today. coming: the one after it.
    """

    passed: tuple[Window, ...]
    due: Window
    coming: Window


def window_of(rhythm: Rhythm, day: date, *, anchor: date, works: Works | None = None) -> Window:
    """The window that contains `day`. anchor: the day from which DAYS are counted.

    works: tells working days; the window then begins and ends with one.
    """
    slot, last = _span(rhythm, day, anchor)
    return _trimmed(slot, last, works)


def next_window(
    rhythm: Rhythm, window: Window, *, anchor: date, works: Works | None = None
) -> Window:
    """The window that follows."""
    _slot, last = _span(rhythm, window.slot, anchor)
    return window_of(rhythm, last + DAY, anchor=anchor, works=works)


def windows(
    rhythm: Rhythm, *, since: date, until: date, anchor: date, works: Works | None = None
) -> Iterator[Window]:
    """The windows from the one that contains `since` to the one that contains `until`."""
    window = window_of(rhythm, since, anchor=anchor, works=works)
    while window.slot <= until:
        yield window
        window = next_window(rhythm, window, anchor=anchor, works=works)


def round_of(
    rhythm: Rhythm,
    *,
    since: date,
    today: date,
    anchor: date,
    works: Works | None = None,
) -> Round:
    """What is due today when the windows before `since` have been handled.

    Raises ValueError when `since` lies after today.
    """
    if since > today:
        raise ValueError("a round cannot begin after today")
    found = list(windows(rhythm, since=since, until=today, anchor=anchor, works=works))
    due = found[-1]
    coming = next_window(rhythm, due, anchor=anchor, works=works)
    return Round(passed=tuple(found[:-1]), due=due, coming=coming)


def counted(
    rhythm: Rhythm,
    *,
    contacts: Iterable[date],
    since: date,
    until: date,
    anchor: date,
    works: Works | None = None,
) -> list[tuple[Window, date | None]]:
    """Each window with the contact that counts for it; None where there was none.

    The plain version of what rows and statements do; a test holds the two equal.
    """
    days = sorted(contacts)
    answer: list[tuple[Window, date | None]] = []
    last: date | None = None
    for window in windows(rhythm, since=since, until=until, anchor=anchor, works=works):
        opens = window.opens(last, rhythm.gap)
        met = next((day for day in days if opens <= day <= window.last), None)
        if window.is_off:
            met = None
        answer.append((window, met))
        last = met or last
    return answer


def _span(rhythm: Rhythm, day: date, anchor: date) -> tuple[date, date]:
    """First and last day of the window as the rhythm cuts it."""
    if rhythm.beat is Beat.WEEKLY:
        edges = tuple(part * WEEK // rhythm.times for part in range(rhythm.times))
        return _in_week(day, edges)
    if rhythm.beat is Beat.WEEKDAYS:
        return _in_week(day, rhythm.weekdays)
    if rhythm.beat is Beat.DAYS:
        slot = day - timedelta(days=(day - anchor).days % rhythm.every)
        return slot, slot + timedelta(days=rhythm.every - 1)
    slot = day.replace(day=1)
    beyond = (slot + timedelta(days=SHORTEST_MONTH + 3)).replace(day=1)
    return slot, beyond - DAY


def _in_week(day: date, edges: tuple[int, ...]) -> tuple[date, date]:
    """From the last of these weekdays that has come to the day before the next one."""
    monday = day - timedelta(days=day.weekday())
    begins = [monday + timedelta(days=edge + week * WEEK) for week in (-1, 0, 1) for edge in edges]
    slot = max(begin for begin in begins if begin <= day)
    following = min(begin for begin in begins if begin > day)
    return slot, following - DAY


def _trimmed(slot: date, last: date, works: Works | None) -> Window:
    if works is None:
        return Window(slot, slot, last)
    span = (last - slot).days + 1
    worked = [day for day in (slot + timedelta(days=n) for n in range(span)) if works(day)]
    if not worked:
        return Window(slot, slot, last, is_off=True)
    return Window(slot, worked[0], worked[-1])
