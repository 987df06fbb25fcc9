"""Median and 90th percentile from histograms that add up, within the stated error."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.accounts.access import SYSTEM
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.readings import waits, waits_by
from xinqiao.indicators.services.feed import follow
from xinqiao.indicators.tests.histories import BEGIN, COUNTY, GRIDS, History, Step, play, record
from xinqiao.indicators.waiting import RELATIVE_ERROR, Waits, bucket_of, minutes_of, summary

AT = BEGIN + timedelta(days=300)
PERIOD = Period.last_days(310, AT)
minutes = st.floats(min_value=1, max_value=2_000_000)


def nearest_rank(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


@given(minutes)
def test_a_bucket_tells_its_value_within_the_error(value: float) -> None:
    assert abs(minutes_of(bucket_of(value)) - value) <= value * RELATIVE_ERROR * 1.000001


@given(st.lists(minutes, min_size=1, max_size=60), st.integers(0, 60))
def test_histograms_add_up(values: list[float], cut: int) -> None:
    one = Counter(map(bucket_of, values[:cut]))
    whole = one + Counter(map(bucket_of, values[cut:]))
    told = summary(whole)
    for share, found in ((0.5, told.median_minutes), (0.9, told.p90_minutes)):
        exact = nearest_rank(values, share)
        assert found is not None
        assert abs(found - exact) <= exact * RELATIVE_ERROR * 1.000001


def test_nothing_handled_has_no_waits() -> None:
    assert summary({}) == Waits(0, None, None)


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 20 * 24 * 60), st.integers(0, 2)),
        min_size=1,
        max_size=12,
    )
)
def test_the_database_tells_the_same(told: list[tuple[int, int, int]]) -> None:
    with transaction.atomic():
        record(
            [
                play(number, History(place, 0, unit, 5 * number, [Step("answer", wait, 1)]))
                for number, (place, wait, unit) in enumerate(told, start=1)
            ]
        )
        follow(at=AT)
        asked: dict[str, Any] = {"actor": SYSTEM, "period": PERIOD, "at": AT}
        everybody = [max(1, wait) for _place, wait, _unit in told]
        _close(waits(scope=Scope(COUNTY), **asked), everybody)
        _close(waits_by(by="category", scope=Scope(COUNTY), **asked)["env."], everybody)
        by_unit = waits_by(by="organisation", scope=Scope(COUNTY), **asked)
        for index, unit in ((1, 7), (2, 8)):
            own = [max(1, wait) for _place, wait, chosen in told if chosen == index]
            assert (unit in by_unit) == bool(own)
            if own:
                _close(by_unit[unit], own)
        # A grid keeps no histogram: its facts answer, exactly.
        by_grid = waits_by(by="area", scope=Scope(COUNTY), level=6, **asked)
        for place, path in enumerate(GRIDS):
            own = [max(1, wait) for chosen, wait, _unit in told if chosen == place]
            assert (path in by_grid) == bool(own)
            if own:
                assert by_grid[path].median_minutes == pytest.approx(nearest_rank(own, 0.5))
                assert by_grid[path].p90_minutes == pytest.approx(nearest_rank(own, 0.9))
        transaction.set_rollback(True)


def _close(found: Waits, values: Sequence[float]) -> None:
    assert found.count == len(values)
    for share, minutes in ((0.5, found.median_minutes), (0.9, found.p90_minutes)):
        exact = nearest_rank(values, share)
        assert minutes is not None
        assert abs(minutes - exact) <= exact * RELATIVE_ERROR * 1.000001
