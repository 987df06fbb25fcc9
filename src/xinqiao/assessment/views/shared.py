"""What several pages of this room show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xinqiao.assessment.models import PartScore, Period, Round, UnitScore
from xinqiao.assessment.scoring import Empty
from xinqiao.assessment.selectors.formula import Line
from xinqiao.kit.paging import Order

SCORE_ORDER = Order("rank", nullable=True, tie="id")
ROUND_ORDER = Order("first", descending=True, tie="id")
SCORES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in the ranked table with the points of its parts in the order of the formula."""

    score: UnitScore
    points: Sequence[PartScore]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a unit's score, told in words."""

    line: Line
    part: PartScore
    share: str
    explained: str

    @property
    def is_left_out(self) -> bool:
        return self.part.points is None


def rows_of(scores: Iterable[UnitScore]) -> list[Row]:
    """Scores whose parts are prefetched."""
    return [Row(score, list(score.parts.all())) for score in scores]


def part_rows(score: UnitScore, lines: Sequence[Line]) -> list[PartRow]:
    """The parts of one score, each with how its points come about."""
    return [
        PartRow(line, part, _share(part), _explained(line, part))
        for line, part in zip(lines, score.parts.all(), strict=True)
    ]


def period_name(kind: str, first: date) -> str:
    """9/2026, 2026 quarter 3, 2026."""
    if kind == Period.YEAR:
        return str(first.year)
    if kind == Period.QUARTER:
        quarter = (first.month + 2) // 3
        return _("%(year)s, quarter %(quarter)s") % {"year": first.year, "quarter": quarter}
    return _("%(month)s/%(year)s") % {"year": first.year, "month": first.month}


def title_of(round_: Round) -> str:
    """The name of the scheme and the period."""
    return f"{round_.scheme.name} · {period_name(round_.scheme.period, round_.first)}"


def _share(part: PartScore) -> str:
    return f"{part.numerator / part.denominator:.1%}" if part.denominator else "—"


def _explained(line: Line, part: PartScore) -> str:
    if part.is_corrected:
        return _("Set by a correction.")
    weight = f"{line.weight.normalize():f}"
    if part.denominator == 0:
        if line.empty is Empty.FULL:
            return _("Nothing was due: full marks.")
        return _("Nothing was due: left out, the other parts weigh more.")
    share = f"{part.numerator} / {part.denominator}"
    return f"{weight} × (1 − {share})" if line.is_inverted else f"{weight} × {share}"
