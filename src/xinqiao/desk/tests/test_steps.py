"""Five steps: the best has the first colour, the worst the fifth, and every value has one."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.desk.steps import STEPS, scale_of

parts = st.integers(min_value=0, max_value=7000)
shares = parts.map(lambda part: part / 7000)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(shares, min_size=1, max_size=12), high_is_good=st.booleans())
def test_best_to_worst(values: list[float], high_is_good: bool) -> None:
    scale = scale_of(values, high_is_good=high_is_good)
    assert scale is not None
    steps = [scale.step(value) for value in sorted(values, reverse=high_is_good)]
    assert steps == sorted(steps)
    assert set(steps) <= set(range(1, STEPS + 1))
    assert (steps[0], steps[-1]) == ((3, 3) if scale.is_flat else (1, STEPS))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(shares, min_size=1, max_size=12), high_is_good=st.booleans())
def test_the_legend_says_where_a_value_lies(values: list[float], high_is_good: bool) -> None:
    scale = scale_of(values, high_is_good=high_is_good)
    assert scale is not None
    ranges = {step: (low, high) for step, low, high in scale.ranges()}
    for value in values:
        low, high = ranges[scale.step(value)]
        assert low - 0.0005 <= value <= high + 0.0005


def test_nothing_to_compare() -> None:
    assert scale_of([None, None], high_is_good=True) is None
    scale = scale_of([0.5, None], high_is_good=True)
    assert scale is not None
    assert (scale.step(0.5), scale.step(None)) == (3, 0)
