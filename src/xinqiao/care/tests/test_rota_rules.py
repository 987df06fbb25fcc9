"""Turns of duty over midnight, gaps, weeks that come round: pure rules for all inputs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.care.coming_round import due_days
from xinqiao.care.proposing import age_on, born_by, months_later
from xinqiao.care.rota import SHANGHAI, Turn, bits, days_of, gaps

# Drawing dates is slow the first time on a busy machine, and says nothing about the rules.
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
MASKS = st.integers(1, 127)
TURNS = st.builds(
    Turn,
    weekdays=MASKS,
    starts=TIMES,
    ends=TIMES,
    from_on=st.just(date(2024, 12, 1)),
    until_on=st.none() | DAYS,
)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


def test_a_monday_night_turn_covers_tuesday_at_three() -> None:
    night = Turn(bits([0]), time(20), time(7), date(2026, 11, 1))
    assert night.covers(at(date(2026, 11, 23), time(20)))
    assert night.covers(at(date(2026, 11, 24), time(3)))
    assert not night.covers(at(date(2026, 11, 24), time(7)))
    assert not night.covers(at(date(2026, 11, 23), time(3)))


@patient
@given(turn=TURNS, day=DAYS, clock=TIMES)
def test_on_duty_is_being_inside_a_turn(turn: Turn, day: date, clock: time) -> None:
    moment = at(day, clock)
    spans = turn.spans(day, 1)
    assert turn.covers(moment) == any(begin <= moment < end for begin, end in spans)


@patient
@given(needed=TURNS, turns=st.lists(TURNS, max_size=4), day=DAYS, clock=TIMES)
def test_every_needed_minute_is_covered_or_in_a_gap(
    needed: Turn, turns: list[Turn], day: date, clock: time
) -> None:
    moment = at(day, clock)
    found = gaps(needed.spans(day, 2), [span for one in turns for span in one.spans(day, 3)])
    in_gap = any(begin <= moment < end for begin, end in found)
    is_needed = needed.covers(moment)
    is_covered = any(one.covers(moment) for one in turns)
    assert in_gap == (is_needed and not is_covered)


@patient
@given(needed=TURNS, day=DAYS)
def test_a_turn_leaves_no_gap_in_itself(needed: Turn, day: date) -> None:
    assert gaps(needed.spans(day, 7), needed.spans(day, 8)) == []


@patient
@given(mask=MASKS)
def test_bits_are_days(mask: int) -> None:
    assert bits(days_of(mask)) == mask


@patient
@given(start=DAYS, mask=MASKS, weeks=st.integers(1, 12), ahead=st.integers(0, 200))
def test_a_service_comes_round(start: date, mask: int, weeks: int, ahead: int) -> None:
    last = start + timedelta(days=ahead)
    days = due_days(
        starts_on=start, weekdays=mask, every_weeks=weeks, first=date(2024, 1, 1), last=last
    )
    assert all(start <= day <= last and mask >> day.weekday() & 1 for day in days)
    for one in days:
        later = one + timedelta(days=7 * weeks)
        assert later > last or later in days


@patient
@given(born=st.dates(date(1900, 1, 1), date(2020, 12, 31)), day=DAYS)
def test_somebody_as_old_as_the_limit_is_found(born: date, day: date) -> None:
    age = age_on(born, day)
    if age >= 0:
        assert born <= born_by(age, day)


@patient
@given(day=DAYS, months=st.integers(1, 60))
def test_a_review_is_due_so_many_months_later(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
