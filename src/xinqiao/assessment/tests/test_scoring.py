"""Scores stay between 0 and 100, rise with what is better, and do not care about order."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xinqiao.assessment.scoring import FULL, Count, Empty, Part, ranks, score

JINNIU = (
    Part(Decimal(30), empty=Empty.FULL),
    Part(Decimal(20), empty=Empty.FULL),
    Part(Decimal(20), is_inverted=True, empty=Empty.FULL),
    Part(Decimal(20), is_inverted=True, empty=Empty.FULL),
    Part(Decimal(10), is_inverted=True, empty=Empty.FULL),
)

counts = st.integers(0, 500).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Part, ...]:
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=0, max_size=7)))
    edges = [0, *cuts, 10_000]
    weights = [Decimal(b - a) / 100 for a, b in itertools.pairwise(edges)]
    return tuple(
        Part(weight, is_inverted=draw(st.booleans()), empty=draw(st.sampled_from(Empty)))
        for weight in weights
    )


@st.composite
def played(draw: st.DrawFn) -> tuple[tuple[Part, ...], tuple[Count, ...]]:
    parts = draw(schemes())
    return parts, tuple(draw(counts) for _ in parts)


def test_the_published_formula_of_jinniu() -> None:
    # 30 x 0.9 + 20 x 0.8 + 20 x (1 - 0.05) + 20 x (1 - 0.1) + 10 x (1 - 0.25)
    got = score(JINNIU, [Count(9, 10), Count(8, 10), Count(1, 20), Count(1, 10), Count(1, 4)])
    assert got.points == tuple(map(Decimal, ("27.0000", "16.0000", "19.0000", "18.0000", "7.5000")))
    assert got.total == Decimal("87.50")


def test_thirds_are_rounded_half_up_like_a_spreadsheet_does() -> None:
    parts = (Part(Decimal(50)), Part(Decimal(50)))
    got = score(parts, [Count(2, 3), Count(1, 3)])
    assert got.points == (Decimal("33.3333"), Decimal("16.6667"))
    assert got.total == Decimal("50.00")


def test_nothing_due_is_full_marks_or_left_out() -> None:
    full = (Part(Decimal(60)), Part(Decimal(40), empty=Empty.FULL))
    assert score(full, [Count(1, 2), Count(0, 0)]).total == Decimal("70.00")
    left_out = (Part(Decimal(60)), Part(Decimal(40), empty=Empty.LEFT_OUT))
    got = score(left_out, [Count(1, 2), Count(0, 0)])
    assert (got.weight, got.total) == (Decimal(60), Decimal("50.00"))
    assert got.points[1] is None


@pytest.mark.parametrize("empty", list(Empty))
def test_a_unit_that_had_nothing_at_all_to_do_has_no_score(empty: Empty) -> None:
    got = score((Part(FULL, empty=empty),), [Count(0, 0)])
    assert got.total is None
    assert ranks({"a": got.total, "b": Decimal(3)}) == {"a": None, "b": 1}


def test_a_correction_sets_the_points_of_one_part() -> None:
    parts = (Part(Decimal(60)), Part(Decimal(40)))
    got = score(parts, [Count(1, 2), Count(0, 4)], {1: Decimal(20)})
    assert got.points == (Decimal("30.0000"), Decimal("20.0000"))


@given(played())
def test_a_score_lies_between_0_and_100(case: tuple[tuple[Part, ...], tuple[Count, ...]]) -> None:
    parts, told = case
    got = score(parts, told)
    assert got.total is None or Decimal(0) <= got.total <= FULL
    for part, points in zip(parts, got.points, strict=True):
        assert points is None or Decimal(0) <= points <= part.weight


@given(played(), st.data())
def test_doing_better_never_lowers_the_score(
    case: tuple[tuple[Part, ...], tuple[Count, ...]], data: st.DataObject
) -> None:
    parts, told = case
    place = data.draw(st.integers(0, len(parts) - 1))
    count = told[place]
    assume(count.numerator < count.denominator)
    more = list(told)
    more[place] = Count(count.numerator + 1, count.denominator)
    before, after = score(parts, told).total, score(parts, more).total
    assert before is not None
    assert after is not None
    assert after <= before if parts[place].is_inverted else after >= before


@given(played(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_changes_nothing(
    case: tuple[tuple[Part, ...], tuple[Count, ...]], dice: st.DrawFn
) -> None:
    both = list(zip(*case, strict=True))
    dice.shuffle(both)  # type: ignore[attr-defined]
    parts, told = zip(*both, strict=True)
    assert score(parts, told).total == score(*case).total


@given(schemes())
def test_everything_right_is_100_and_everything_wrong_is_0(parts: tuple[Part, ...]) -> None:
    right = [Count(0 if part.is_inverted else 7, 7) for part in parts]
    wrong = [Count(7 if part.is_inverted else 0, 7) for part in parts]
    assert score(parts, right).total == FULL
    assert score(parts, wrong).total == 0


@given(st.dictionaries(st.integers(), st.none() | st.decimals(0, 100, places=2), max_size=30))
def test_ranks_follow_totals_and_ties_share_a_place(
    totals: dict[int, Decimal | None],
) -> None:
    placed = ranks(totals)
    assert set(placed) == set(totals)
    for key, place in placed.items():
        total = totals[key]
        if total is None:
            assert place is None
        else:
            better = sum(1 for other in totals.values() if other is not None and other > total)
            assert place == better + 1


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a")])
def test_ranks_do_not_depend_on_the_order_of_the_units(order: tuple[str, ...]) -> None:
    totals = {"a": Decimal(90), "b": Decimal(90), "c": Decimal(80)}
    assert ranks({key: totals[key] for key in order}) == {"a": 1, "b": 1, "c": 3}
