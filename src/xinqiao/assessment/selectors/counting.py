"""Which items count for which unit, read from the facts of the engine `indicators`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Sum

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.models import Finding, Round, Sample, UnitLevel
from xinqiao.assessment.scoring import Count
from xinqiao.assessment.selectors.formula import Line
from xinqiao.assessment.selectors.units import AREA_LEVELS, Unit, holders_in
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope, part_at
from xinqiao.indicators.selectors.exact import Side, items_behind
from xinqiao.workflow.selectors.items import visible_items

_CHUNK: Final = 5000
_SIDES: Final[tuple[Side, Side]] = ("denominator", "numerator")
# The column of a fact that says for whom an item counts; the area for the levels of areas.
_OWNER: Final = {
    UnitLevel.ORGANISATION: "organisation_id",
    UnitLevel.POST: "post_id",
    UnitLevel.PERSON: "handled_by",
}
# What has not been handled by anybody yet is answered for by who holds the post.
_POST: Final = "post_id"


@dataclass(slots=True)
class Marks:
    """Where an item counts: bit n stands for line n of the formula."""

    counted: int = 0
    met: int = 0
    is_done: bool = False
    number: str = ""
    is_left_out: bool = False


Tally = dict[int, dict[int, Marks]]


def tally(round_: Round, lines: Sequence[Line], units: Iterable[Unit], *, at: datetime) -> Tally:
    """Unit id -> item id -> marks, over the whole area: two statements a line, and the numbers.

    at: the moment up to which promises are due.
    """
    known = list(units)
    found: Tally = {unit.id: {} for unit in known}
    unit_of = _finder(round_.scheme.unit_level, known, at)
    for line in lines:
        if line.is_on_site:
            continue
        for side in _SIDES:
            for item_id, done_at, owner, post_id in _facts(round_, line, side, at):
                unit_id = unit_of(owner, post_id)
                if unit_id is None:
                    continue
                marks = found[unit_id].setdefault(item_id, Marks(is_done=done_at is not None))
                if side == "numerator":
                    marks.met |= line.bit
                else:
                    marks.counted |= line.bit
    _number(found)
    return found


def counts_of(marks: Iterable[Marks], lines: Sequence[Line], on_site: Count) -> list[Count]:
    """What each line counts for one unit; an item that is left out counts nowhere."""
    valid = [one for one in marks if not one.is_left_out]
    return [
        on_site
        if line.is_on_site
        else Count(
            sum(1 for one in valid if one.met & line.bit),
            sum(1 for one in valid if one.counted & line.bit),
        )
        for line in lines
    ]


def on_site_counts(round_: Round) -> dict[int, Count]:
    """Unit id -> points earned and points possible in the spot checks made; two statements."""
    most = sum(round_.scheme.criteria.values_list("points", flat=True))
    done = Sample.objects.filter(round_id=round_.root_id, done_at__isnull=False)
    earned = dict(
        Finding.objects.filter(sample__in=done)
        .values_list("sample__unit_id")
        .annotate(got=Sum("points"))
    )
    checks: dict[int, int] = {}
    for unit_id in done.values_list("unit_id", flat=True):
        checks[unit_id] = checks.get(unit_id, 0) + 1
    return {unit: Count(int(earned.get(unit, 0)), most * n) for unit, n in checks.items()}


def _facts(
    round_: Round, line: Line, side: Side, at: datetime
) -> Iterable[tuple[int, Any, Any, int]]:
    column = _OWNER.get(UnitLevel(round_.scheme.unit_level), "area_path")
    rows = items_behind(
        actor=SYSTEM,
        code=line.code,
        side=side,
        scope=Scope(area_path=round_.area_path, flow=round_.scheme.flow),
        period=Period(round_.first, round_.last),
        at=at,
    )
    return rows.values_list("subject_id", "done_at", column, _POST).iterator(chunk_size=_CHUNK)


def _finder(level: str, units: Sequence[Unit], at: datetime) -> Callable[[Any, int], int | None]:
    """Tells the unit of a fact by its owner and its post; None for those outside."""
    known = {unit.id for unit in units}
    if level in AREA_LEVELS:
        depth = int(AREA_LEVELS[UnitLevel(level)])
        by_path = {unit.area_path: unit.id for unit in units}
        return lambda path, _post: by_path.get(part_at(path, depth))
    if level != UnitLevel.PERSON:
        return lambda owner, _post: owner if owner in known else None
    held = holders_in(paths=[unit.area_path for unit in units], at=at)

    def person(handled_by: int | None, post_id: int) -> int | None:
        who = held.get(post_id) if handled_by is None else handled_by
        return who if who in known else None

    return person


def _number(found: Tally) -> None:
    """Items are called by their number from here on, even when they are gone one day."""
    wanted = sorted({item for items in found.values() for item in items})
    numbers: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = visible_items(actor=SYSTEM).filter(pk__in=wanted[start : start + _CHUNK])
        numbers.update(rows.values_list("pk", "number"))
    for items in found.values():
        for item_id, marks in items.items():
            marks.number = numbers.get(item_id, "")
