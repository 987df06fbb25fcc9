"""How counts become a score, and scores become ranks. Plain Python, exact until it is rounded.

A part is worth its weight times its share; the weights of a scheme sum to 100. A share is
numerator / denominator, or 1 minus that where fewer is better. Points are rounded to four places,
totals to two, halves away from zero, as a spreadsheet does: so the export recomputes to the same.
Source: RULES "Requests", the published score of 成都金牛.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

FULL: Final = Decimal(100)
_POINTS: Final = Decimal("0.0001")
_TOTAL: Final = Decimal("0.01")

K = TypeVar("K")


class Empty(StrEnum):
    """What an empty denominator counts as: nothing was due, so nothing was missed."""

    FULL = "full"  # full marks
    LEFT_OUT = "left_out"  # the part is left out and the others weigh more


@dataclass(frozen=True, slots=True)
class Part:
    """One weighted part of a scheme. weight: points out of 100."""

    weight: Decimal
    is_inverted: bool = False
    empty: Empty = Empty.LEFT_OUT


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted for one part of one unit, neither of them below 0."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Score:
    """points: one a part, None where it is left out. weight: of the parts that counted.

    total: 0 to 100, None where no part counted or nothing was counted in any.
    """

    points: tuple[Decimal | None, ...]
    weight: Decimal
    total: Decimal | None


def share(part: Part, count: Count) -> Fraction | None:
    """How much of the weight is earned, 0 to 1; None when the part is left out.

    More than all of it is all: some measures take the numerator from another day.
    """
    if count.denominator == 0:
        return Fraction(1) if part.empty is Empty.FULL else None
    met = min(Fraction(count.numerator, count.denominator), Fraction(1))
    return 1 - met if part.is_inverted else met


def score(
    parts: Sequence[Part],
    counts: Sequence[Count],
    corrected: Mapping[int, Decimal] | None = None,
) -> Score:
    """Score one unit. corrected: points that a correction sets, by the part's place.

    Where nothing at all was counted there is no score, even if each part alone would be full marks:
    whoever had nothing to do would come first.
    """
    fixed = corrected or {}
    points = tuple(
        _rounded(fixed[place], _POINTS) if place in fixed else _points(part, count)
        for place, (part, count) in enumerate(zip(parts, counts, strict=True))
    )
    weight = sum(
        (part.weight for part, got in zip(parts, points, strict=True) if got is not None),
        start=Decimal(0),
    )
    if weight == 0 or not (fixed or any(count.denominator for count in counts)):
        return Score(points, weight, None)
    got = Fraction(sum(Fraction(one) for one in points if one is not None))
    return Score(points, weight, _rounded(got * 100 / Fraction(weight), _TOTAL))


def ranks(totals: Mapping[K, Decimal | None]) -> dict[K, int | None]:
    """Place of each within its peers: equal totals share a place, the next one is skipped."""
    better = sorted((total for total in totals.values() if total is not None), reverse=True)
    first: dict[Decimal, int] = {}
    for place, total in enumerate(better, start=1):
        first.setdefault(total, place)
    return {key: None if total is None else first[total] for key, total in totals.items()}


def _points(part: Part, count: Count) -> Decimal | None:
    earned = share(part, count)
    return None if earned is None else _rounded(Fraction(part.weight) * earned, _POINTS)


def _rounded(value: Fraction | Decimal, step: Decimal) -> Decimal:
    exact = Fraction(value) / Fraction(step)
    # Whole steps, halves up; no value here is below 0.
    steps = int(exact + Fraction(1, 2))
    return (Decimal(steps) * step).quantize(step, rounding=ROUND_HALF_UP)
