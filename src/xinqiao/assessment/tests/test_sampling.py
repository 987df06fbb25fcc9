"""Who knows the seed and the candidates draws the same samples."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from xinqiao.assessment.sampling import draw

candidates = st.dictionaries(
    st.integers(1, 50), st.sets(st.integers(1, 10_000), max_size=30), max_size=6
)


@given(candidates, st.text("0123456789abcdef", min_size=1, max_size=32), st.integers(1, 5))
def test_each_unit_gives_its_share_and_nobody_elses(
    units: dict[int, set[int]], seed: str, per_unit: int
) -> None:
    lots = draw(seed, units, per_unit=per_unit)
    for unit, items in units.items():
        mine = [lot for lot in lots if lot.unit_id == unit]
        assert len(mine) == min(per_unit, len(items))
        assert {lot.item_id for lot in mine} <= items


@given(candidates, st.integers(1, 5))
def test_the_draw_depends_on_nothing_but_seed_and_candidates(
    units: dict[int, set[int]], per_unit: int
) -> None:
    shuffled = {unit: sorted(units[unit], reverse=True) for unit in sorted(units, reverse=True)}
    assert draw("seed", units, per_unit=per_unit) == draw("seed", shuffled, per_unit=per_unit)


def test_anybody_can_recompute_it_by_hand() -> None:
    by_hand = sorted(range(100, 120), key=lambda n: sha256(f"s:7:{n}".encode()).hexdigest())[:3]
    assert [lot.item_id for lot in draw("s", {7: range(100, 120)}, per_unit=3)] == by_hand


def test_another_seed_draws_others() -> None:
    units = {1: range(1000)}
    one, two = (draw(seed, units, per_unit=10) for seed in ("a", "b"))
    assert {lot.item_id for lot in one} != {lot.item_id for lot in two}
