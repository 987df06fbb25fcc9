"""Rhythms: never more than asked, never a window lost, one thing due at a time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xinqiao.visits.planning import (
    WEEK,
    Beat,
    Rhythm,
    Window,
    counted,
    next_window,
    round_of,
    window_of,
    windows,
)

MONDAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))
SPANS = st.integers(min_value=0, max_value=120)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Any rhythm that the product lets staff write."""
    beat = draw(st.sampled_from(list(Beat)))
    weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    plain = Rhythm(
        beat=beat,
        times=draw(st.integers(1, 7)),
        every=draw(st.integers(1, 60)),
        weekdays=weekdays if beat is Beat.WEEKDAYS else (),
    )
    gap = draw(st.integers(1, plain.widest_gap))
    return Rhythm(beat=beat, times=plain.times, every=plain.every, weekdays=plain.weekdays, gap=gap)


def weekend_off(day: date) -> bool:
    return day.weekday() < 5


@given(rhythms(), DAYS, DAYS)
def test_each_day_lies_in_one_window(rhythm: Rhythm, day: date, anchor: date) -> None:
    window = window_of(rhythm, day, anchor=anchor)
    assert window.first <= day <= window.last
    following = next_window(rhythm, window, anchor=anchor)
    assert following.first == window.last + timedelta(days=1)
    assert window_of(rhythm, window.last, anchor=anchor) == window


@given(rhythms(), DAYS, SPANS, st.data())
def test_never_more_than_the_rhythm_and_never_closer_than_the_gap(
    rhythm: Rhythm, since: date, span: int, data: st.DataObject
) -> None:
    """However often somebody calls, what counts stays within the rhythm."""
    until = since + timedelta(days=span)
    contacts = data.draw(st.lists(st.dates(min_value=since, max_value=until), max_size=80))
    told = counted(rhythm, contacts=contacts, since=since, until=until, anchor=since)
    days = [day for _window, day in told if day is not None]
    assert all((b - a).days >= rhythm.gap for a, b in pairwise(days))
    if rhythm.beat is Beat.WEEKLY:
        weeks = [day - timedelta(days=day.weekday()) for day in days]
        assert all(weeks.count(week) <= rhythm.times for week in weeks)


@given(rhythms(), DAYS, SPANS, st.data())
def test_no_window_is_lost_and_they_come_in_order(
    rhythm: Rhythm, since: date, span: int, data: st.DataObject
) -> None:
    """What has passed, what is due and what was handled before are all windows there are."""
    today = since + timedelta(days=span)
    handled = data.draw(st.dates(min_value=since, max_value=today))
    all_of_them = list(windows(rhythm, since=since, until=today, anchor=since))
    now = round_of(rhythm, since=handled, today=today, anchor=since)
    kept = [window for window in all_of_them if window.last < handled]
    assert [*kept, *now.passed, now.due] == all_of_them
    assert now.due.first <= today <= now.due.last
    assert now.coming.first == now.due.last + timedelta(days=1)
    assert all(a.last < b.first for a, b in pairwise(all_of_them))


@given(rhythms(), DAYS, SPANS, st.randoms(use_true_random=False))
def test_whoever_comes_in_each_window_misses_none(
    rhythm: Rhythm, since: date, span: int, dice: object
) -> None:
    """The gap never makes a window unreachable, not even after a contact on the last day."""
    until = since + timedelta(days=span)
    last: date | None = None
    for window in windows(rhythm, since=since, until=until, anchor=since):
        opens = window.opens(last, rhythm.gap)
        assert opens <= window.last
        span_days = (window.last - opens).days
        last = opens + timedelta(days=dice.randint(0, span_days))  # type: ignore[attr-defined]


@given(rhythms(), DAYS)
def test_days_off_close_a_window_but_do_not_lose_it(rhythm: Rhythm, day: date) -> None:
    plain = list(windows(rhythm, since=day, until=day + timedelta(days=40), anchor=day))
    trimmed = list(
        windows(rhythm, since=day, until=day + timedelta(days=40), anchor=day, works=weekend_off)
    )
    assert [window.slot for window in plain] == [window.slot for window in trimmed]
    for whole, cut in zip(plain, trimmed, strict=True):
        assert whole.first <= cut.first <= cut.last <= whole.last
        assert cut.is_off or (weekend_off(cut.first) and weekend_off(cut.last))


@given(DAYS)
def test_twice_a_week_is_two_contacts_from_monday_to_sunday(day: date) -> None:
    rhythm = Rhythm(beat=Beat.WEEKLY, times=2, gap=2)
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    first, second = windows(rhythm, since=monday, until=sunday, anchor=day)
    assert first == Window(monday, monday, monday + timedelta(days=2))
    assert second == Window(monday + timedelta(days=3), monday + timedelta(days=3), sunday)


def test_after_three_weeks_of_leave_one_visit_is_due() -> None:
    """Four windows have passed and are on record; one is due; the next keeps the rhythm."""
    rhythm = Rhythm(beat=Beat.WEEKLY, times=2)
    back = MONDAY + timedelta(days=WEEK * 2)
    now = round_of(rhythm, since=MONDAY, today=back, anchor=MONDAY)
    assert len(now.passed) == 4
    assert (now.due.first, now.due.last) == (back, back + timedelta(days=2))
    assert now.coming.first == back + timedelta(days=3)


def test_months_have_their_own_lengths() -> None:
    rhythm = Rhythm(beat=Beat.MONTHLY)
    found = list(windows(rhythm, since=date(2028, 1, 31), until=date(2028, 3, 1), anchor=MONDAY))
    assert [window.last for window in found] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"beat": Beat.WEEKLY, "times": 2, "gap": 4},
        {"beat": Beat.WEEKLY, "times": 8},
        {"beat": Beat.DAYS, "every": 0},
        {"beat": Beat.DAYS, "every": 3, "gap": 4},
        {"beat": Beat.WEEKDAYS},
        {"beat": Beat.WEEKDAYS, "weekdays": (3, 1)},
        {"beat": Beat.WEEKDAYS, "weekdays": (0, 1), "gap": 2},
    ],
)
def test_a_rhythm_that_nobody_could_keep_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"gap|times|weekdays"):
        Rhythm(**wrong)  # type: ignore[arg-type]


@given(rhythms(), DAYS, SPANS)
def test_a_round_does_not_begin_in_the_future(rhythm: Rhythm, today: date, ahead: int) -> None:
    assume(ahead > 0)
    with pytest.raises(ValueError, match="after today"):
        round_of(rhythm, since=today + timedelta(days=ahead), today=today, anchor=today)
