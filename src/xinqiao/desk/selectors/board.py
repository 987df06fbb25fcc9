"""Everything one board shows, from the roll-ups of the indicators and the colours of open work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.desk.board_query import DEFAULT_INDICATOR, BoardQuery
from xinqiao.desk.selectors.place import FLOW, Place
from xinqiao.desk.selectors.ranking import Ranking, rank_areas, rank_units
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.selectors.definitions import definitions
from xinqiao.indicators.selectors.readings import (
    Reading,
    counts_by,
    readings,
    readings_by,
    waits,
)
from xinqiao.indicators.waiting import Waits
from xinqiao.issues.selectors.board import HotIssue, hot_issues
from xinqiao.kit.time import local_day
from xinqiao.workflow.selectors.counts import ColourCounts, colour_counts

# What the tiles of the day count.
FLOW_MEASURES: Final = ("received", "accepted", "handled", "closed", "due_overdue_pending")
HOT: Final = 5


@dataclass(frozen=True, slots=True)
class FlowCount:
    """One number of today with yesterday's."""

    measure: str
    today: int
    yesterday: int


@dataclass(frozen=True, slots=True)
class TrendDay:
    """One day of the lines; `reading` is that of the chosen indicator."""

    day: date
    received: int
    handled: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of one place. `areas` ranks its parts, `units` who works in it."""

    place: Place
    query: BoardQuery
    period: Period
    at: datetime
    choices: tuple[Definition, ...]
    chosen: Definition
    total: Reading
    flow: tuple[FlowCount, ...]
    colours: ColourCounts
    trend: tuple[TrendDay, ...]
    areas: Ranking
    units: Ranking | None
    waits: Waits
    issues: tuple[HotIssue, ...]


def read_board(*, actor: Actor, place: Place, query: BoardQuery, at: datetime) -> Board:
    """The board of a place; as many statements however much there is.

    A chosen indicator that no longer holds gives way to the usual one. Raises NotAllowed.
    """
    period, scope = query.days(at), place.scope
    choices = tuple(definitions(at, flow=FLOW))
    chosen = _choose(choices, query.indicator)
    codes = [chosen.code]
    total = readings(actor=actor, codes=codes, scope=scope, period=period, at=at)
    trend, flow = _days(actor, place, query, chosen, at)
    return Board(
        place=place,
        query=query,
        period=period,
        at=at,
        choices=choices,
        chosen=chosen,
        total=total[chosen.code],
        flow=flow,
        colours=colour_counts(actor=actor, filter=place.work, at=at),
        trend=trend,
        areas=rank_areas(actor=actor, place=place, definition=chosen, period=period, at=at),
        units=None
        if place.unit
        else rank_units(actor=actor, place=place, definition=chosen, period=period, at=at),
        waits=waits(actor=actor, scope=scope, period=period, at=at),
        issues=tuple(hot_issues(actor=actor, area_path=place.area.path, limit=HOT)),
    )


def _choose(choices: Sequence[Definition], code: str) -> Definition:
    by_code = {one.code: one for one in choices}
    return by_code.get(code) or by_code.get(DEFAULT_INDICATOR) or choices[0]


def _days(
    actor: Actor, place: Place, query: BoardQuery, chosen: Definition, at: datetime
) -> tuple[tuple[TrendDay, ...], tuple[FlowCount, ...]]:
    """The lines, and today beside yesterday, from the same two readings by day."""
    period, scope, code = query.trend_days(at), place.scope, chosen.code
    counted = counts_by(
        actor=actor, by="day", measures=FLOW_MEASURES, scope=scope, period=period, at=at
    )
    read = readings_by(actor=actor, by="day", codes=[code], scope=scope, period=period, at=at)
    nothing: Mapping[str, int] = {}
    today = local_day(at)
    now, before = (counted.get(day, nothing) for day in (today, today - timedelta(days=1)))
    trend = tuple(
        TrendDay(
            day=day,
            received=counted.get(day, nothing).get("received", 0),
            handled=counted.get(day, nothing).get("handled", 0),
            reading=read[day][code] if day in read else Reading(0, 0),
        )
        for day in period.days()
    )
    flow = tuple(
        FlowCount(measure, now.get(measure, 0), before.get(measure, 0)) for measure in FLOW_MEASURES
    )
    return trend, flow
