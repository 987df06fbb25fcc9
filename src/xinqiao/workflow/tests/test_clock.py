"""Limits end when an office clerk with a wall calendar would say they end."""

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.workflow.calendar import Calendar, plain_weekdays
from xinqiao.workflow.clock import (
    Limit,
    Unit,
    due_at,
    elapsed,
    point_before,
    remaining,
    resume,
    shift,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The first days of October 2026, as the yearly notice gives them.
OCTOBER = Calendar.of(
    holidays=[date(2026, 10, day) for day in range(1, 8)],
    make_up=[date(2026, 9, 20), date(2026, 10, 10)],
    covered_from=date(2026, 1, 1),
    covered_until=date(2026, 12, 31),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-11-23 10:00", 5, Unit.WORKING_DAYS, "2026-11-30 10:00"),
        ("2026-11-23 09:00", 3, Unit.WORKING_HOURS, "2026-11-23 12:00"),
        ("2026-11-23 11:00", 3, Unit.WORKING_HOURS, "2026-11-23 16:00"),
        ("2026-11-23 12:30", 4, Unit.WORKING_HOURS, "2026-11-23 18:00"),
        ("2026-11-23 20:00", 1, Unit.WORKING_DAYS, "2026-11-24 18:00"),
        ("2026-11-28 09:00", 1, Unit.WORKING_DAYS, "2026-11-30 18:00"),
        ("2026-11-28 23:00", 3, Unit.URGENT_HOURS, "2026-11-29 02:00"),
        ("2026-11-28 23:00", 7, Unit.NATURAL_DAYS, "2026-12-05 23:00"),
        ("2026-09-30 16:00", 1, Unit.WORKING_DAYS, "2026-10-08 16:00"),
        ("2026-10-09 16:00", 2, Unit.WORKING_DAYS, "2026-10-12 16:00"),
        ("2026-09-18 17:00", 4, Unit.WORKING_HOURS, "2026-09-20 11:00"),
    ],
)
def test_due_as_on_the_wall(start: str, amount: int, unit: Unit, due: str) -> None:
    result = due_at(at(start), Limit(amount, unit), calendar=OCTOBER)
    assert result.at == at(due)
    assert not result.beyond_calendar


def test_beyond_the_calendar_is_flagged_and_counted_on_plain_weekdays() -> None:
    result = due_at(at("2026-12-30 10:00"), Limit(3, Unit.WORKING_DAYS), calendar=OCTOBER)
    assert result.beyond_calendar
    assert result.at == at("2027-01-04 10:00")
    early = due_at(at("2025-12-30 10:00"), Limit(1, Unit.WORKING_DAYS), calendar=OCTOBER)
    assert early.beyond_calendar


def test_round_the_clock_limits_need_no_calendar() -> None:
    result = due_at(at("2031-05-01 23:30"), Limit(3, Unit.URGENT_HOURS), calendar=OCTOBER)
    assert result == due_at(at("2031-05-01 23:30"), Limit(3, Unit.URGENT_HOURS), calendar=OCTOBER)
    assert result.at == at("2031-05-02 02:30")
    assert not result.beyond_calendar


def test_last_quarter_of_five_days_starts_ten_working_hours_before() -> None:
    limit = Limit(5, Unit.WORKING_DAYS)
    due = due_at(at("2026-11-23 10:00"), limit, calendar=OCTOBER).at
    yellow = point_before(due, limit.length, 25, limit.unit, calendar=OCTOBER)
    assert yellow == at("2026-11-26 18:00")


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        due_at(datetime(2026, 1, 1), Limit(1, Unit.WORKING_DAYS), calendar=OCTOBER)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Limit(0, Unit.NATURAL_DAYS)


def test_a_day_cannot_be_off_and_worked() -> None:
    with pytest.raises(ValueError, match="at once"):
        Calendar.of(
            holidays=[date(2026, 1, 1)],
            make_up=[date(2026, 1, 1)],
            covered_from=date(2026, 1, 1),
            covered_until=date(2026, 1, 2),
        )


moments = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
units = st.sampled_from(list(Unit))
amounts = st.integers(1, 400) | st.decimals(Decimal("0.01"), Decimal(90), places=2)
limits = st.builds(Limit, amounts, units)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    start = date(2025, 1, 1)
    days = [start + timedelta(days=n) for n in range(900)]
    holidays = draw(st.sets(st.sampled_from([d for d in days if d.weekday() < 5]), max_size=60))
    make_up = draw(st.sets(st.sampled_from([d for d in days if d.weekday() >= 5]), max_size=20))
    return Calendar.of(
        holidays=holidays,
        make_up=make_up,
        covered_from=date(2025, 3, 1),
        covered_until=date(2027, 3, 1),
    )


def walk(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """The slow, obvious way: walk office half-days until the span is used up."""
    local = start.astimezone(SHANGHAI)
    day = local.date()
    while True:
        if calendar.is_working_day(day):
            for opens, closes in ((8, 12), (14, 18)):
                begin = datetime(day.year, day.month, day.day, opens, tzinfo=SHANGHAI)
                end = begin.replace(hour=closes)
                begin = max(begin, local)
                if begin < end:
                    if end - begin >= span:
                        return (begin + span).astimezone(UTC)
                    span -= end - begin
        day += timedelta(days=1)


@given(moments, limits, calendars())
def test_agrees_with_walking_the_days(start: datetime, limit: Limit, calendar: Calendar) -> None:
    due = due_at(start, limit, calendar=calendar).at
    if limit.unit.counts_working_time:
        assert due == walk(start, limit.length, calendar)
    else:
        assert due == start + limit.length


@given(moments, limits, calendars())
def test_elapsed_undoes_due(start: datetime, limit: Limit, calendar: Calendar) -> None:
    due = due_at(start, limit, calendar=calendar).at
    assert elapsed(start, due, limit.unit, calendar=calendar) == limit.length
    assert elapsed(due, start, limit.unit, calendar=calendar) == -limit.length


@given(moments, limits, moments, moments, calendars())
def test_pause_keeps_the_remaining_time_exactly(
    start: datetime, limit: Limit, paused: datetime, resumed: datetime, calendar: Calendar
) -> None:
    due = due_at(start, limit, calendar=calendar).at
    left = remaining(due, paused, limit.unit, calendar=calendar)
    again = resume(resumed, left, limit.unit, calendar=calendar).at
    assert remaining(again, resumed, limit.unit, calendar=calendar) == left


@given(moments, st.integers(1, 300), st.integers(0, 100), units, calendars())
def test_yellow_leaves_its_share(
    start: datetime, amount: int, percent: int, unit: Unit, calendar: Calendar
) -> None:
    limit = Limit(amount, unit)
    due = due_at(start, limit, calendar=calendar).at
    yellow = point_before(due, limit.length, percent, unit, calendar=calendar)
    assert yellow <= due
    assert remaining(due, yellow, unit, calendar=calendar) == limit.length * percent // 100


@given(moments, limits, limits, calendars())
def test_longer_is_never_earlier(
    start: datetime, one: Limit, other: Limit, calendar: Calendar
) -> None:
    short, long = sorted((one.length, other.length))
    first = shift(start, short, one.unit, calendar=calendar).at
    assert first <= shift(start, long, one.unit, calendar=calendar).at


@given(st.integers(8000, 25000), calendars())
def test_positions_and_days_are_inverse(number: int, calendar: Calendar) -> None:
    position = calendar.position(number)
    day = calendar.day_at(position)
    assert day >= number
    assert calendar.position(day) == position
    assert calendar.position(day + 1) == position + 1


def test_a_due_time_costs_under_20_microseconds() -> None:
    start, limit = at("2026-09-30 16:00"), Limit(5, Unit.WORKING_DAYS)
    best = min(_timed(start, limit) for _ in range(5))
    assert best < 20e-6


def _timed(start: datetime, limit: Limit) -> float:
    began = time.process_time()
    for _ in range(2000):
        due_at(start, limit, calendar=OCTOBER)
    return (time.process_time() - began) / 2000


def test_weekdays_without_holidays() -> None:
    plain = plain_weekdays(date(2026, 1, 1), date(2026, 1, 31))
    assert plain.is_working_day(date(2026, 1, 1))
    assert not plain.is_working_day(date(2026, 1, 3))
