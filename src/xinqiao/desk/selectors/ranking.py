"""Parts of a place and the units that work in it, ranked by one indicator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.desk.selectors.place import Place
from xinqiao.desk.steps import Scale, scale_of
from xinqiao.grid.selectors.organisations import visible_organisations
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.selectors.readings import Reading, readings_by

MOST_UNITS = 20


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line. key: the code of an area or the id of a unit. rank: None without a value.

    path: of the area, empty for a unit. step: 1 best to 5 worst, 0 without a value.
    """

    key: str
    name: str
    path: str
    reading: Reading
    rank: int | None
    step: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Lines from best to worst, and the scale that gave their steps."""

    rows: tuple[Ranked, ...]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    name: str
    path: str
    reading: Reading


def rank_areas(
    *, actor: Actor, place: Place, definition: Definition, period: Period, at: datetime
) -> Ranking:
    """Every part of the place, those without a value last."""
    read = readings_by(
        actor=actor, by="area", codes=[definition.code], scope=place.scope, period=period, at=at
    )
    lines = [
        _Line(part.code, part.name, part.path, _reading(read.get(part.path), definition))
        for part in place.parts
    ]
    return _ranked(lines, definition)


def rank_units(
    *, actor: Actor, place: Place, definition: Definition, period: Period, at: datetime
) -> Ranking:
    """The units that had work in the place, at most the twenty with the most of it."""
    read = readings_by(
        actor=actor,
        by="organisation",
        codes=[definition.code],
        scope=place.scope,
        period=period,
        at=at,
    )
    found = {
        key: _reading(one, definition) for key, one in read.items() if isinstance(key, int) and key
    }
    busy = sorted(found, key=lambda key: (-found[key].denominator, key))
    busy = [key for key in busy if found[key].denominator][:MOST_UNITS]
    names = dict(visible_organisations(actor).filter(pk__in=busy).values_list("pk", "name"))
    lines = [_Line(str(key), names[key], "", found[key]) for key in busy if key in names]
    return _ranked(lines, definition)


def _reading(found: dict[str, Reading] | None, definition: Definition) -> Reading:
    return found[definition.code] if found else Reading(0, 0)


def _ranked(lines: list[_Line], definition: Definition) -> Ranking:
    """Equal values share a rank; more items first among them."""
    sign = -1 if definition.better == "high" else 1
    scale = scale_of((line.reading.value for line in lines), high_is_good=sign < 0)
    known = [line for line in lines if line.reading.value is not None]
    known.sort(key=lambda line: (sign * (line.reading.value or 0), -line.reading.denominator))
    rows: list[Ranked] = []
    for place, line in enumerate(known, start=1):
        same = rows and rows[-1].reading.value == line.reading.value
        rows.append(_row(line, rows[-1].rank if same else place, scale))
    rows += [_row(line, None, scale) for line in lines if line.reading.value is None]
    return Ranking(tuple(rows), scale)


def _row(line: _Line, rank: int | None, scale: Scale | None) -> Ranked:
    step = scale.step(line.reading.value) if scale else 0
    return Ranked(line.key, line.name, line.path, line.reading, rank, step)
