"""Months, quarters and years of local days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.assessment.periods import PeriodKind, around, before, recent


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        (PeriodKind.QUARTER, date(2028, 1, 1), date(2028, 3, 31)),
        (PeriodKind.YEAR, date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_period_holds_its_days(kind: PeriodKind, first: date, last: date) -> None:
    assert around(kind, date(2028, 2, 29)) == (first, last)


@given(st.sampled_from(PeriodKind), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_periods_follow_each_other_without_a_gap(kind: PeriodKind, day: date) -> None:
    first, last = around(kind, day)
    assert first <= day <= last
    assert before(kind, day)[1] + timedelta(days=1) == first
    assert around(kind, last) == (first, last)


def test_the_recent_ones_begin_with_the_present() -> None:
    days = [first for first, _last in recent(PeriodKind.QUARTER, date(2026, 2, 5), 3)]
    assert days == [date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1)]
