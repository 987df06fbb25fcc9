"""The figures of the statistics page, from the indicators: one truth with board and assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from xinqiao.accounts.access import DISPATCHERS, GRID_ROLES, SYSTEM, Actor
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Category
from xinqiao.grid.selectors.areas import visible_areas
from xinqiao.grid.selectors.organisations import visible_organisations
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.definitions import definitions
from xinqiao.indicators.selectors.progress import progress
from xinqiao.indicators.selectors.readings import (
    Reading,
    counts,
    counts_by,
    readings,
    waits,
    waits_by,
)
from xinqiao.indicators.waiting import Waits
from xinqiao.kit.errors import NotAllowed

By = Literal["area", "category", "organisation", "day"]
MOST_DAYS: Final = 366
TOTALS: Final = (
    "received",
    "handled",
    "closed",
    "withdrawn",
    "due_overdue_pending",
    "rated",
    "score_sum",
)
ROW_MEASURES: Final = ("received", "handled", "due", "due_on_time", "due_overdue_pending")
_NO_WAITS: Final = Waits(0, None, None)


@dataclass(frozen=True, slots=True)
class Line:
    """One area, category, unit or day. on_time: handled in time of what was due."""

    name: str
    received: int
    handled: int
    on_time: Reading
    overdue: int
    waits: Waits


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted in a period; `lines` the same by what was asked for.

    indicators: in the order of their definitions. followed_at: up to when the log was taken in.
    """

    totals: Mapping[str, int]
    indicators: tuple[tuple[Definition, Reading], ...]
    waits: Waits
    lines: tuple[Line, ...]
    followed_at: datetime | None

    def reading(self, code: str) -> Reading:
        """One of the indicators; an empty reading where it is not defined now."""
        return {one.code: reading for one, reading in self.indicators}.get(code, Reading(0, 0))

    @property
    def mean_score(self) -> float | None:
        rated = self.totals["rated"]
        return self.totals["score_sum"] / rated if rated else None


def scope_for(*, actor: Actor, area_path: str = "") -> tuple[Actor, Scope]:
    """Who reads and what: the area answered for, the own unit, or the own grid.

    area_path: a part of it; "" is all of it (the first, of several). The indicators ask for a post
    over an area, so for people of a grid the product reads the grid that they were checked for.
    Raises NotAllowed.
    """
    watched = actor.area_paths(*DISPATCHERS)
    if watched:
        return actor, Scope(area_path or watched[0], flow=FLOW)
    for post in actor.posts:
        if post.organisation_id is not None:
            unit = post.organisation_id
            return actor, Scope(area_path or post.area_path, flow=FLOW, organisation_id=unit)
    own = actor.area_paths(*GRID_ROLES)
    wanted = area_path or next(iter(own), "")
    if not any(wanted.startswith(path) for path in own):
        raise NotAllowed
    return SYSTEM, Scope(wanted, flow=FLOW)


def figures(*, actor: Actor, area_path: str, period: Period, by: By, at: datetime) -> Figures:
    """The figures of a scope, in about ten statements. Raises NotAllowed.

    By day only the last 366 days of the period are listed.
    """
    reader, scope = scope_for(actor=actor, area_path=area_path)
    valid = definitions(at, flow=FLOW)
    codes = [one.code for one in valid]
    read = readings(actor=reader, codes=codes, scope=scope, period=period, at=at)
    return Figures(
        totals=counts(actor=reader, measures=TOTALS, scope=scope, period=period, at=at),
        indicators=tuple((one, read[one.code]) for one in valid),
        waits=waits(actor=reader, scope=scope, period=period, at=at),
        lines=_lines(actor, reader, scope, period, by, at),
        followed_at=progress().followed_at,
    )


def _lines(
    actor: Actor, reader: Actor, scope: Scope, period: Period, by: By, at: datetime
) -> tuple[Line, ...]:
    if by == "day" and period.length > MOST_DAYS:
        period = Period(period.last - timedelta(days=MOST_DAYS - 1), period.last)
    counted = counts_by(
        actor=reader, by=by, measures=ROW_MEASURES, scope=scope, period=period, at=at
    )
    waited = waits_by(actor=reader, by=by, scope=scope, period=period, at=at)
    if by == "day":
        days = {day: f"{day:%Y-%m-%d}" for day in period.days()}
        return tuple(
            _line(name, counted.get(day, {}), waited.get(day)) for day, name in days.items()
        )
    names = _names(actor, by, set(counted))
    # Most received first; what has no name any more (an area redrawn) stays last, by its code.
    ordered = sorted(counted, key=lambda key: (-counted[key].get("received", 0), str(key)))
    return tuple(
        _line(names.get(key, str(key)), counted[key], waited.get(key)) for key in ordered if key
    )


def _names(actor: Actor, by: By, keys: set[str | int | date]) -> dict[Any, str]:
    names: dict[Any, str] = {}
    if by == "area":
        names |= visible_areas(actor).filter(path__in=keys).values_list("path", "name")
    elif by == "category":
        names |= Category.objects.filter(code__in=keys).values_list("code", "name")
    else:
        ids = [key for key in keys if isinstance(key, int)]
        names |= visible_organisations(actor).filter(pk__in=ids).values_list("pk", "name")
    return names


def _line(name: str, numbers: Mapping[str, int], waited: Waits | None) -> Line:
    return Line(
        name=name,
        received=numbers.get("received", 0),
        handled=numbers.get("handled", 0),
        on_time=Reading(numbers.get("due_on_time", 0), numbers.get("due", 0)),
        overdue=numbers.get("due_overdue_pending", 0),
        waits=waited or _NO_WAITS,
    )
