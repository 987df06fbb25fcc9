"""The board in words and addresses, as its template prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.desk.board_query import PERIODS, BoardQuery
from xinqiao.desk.selectors.board import Board
from xinqiao.desk.selectors.items import Figure
from xinqiao.desk.selectors.ranking import Ranked, Ranking
from xinqiao.grid.models import Area
from xinqiao.indicators.measures import MEASURES
from xinqiao.indicators.periods import Period
from xinqiao.indicators.selectors.definitions import definition
from xinqiao.indicators.selectors.exact import Side
from xinqiao.indicators.selectors.readings import Reading
from xinqiao.indicators.words import wait_words
from xinqiao.kit.time import local_day
from xinqiao.workflow.colour import Colour

PERIOD_WORDS = {
    "today": gettext_lazy("Today"),
    "7d": gettext_lazy("Last 7 days"),
    "30d": gettext_lazy("Last 30 days"),
    "90d": gettext_lazy("Last 90 days"),
    "year": gettext_lazy("This year"),
}
MEASURE_WORDS = {
    "received": gettext_lazy("Received"),
    "accepted": gettext_lazy("Accepted"),
    "handled": gettext_lazy("Answered"),
    "closed": gettext_lazy("Closed"),
    "due_overdue_pending": gettext_lazy("Became overdue"),
}
COLOURS = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREEN)


@dataclass(frozen=True, slots=True)
class FlowTile:
    """A number of today with the whole of yesterday."""

    label: str
    today: int
    yesterday: int
    url: str


@dataclass(frozen=True, slots=True)
class ColourTile:
    """Open items of one colour and the work list that shows them."""

    colour: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class RankLine:
    """One line of a ranking. url: its own board; items_url: the items it counts."""

    row: Ranked
    percent: str
    numbers: str
    url: str
    items_url: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One day of the table behind the lines; `value` is a percentage for the chart."""

    day: date
    received: int
    handled: int
    percent: str
    value: float | None


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One colour of the map and what it stands for."""

    step: int
    words: str


def percent(reading: Reading) -> str:
    """A share as a percentage, or a dash."""
    return "—" if reading.value is None else f"{reading.value:.1%}"


def context_of(board: Board) -> dict[str, Any]:
    """What `_board.html` prints."""
    place = board.place
    return {
        "board": board,
        "title": place.unit.name if place.unit else place.area.name,
        "query": board.query.to_query(),
        "way": [(area, _board_of(board, area=area.code)) for area in place.way],
        "tops": [(area, _board_of(board, area=area.code)) for area in _others(board)],
        "all_units": _board_of(board, unit=None) if _is_chosen_unit(board) else "",
        "periods": [(name, PERIOD_WORDS[name]) for name in PERIODS],
        "flow": _flow(board),
        "colours": _colours(board),
        "total": percent(board.total),
        "total_url": _items(board, _figure(board)),
        "trend": _trend(board),
        "areas": _area_lines(board),
        "units": _unit_lines(board),
        "legend": _legend(board.areas),
        "wait_median": wait_words(board.waits.median_minutes),
        "wait_most": wait_words(board.waits.p90_minutes),
        "wait_count": board.waits.count,
    }


def figure_context(figure: Figure, query: BoardQuery) -> dict[str, Any]:
    """What heads the list of items behind a figure. Raises UnknownIndicator."""
    told = {"figure": figure, "board_url": _address("desk:board", query.to_query())}
    if figure.measure:
        return told | {"heading": _measure_words([figure.measure]), "sides": []}
    meant = definition(figure.code, figure.period.last)
    sides: tuple[tuple[Side, list[str]], ...] = (
        ("denominator", meant.denominator),
        ("numerator", meant.numerator),
    )
    return told | {
        "heading": meant.name,
        "explained": meant.description,
        "sides": [
            (
                _address("desk:board-items", replace(figure, side=side).to_query(query)),
                _measure_words(measures),
                side == figure.side,
            )
            for side, measures in sides
        ],
    }


def _measure_words(codes: Sequence[str]) -> str:
    return " + ".join(str(MEASURES[code].words) for code in codes)


def _address(name: str, query: str) -> str:
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _others(board: Board) -> list[Area]:
    top = board.place.way[0].pk
    return [area for area in board.place.tops if area.pk != top]


def _is_chosen_unit(board: Board) -> bool:
    return board.place.unit is not None and not board.place.is_own_unit


def _board_of(board: Board, **changes: Any) -> str:
    return _address("desk:board", board.query.to_query(**changes))


def _figure(board: Board) -> Figure:
    return Figure(code=board.chosen.code, period=board.period)


def _items(board: Board, figure: Figure, **changes: Any) -> str:
    return _address("desk:board-items", figure.to_query(replace(board.query, **changes)))


def _flow(board: Board) -> list[FlowTile]:
    today = local_day(board.at)
    day = Period(today, today)
    return [
        FlowTile(
            label=str(MEASURE_WORDS[count.measure]),
            today=count.today,
            yesterday=count.yesterday,
            url=_items(board, Figure(measure=count.measure, period=day)),
        )
        for count in board.flow
    ]


def _colours(board: Board) -> list[ColourTile]:
    address = reverse("workflow:work-list")
    return [
        ColourTile(
            colour=colour.value,
            count=str(getattr(board.colours, colour.value)),
            url=f"{address}?{replace(board.place.work, colour=colour.value).to_query()}",
        )
        for colour in COLOURS
    ]


def _trend(board: Board) -> list[TrendLine]:
    return [
        TrendLine(
            day=day.day,
            received=day.received,
            handled=day.handled,
            percent=percent(day.reading),
            value=None if day.reading.value is None else round(day.reading.value * 100, 1),
        )
        for day in board.trend
    ]


def _area_lines(board: Board) -> list[RankLine]:
    return [_line(board, row, area=row.key) for row in board.areas.rows]


def _unit_lines(board: Board) -> list[RankLine]:
    rows = board.units.rows if board.units else ()
    return [_line(board, row, unit=int(row.key)) for row in rows]


def _line(board: Board, row: Ranked, **changes: Any) -> RankLine:
    return RankLine(
        row=row,
        percent=percent(row.reading),
        numbers=f"{row.reading.numerator}/{row.reading.denominator}",
        url=_board_of(board, **changes),
        items_url=_items(board, _figure(board), **changes),
    )


def _legend(ranking: Ranking) -> list[LegendLine]:
    lines = [
        LegendLine(step, f"{low:.1%}" if low == high else f"{low:.1%} – {high:.1%}")
        for step, low, high in (ranking.scale.ranges() if ranking.scale else ())
    ]
    if any(row.step == 0 for row in ranking.rows):
        lines.append(LegendLine(0, _("No figure yet")))
    return lines
