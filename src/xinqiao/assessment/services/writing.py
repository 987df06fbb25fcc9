"""Write the rows of a round: scores, parts, counted items. Used by computing and correcting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from xinqiao.assessment.models import CountedItem, PartScore, Round, UnitScore
from xinqiao.assessment.scoring import Count, Score, ranks, score
from xinqiao.assessment.selectors.counting import Marks, counts_of
from xinqiao.assessment.selectors.formula import Line
from xinqiao.assessment.selectors.units import Unit

_BATCH: Final = 2000
_COLUMNS: Final = (
    "round_id",
    "score_id",
    "item_id",
    "number",
    "counted",
    "met",
    "is_done",
    "is_left_out",
)
NOTHING: Final = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Tallied:
    """One unit with everything that counts for it. corrected: points set, by position."""

    unit: Unit
    group_id: int
    items: Mapping[int, Marks]
    on_site: Count = NOTHING
    corrected: Mapping[int, Decimal] = field(default_factory=dict)


def write_scores(round_: Round, lines: Sequence[Line], units: Sequence[Tallied]) -> None:
    """Score, rank within the groups, and write. The round has no rows yet."""
    counted = [counts_of(one.items.values(), lines, one.on_site) for one in units]
    scored = [
        score([line.part for line in lines], counts, one.corrected)
        for one, counts in zip(units, counted, strict=True)
    ]
    rows = UnitScore.objects.bulk_create(_scores(round_, units, scored), batch_size=_BATCH)
    _write_parts(rows, units, counted, scored)
    _write_items(rows, units)


def _scores(
    round_: Round, units: Sequence[Tallied], scored: Sequence[Score]
) -> Iterator[UnitScore]:
    placed: dict[int, int | None] = {}
    for group_id in {one.group_id for one in units}:
        placed |= ranks(
            {
                one.unit.id: got.total
                for one, got in zip(units, scored, strict=True)
                if one.group_id == group_id
            }
        )
    for one, got in zip(units, scored, strict=True):
        yield UnitScore(
            round=round_,
            group_id=one.group_id,
            unit_id=one.unit.id,
            name=one.unit.name[:120],
            area_path=one.unit.area_path,
            weight=got.weight,
            total=got.total,
            rank=placed[one.unit.id],
        )


def _write_parts(
    rows: Sequence[UnitScore],
    units: Sequence[Tallied],
    counted: Sequence[Sequence[Count]],
    scored: Sequence[Score],
) -> None:
    PartScore.objects.bulk_create(
        (
            PartScore(
                round_id=row.round_id,
                score=row,
                position=position,
                numerator=count.numerator,
                denominator=count.denominator,
                points=points,
                is_corrected=position in one.corrected,
            )
            for row, one, counts, got in zip(rows, units, counted, scored, strict=True)
            for position, (count, points) in enumerate(zip(counts, got.points, strict=True))
        ),
        batch_size=_BATCH,
    )


def _write_items(rows: Sequence[UnitScore], units: Sequence[Tallied]) -> None:
    """One row an item by COPY, a tenth of the time that single rows take."""
    table = CountedItem._meta.db_table
    with (
        connection.cursor() as cursor,
        _raw(cursor).copy(f"COPY {table} ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
    ):
        for row, one in zip(rows, units, strict=True):
            for item_id, marks in sorted(one.items.items()):
                copy.write_row(
                    (
                        row.round_id,
                        row.pk,
                        item_id,
                        marks.number,
                        marks.counted,
                        marks.met,
                        marks.is_done,
                        marks.is_left_out,
                    )
                )


def _raw(cursor: Any) -> Any:
    """The driver's own cursor: Django's wrapper knows no COPY."""
    return cursor.cursor
