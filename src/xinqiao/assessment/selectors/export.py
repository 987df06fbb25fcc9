"""A round as a workbook that recomputes: its scores are formulas over the sheet of items.

Sheets: scores, items (0/1 a line of the formula), spot checks, corrections. The results of the
formulas are written beside them, so that a preview on a phone shows the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from xinqiao.assessment.models import (
    Correction,
    CountedItem,
    Criterion,
    PartScore,
    Round,
    Sample,
    UnitScore,
)
from xinqiao.assessment.scoring import Empty
from xinqiao.assessment.selectors.formula import Line, lines_of
from xinqiao.assessment.selectors.public import public_corrections
from xinqiao.assessment.selectors.workbook import Row, finished

HEAD_ROW = 5  # of the scores; weights stand in the row above
FIRST_ROW = HEAD_ROW + 1
UNIT, GROUP, NAME = 1, 2, 3  # columns of the scores
FIRST_PART = 4
ITEM_UNIT, ITEM_OUT, FIRST_MARK = 1, 4, 5  # columns of the items
CHECK_UNIT, CHECK_POINTS, CHECK_MOST = 1, 6, 7  # columns of the spot checks

Cell = tuple[str, Any]  # a formula and its result


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand. items, checks: last rows; units: last row of the scores."""

    lines: Sequence[Line]
    units: int
    items: int
    checks: int

    def column(self, line: Line, offset: int) -> str:
        """Letter of numerator (0), denominator (1) or points (2) of a line."""
        return get_column_letter(FIRST_PART + 3 * line.position + offset)

    @property
    def weight(self) -> str:
        return get_column_letter(FIRST_PART + 3 * len(self.lines))

    @property
    def total(self) -> str:
        return get_column_letter(FIRST_PART + 3 * len(self.lines) + 1)


def sheet_names() -> tuple[str, str, str, str]:
    """Scores, items, spot checks, corrections."""
    return _("Scores"), _("Items"), _("Spot checks"), _("Corrections")


def export_round(round_: Round, *, with_numbers: bool) -> bytes:
    """The workbook of a round that the caller may show.

    with_numbers: items by id and number, so that staff find them; otherwise as a running number,
    because a published file goes to everybody.
    """
    lines = lines_of(round_.scheme)
    rows = list(
        UnitScore.objects.filter(round=round_)
        .select_related("group")
        .order_by("group__position", "rank", "unit_id")
    )
    samples = list(Sample.objects.filter(round_id=round_.root_id).order_by("unit_id", "place"))
    book = Workbook(write_only=True)
    titles = sheet_names()
    sheets = [book.create_sheet(title) for title in titles]
    item_count = CountedItem.objects.filter(round=round_).count()
    layout = Layout(lines, HEAD_ROW + len(rows), 1 + max(item_count, 1), 1 + max(len(samples), 1))
    results: dict[str, Any] = {}
    _write_scores(sheets[0], round_, rows, layout, results)
    sheets[1].append(_item_heads(lines))
    for row in _checks(round_, samples, with_numbers=with_numbers):
        sheets[2].append(row)
    for row in _corrections(round_, lines, with_numbers=with_numbers):
        sheets[3].append(row)
    target = BytesIO()
    book.save(target)
    return finished(
        target.getvalue(),
        results=results,
        formulas=1,
        rows=_items(round_, lines, with_numbers=with_numbers),
        plain=2,
    )


def _write_scores(
    sheet: Any,
    round_: Round,
    rows: Sequence[UnitScore],
    layout: Layout,
    results: dict[str, Any],
) -> None:
    sheet.freeze_panes = f"D{FIRST_ROW}"
    sheet.append([_text(sheet, round_.scheme.name, bold=True)])
    period = _("%(first)s to %(last)s, version %(version)s") % {
        "first": round_.first,
        "last": round_.last,
        "version": round_.version,
    }
    sheet.append([period])
    sheet.append([_("Fingerprint (sha256)"), round_.digest, _("Seed of the draw"), round_.seed])
    weights: list[Any] = ["", "", _("Weight")]
    heads = [_("Unit id"), _("Peer group"), _("Assessed")]
    for line in layout.lines:
        weights += ["", "", float(line.weight)]
        heads += [
            _("%(line)s: met") % {"line": line.name},
            _("%(line)s: counted") % {"line": line.name},
            _("Points: %(line)s") % {"line": line.words},
        ]
    sheet.append(weights)
    heads += [_("Weight that counts"), _("Score"), _("Place in the group")]
    sheet.append([_text(sheet, head, bold=True) for head in heads])
    parts: dict[int, list[PartScore]] = {}
    for part in PartScore.objects.filter(round=round_).order_by("position"):
        parts.setdefault(part.score_id, []).append(part)
    for number, row in enumerate(rows, start=FIRST_ROW):
        cells = _score_cells(number, row, parts[row.pk], layout)
        plain = [row.unit_id, _text(sheet, row.group.name), _text(sheet, row.name)]
        for column, cell in enumerate(cells, start=FIRST_PART):
            if isinstance(cell, tuple):
                results[f"{get_column_letter(column)}{number}"] = cell[1]
        sheet.append(plain + [one[0] if isinstance(one, tuple) else one for one in cells])


def _score_cells(
    number: int, row: UnitScore, parts: Sequence[PartScore], layout: Layout
) -> list[Cell | float]:
    """Formulas with their results; a corrected part is a plain figure."""
    cells: list[Cell | float] = []
    for line, part in zip(layout.lines, parts, strict=True):
        met, counted = (_sum_formula(line, number, layout, side) for side in (0, 1))
        cells += [(met, part.numerator), (counted, part.denominator)]
        if part.is_corrected and part.points is not None:
            cells.append(float(part.points))
        else:
            cells.append((_points_formula(line, number, layout), _figure(part.points)))
    got = [f"{layout.column(line, 2)}{number}" for line in layout.lines]
    weights = [f"{layout.column(line, 2)}${HEAD_ROW - 1}" for line in layout.lines]
    weight = "+".join(f"IF(ISNUMBER({p}),{w},0)" for p, w in zip(got, weights, strict=True))
    own_weight, total = f"{layout.weight}{number}", f"{layout.total}{number}"
    cells.append((f"={weight}", _figure(row.weight)))
    points = ",".join(got)
    nothing = f"{own_weight}=0"
    if not any(part.is_corrected for part in parts):
        dens = ",".join(f"{layout.column(line, 1)}{number}" for line in layout.lines)
        nothing = f"OR({nothing},SUM({dens})=0)"
    formula = f'=IF({nothing},"",ROUND(SUM({points})*100/{own_weight},2))'
    cells.append((formula, _figure(row.total)))
    groups = f"$B${FIRST_ROW}:$B${layout.units}"
    totals = f"${layout.total}${FIRST_ROW}:${layout.total}${layout.units}"
    better = f'COUNTIFS({groups},$B{number},{totals},">"&{total})'
    cells.append((f'=IF({total}="","",{better}+1)', "" if row.rank is None else row.rank))
    return cells


def _sum_formula(line: Line, number: int, layout: Layout, side: int) -> str:
    """side: 0 numerator, 1 denominator."""
    _scores, items, checks, _rest = sheet_names()
    if line.is_on_site:
        column = CHECK_MOST if side else CHECK_POINTS
        value, unit = (_range(checks, c, layout.checks) for c in (column, CHECK_UNIT))
        return f"=SUMIFS({value},{unit},$A{number})"
    column = FIRST_MARK + 2 * line.position + (0 if side else 1)
    value, unit, out = (_range(items, c, layout.items) for c in (column, ITEM_UNIT, ITEM_OUT))
    return f"=SUMIFS({value},{unit},$A{number},{out},0)"


def _points_formula(line: Line, number: int, layout: Layout) -> str:
    met, counted = (f"{layout.column(line, offset)}{number}" for offset in (0, 1))
    weight = f"{layout.column(line, 2)}${HEAD_ROW - 1}"
    share = f"MIN(1,{met}/{counted})"
    if line.is_inverted:
        share = f"(1-{share})"
    empty = weight if line.empty is Empty.FULL else '""'
    return f"=IF({counted}=0,{empty},ROUND({weight}*{share},4))"


def _range(sheet: str, column: int, last: int) -> str:
    letter = get_column_letter(column)
    return f"'{sheet}'!${letter}$2:${letter}${last}"


def _item_heads(lines: Sequence[Line]) -> list[str]:
    heads = [_("Unit id"), _("Item id"), _("Number"), _("Left out")]
    for line in lines:
        if not line.is_on_site:
            heads += [
                _("%(line)s: counted") % {"line": line.name},
                _("%(line)s: met") % {"line": line.name},
            ]
    return heads


def _items(round_: Round, lines: Sequence[Line], *, with_numbers: bool) -> Iterator[Row]:
    marked = [line for line in lines if not line.is_on_site]
    columns = ("score_id", "item_id", "number", "is_left_out", "counted", "met")
    units = dict(UnitScore.objects.filter(round=round_).values_list("pk", "unit_id"))
    rows = CountedItem.objects.filter(round=round_).order_by("score_id", "item_id")
    for running, (score_id, item, number, is_out, counted, met) in enumerate(
        rows.values_list(*columns).iterator(chunk_size=5000), start=1
    ):
        marks = [int(bool(side & line.bit)) for line in marked for side in (counted, met)]
        named: tuple[int, str] = (item, number) if with_numbers else (running, "")
        yield [units[score_id], *named, int(is_out), *marks]


def _checks(round_: Round, samples: Sequence[Sample], *, with_numbers: bool) -> Iterator[list[Any]]:
    yield [
        _("Unit id"),
        _("Item id"),
        _("Number"),
        _("Place in the draw"),
        _("sha256(seed:unit:item)"),
        _("Points earned"),
        _("Points possible"),
    ]
    most = sum(Criterion.objects.filter(scheme=round_.scheme_id).values_list("points", flat=True))
    earned: dict[int, int] = {}
    for sample_id, points in Sample.objects.filter(round_id=round_.root_id).values_list(
        "pk", "findings__points"
    ):
        earned[sample_id] = earned.get(sample_id, 0) + (points or 0)
    for running, row in enumerate(samples, start=1):
        done = row.done_at is not None
        named = [row.item_id, row.number] if with_numbers else [running, ""]
        result = [earned.get(row.pk, 0), most] if done else ["", ""]
        yield [row.unit_id, *named, row.place, row.digest, *result]


def _corrections(
    round_: Round, lines: Sequence[Line], *, with_numbers: bool
) -> Iterator[list[Any]]:
    yield [_("Unit id"), _("Assessed"), _("What was corrected"), _("Points")]
    names = {line.position: line.name for line in lines}
    change: Correction
    for change in public_corrections(round_=round_):
        if change.position is not None:
            what = names.get(change.position, "")
        else:
            named = f" {change.item_id}" if with_numbers else ""
            what = _("An item is left out") + named
        yield [change.unit_id, _bare(change.unit_name), what, _figure(change.points)]


def _text(sheet: Any, words: str, *, bold: bool = False) -> Any:
    """A cell that is never computed, whatever the name of a unit begins with."""
    cell = WriteOnlyCell(sheet, value=_bare(words))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _bare(words: str) -> str:
    return "".join(char for char in words if char >= " ")


def _figure(value: Decimal | None) -> float | str:
    return "" if value is None else float(value)
