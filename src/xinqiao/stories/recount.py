"""Recount an exported assessment by hand: adding up the 0/1 columns of its items, nothing else.

It uses neither the formulas of the workbook nor the product's own scoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

FIRST_ROW = 6  # of the scores


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part as the scheme prints it. full: nothing due is full marks, otherwise left out."""

    weight: int
    is_inverted: bool = False
    full: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """One unit as recounted: its total, and its place among the totals of its group."""

    unit: int
    name: str
    total: Decimal | None
    rank: int | None


def recount(book: bytes, parts: Sequence[Weighed], *, on_site: Weighed | None) -> list[Counted]:
    """Every unit of a workbook, in the order of its first sheet."""
    scores, items, checks, _rest = load_workbook(BytesIO(book), data_only=True).worksheets
    rows = scores.iter_rows(min_row=FIRST_ROW, values_only=True)
    units = [(int(str(row[0])), row[1], str(row[2])) for row in rows]
    totals = {unit: _total(unit, _rows(items), _rows(checks), parts, on_site) for unit, *_ in units}
    found = []
    for unit, group, name in units:
        peers = [totals[other] for other, its_group, _name in units if its_group == group]
        total = totals[unit]
        better = [one for one in peers if one is not None and total is not None and one > total]
        found.append(Counted(unit, name, total, None if total is None else len(better) + 1))
    return found


def drawn_differently(book: bytes, *, seed: str, per_unit: int, done_column: int) -> int:
    """How many samples somebody who knows the seed would have drawn otherwise.

    done_column: of the items, from 0, with 1 for those that were handled.
    """
    _scores, items, checks, _rest = load_workbook(BytesIO(book), data_only=True).worksheets
    done: dict[int, list[int]] = {}
    for row in _rows(items):
        if row[done_column]:
            done.setdefault(row[0], []).append(row[1])
    mine = {
        (unit, item)
        for unit, ids in done.items()
        for item in sorted(
            ids, key=lambda item: sha256(f"{seed}:{unit}:{item}".encode()).hexdigest()
        )[:per_unit]
    }
    return len(mine ^ {(row[0], row[1]) for row in _rows(checks)})


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def _total(
    unit: int,
    items: Sequence[tuple[Any, ...]],
    checks: Sequence[tuple[Any, ...]],
    parts: Sequence[Weighed],
    on_site: Weighed | None,
) -> Decimal | None:
    mine = [row for row in items if row[0] == unit and not row[3]]
    done = [row for row in checks if row[0] == unit and row[6] not in ("", None)]
    if not mine and not done:
        return None
    got: list[tuple[int, Fraction]] = []
    for place, part in enumerate(parts):
        counted = sum(row[4 + 2 * place] for row in mine)
        met = sum(row[5 + 2 * place] for row in mine)
        got += _earned(part, met, counted)
    if on_site is not None:
        got += _earned(on_site, sum(row[5] for row in done), sum(row[6] for row in done))
    weight = sum(one for one, _points in got)
    points = sum((points for _weight, points in got), start=Fraction(0))
    return _rounded(points * 100 / weight, 2) if weight else None


def _earned(part: Weighed, met: int, counted: int) -> list[tuple[int, Fraction]]:
    if counted == 0:
        return [(part.weight, Fraction(part.weight))] if part.full else []
    share = Fraction(met, counted)
    share = 1 - share if part.is_inverted else share
    return [(part.weight, Fraction(_rounded(part.weight * share, 4)))]


def _rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
