"""Which items count for which unit, read from the facts of the engine `indicators`.

What has not been handled by anybody yet is answered for by who holds the post.
"""

# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet, Sum

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.models import Finding, Round, Sample, UnitLevel
from xinqiao.assessment.scoring import Count
from xinqiao.assessment.selectors.formula import Line
from xinqiao.assessment.selectors.units import AREA_LEVELS, Unit, holders_in
from xinqiao.indicators.models import Fact
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope, part_at
from xinqiao.indicators.selectors.exact import Side, items_behind
from xinqiao.workflow.models import Item

_SIDES: Final[tuple[Side, Side]] = ("denominator", "numerator")
# The column of a fact that says for whom an item counts; the area for the levels of areas.
_OWNER: Final = {
    UnitLevel.ORGANISATION: "organisation_id",
    UnitLevel.POST: "post_id",
    UnitLevel.PERSON: "handled_by",
}


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
    """Unit id -> item id -> marks, over the whole area.

    at: the moment up to which promises are due.
    """
    known = list(units)
    found: Tally = {unit.id: {} for unit in known}
    unit_of = _finder(round_.scheme.unit_level, known, at)
    for item_id, counted, met, is_done, number, owner, post_id in _marked(round_, lines, at):
        unit_id = unit_of(owner, post_id)
        if unit_id is not None:
            found[unit_id][item_id] = Marks(counted, met, is_done, number)
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


def _marked(
    round_: Round, lines: Sequence[Line], at: datetime
) -> Iterator[tuple[int, int, int, bool, str, Any, int]]:
    """Each item once with the bits of the lines that count it; one statement for all of them.

    Item by item and line by line a county's month would be a million rows to carry.
    """
    sides: list[str] = []
    values: list[Any] = []
    for line in lines:
        for side in () if line.is_on_site else _SIDES:
            sql, params = _behind(round_, line, side, at).query.sql_with_params()
            bits = (line.bit, 0) if side == "denominator" else (0, line.bit)
            sides.append(
                f"SELECT subject_id, {bits[0]} AS counted, {bits[1]} AS met FROM ({sql}) s"
            )
            values += params
    owner = _OWNER.get(UnitLevel(round_.scheme.unit_level), "area_path")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT f.subject_id, m.counted, m.met, f.done_at IS NOT NULL,
                    coalesce(i.number, ''), f.{owner}, f.post_id
                FROM (SELECT subject_id, bit_or(counted) AS counted, bit_or(met) AS met
                    FROM ({" UNION ALL ".join(sides)}) u GROUP BY subject_id) m
                JOIN {Fact._meta.db_table} f USING (subject_id)
                LEFT JOIN {Item._meta.db_table} i ON i.id = f.subject_id""",
            values,
        )
        yield from cursor


def _behind(round_: Round, line: Line, side: Side, at: datetime) -> QuerySet[Any, Any]:
    rows = items_behind(
        actor=SYSTEM,
        code=line.code,
        side=side,
        scope=Scope(area_path=round_.area_path, flow=round_.scheme.flow),
        period=Period(round_.first, round_.last),
        at=at,
    )
    return rows.order_by().values_list("subject_id")


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
