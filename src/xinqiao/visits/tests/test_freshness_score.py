"""The score of freshness: more signals never lower it, age never raises it, 0 to 100."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.visits.freshness import HORIZON_DAYS, Signal, score, stale_on

TODAY = date(2026, 11, 23)
SIGNALS = st.builds(
    Signal,
    on=st.dates(min_value=date(2016, 1, 1), max_value=date(2027, 12, 31)),
    weight=st.floats(min_value=0.01, max_value=1.0),
    half_life=st.integers(min_value=1, max_value=3650),
)
LISTS = st.lists(SIGNALS, max_size=8)
DAYS = st.dates(min_value=date(2016, 1, 1), max_value=date(2030, 12, 31))


@given(LISTS, DAYS)
def test_the_score_lies_from_0_to_100(signals: list[Signal], today: date) -> None:
    assert 0.0 <= score(signals, today) <= 100.0


@given(LISTS, SIGNALS, DAYS)
def test_one_more_signal_never_lowers_it(signals: list[Signal], more: Signal, today: date) -> None:
    assert score([*signals, more], today) >= score(signals, today) - 1e-9


@given(LISTS, DAYS, st.integers(min_value=0, max_value=4000))
def test_waiting_never_raises_it(signals: list[Signal], today: date, days: int) -> None:
    assert score(signals, today + timedelta(days=days)) <= score(signals, today) + 1e-9


@given(LISTS, SIGNALS, st.integers(min_value=0, max_value=4000))
def test_an_older_signal_says_no_more_than_a_newer_one(
    signals: list[Signal], one: Signal, days: int
) -> None:
    older = Signal(one.on - timedelta(days=days), one.weight, one.half_life)
    assert score([*signals, older], TODAY) <= score([*signals, one], TODAY) + 1e-9


@given(LISTS, DAYS, st.floats(min_value=1, max_value=99))
def test_the_day_it_turns_stale_is_the_first_one_below(
    signals: list[Signal], today: date, threshold: float
) -> None:
    day = stale_on(signals, threshold, today)
    assert day >= today
    if day < today + timedelta(days=HORIZON_DAYS):
        assert score(signals, day) < threshold
    if day > today:
        assert score(signals, day - timedelta(days=1)) >= threshold


def test_nobody_seen_is_stale_at_once() -> None:
    assert score([], TODAY) == 0.0
    assert stale_on([], 40, TODAY) == TODAY


def test_a_visit_of_today_halves_in_its_half_life() -> None:
    seen = [Signal(TODAY, 0.9, 180)]
    assert score(seen, TODAY) == pytest.approx(90)
    assert score(seen, TODAY + timedelta(days=180)) == pytest.approx(45)
    assert stale_on(seen, 40, TODAY) == TODAY + timedelta(days=211)
