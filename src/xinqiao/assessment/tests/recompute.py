"""Recompute the scores of an export from its sheet of items alone, in plain Python.

Reads the formulas' own words where they matter: which column of which sheet is summed for whom.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

HEAD_ROW = 5
_SUM = re.compile(
    r"=SUMIFS\('(?P<sheet>[^']+)'!\$(?P<col>[A-Z]+)\$2:\$[A-Z]+\$(?P<last>\d+),"
    r"'[^']+'!\$A\$2:\$A\$(?P=last),\$A(?P<row>\d+)(?:,'[^']+'!\$D\$2:\$D\$(?P=last),0)?\)"
)
_POINTS = re.compile(
    r"=IF\((?P<den>[A-Z]+)(?P<row>\d+)=0,(?P<empty>\"\"|[A-Z]+\$4),"
    r"ROUND\((?P<w>[A-Z]+\$4)\*(?P<inverted>\(1-)?MIN\(1,(?P<num>[A-Z]+)\d+/(?P=den)\d+\)\)?,4\)\)"
)


def recomputed(book: bytes) -> list[dict[str, Any]]:
    """Unit by unit: group, name, total, rank as recomputed, and `cached` as the file says."""
    formulas = load_workbook(BytesIO(book))
    shown = load_workbook(BytesIO(book), data_only=True)
    sheet, values = formulas.worksheets[0], shown.worksheets[0]
    width = sheet.max_column
    rows: list[dict[str, Any]] = []
    for number in range(HEAD_ROW + 1, sheet.max_row + 1):
        cells = [sheet.cell(number, column).value for column in range(1, width + 1)]
        points, counted = _points(formulas, sheet, number, cells)
        weight = sum((w for w, got in points if got is not None), start=Fraction(0))
        is_corrected = any(not isinstance(one, str) for one in cells[5:-3:3])
        is_empty = not is_corrected and not any(counted[1::2])
        got = sum((got for _w, got in points if got is not None), start=Fraction(0))
        rows.append(
            {
                "unit": cells[0],
                "group": cells[1],
                "name": cells[2],
                "counted": counted,
                "points": [None if one is None else _half_up(one, 4) for _w, one in points],
                "total": _half_up(got * 100 / weight, 2) if weight and not is_empty else None,
                "cached": [values.cell(number, c).value for c in range(1, width + 1)],
            }
        )
    for row in rows:
        peers = [one["total"] for one in rows if one["group"] == row["group"]]
        total = row["total"]
        better = sum(1 for one in peers if one is not None and total is not None and one > total)
        row["rank"] = None if total is None else better + 1
    return rows


def _points(
    book: Any, sheet: Any, number: int, cells: list[Any]
) -> tuple[list[tuple[Fraction, Fraction | None]], list[int]]:
    """(weight, points) of each part, and the sums they come from."""
    found: list[tuple[Fraction, Fraction | None]] = []
    counted: list[int] = []
    for start in range(3, len(cells) - 3, 3):
        numerator, denominator = (_sum(book, cells[start + side], number) for side in (0, 1))
        counted += [numerator, denominator]
        weight = Fraction(str(sheet.cell(HEAD_ROW - 1, start + 3).value))
        formula = cells[start + 2]
        if not isinstance(formula, str):
            found.append((weight, Fraction(str(formula))))  # a correction
            continue
        told = _POINTS.fullmatch(formula)
        assert told, formula
        assert column_index_from_string(told["num"]) == start + 1
        assert column_index_from_string(told["den"]) == start + 2
        assert told["w"] == f"{sheet.cell(1, start + 3).column_letter}$4"
        if denominator == 0:
            found.append((weight, None if told["empty"] == '""' else weight))
            continue
        share = min(Fraction(1), Fraction(numerator, denominator))
        share = 1 - share if told["inverted"] else share
        found.append((weight, Fraction(_half_up(weight * share, 4))))
    return found, counted


def _sum(book: Any, formula: str, number: int) -> int:
    told = _SUM.fullmatch(formula)
    assert told, formula
    assert int(told["row"]) == number
    items = book[told["sheet"]]
    assert int(told["last"]) >= items.max_row
    unit = book.worksheets[0].cell(number, 1).value
    column = column_index_from_string(told["col"])
    is_items = items.title == book.worksheets[1].title
    return sum(
        int(items.cell(row, column).value or 0)
        for row in range(2, items.max_row + 1)
        if items.cell(row, 1).value == unit and not (is_items and items.cell(row, 4).value)
    )


def _half_up(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
