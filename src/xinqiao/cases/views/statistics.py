"""`/desk/statistics/`: what is counted and divided by what, in the actor's own areas."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.cases.forms.period import GROUPS, PeriodForm
from xinqiao.cases.selectors.figures import Figures, Line, figures, scope_for
from xinqiao.indicators.measures import MEASURES
from xinqiao.indicators.models import Definition
from xinqiao.indicators.selectors.readings import Reading
from xinqiao.indicators.words import wait_words
from xinqiao.kit.csvio import write_xlsx
from xinqiao.kit.time import local_day, now
from xinqiao.workflow.views.choices import area_choices

# Imported requests may be older than the product.
BEGINNING = date(2000, 1, 1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class RateRow:
    """One indicator with what it divides by what."""

    label: str
    percent: str
    part: int
    whole: int
    explained: str
    note: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One number."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the table, with its waits in words."""

    line: Line
    on_time: str
    median: str
    most: str


@staff_only
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The page; without a period the last thirty days."""
    at = now()
    actor = actor_of(request)
    form = _form(request, at)
    context: dict[str, object] = {
        "form": form,
        "periods": _periods(local_day(at), request),
        "areas": area_choices(actor),
        "groups": [(name, words, _query(request, by=name)) for name, words in GROUPS],
    }
    if form.is_valid():
        found = _figures(actor, form, at)
        context |= {
            "tiles": _tiles(found),
            "rates": _rates(found),
            "lines": [_row(line) for line in found.lines],
            "by": form.by_group,
            "area": scope_for(actor=actor, area_path=form.area_path)[1].area_path,
            "followed_at": found.followed_at,
            "export_query": _query(request),
        }
    return render(request, "cases/statistics.html", context, status=200 if form.is_valid() else 422)


@staff_only
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as a workbook: the indicators, then the lines."""
    at = now()
    form = _form(request, at)
    if not form.is_valid():
        return statistics(request)
    found = _figures(actor_of(request), form, at)
    target = io.BytesIO()
    columns, rows = _sheet(found, dict(GROUPS)[form.by_group])
    write_xlsx(columns, rows, target=target, title=_("Statistics"))
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    name = f"statistics-{form.period.first:%Y%m%d}-{form.period.last:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(request: HttpRequest, at: datetime) -> PeriodForm:
    usual = PeriodForm.last_days(local_day(at)).data
    return PeriodForm({**usual, **request.GET.dict()})


def _figures(actor: Actor, form: PeriodForm, at: datetime) -> Figures:
    return figures(
        actor=actor, area_path=form.area_path, period=form.period, by=form.by_group, at=at
    )


def _query(request: HttpRequest, **changes: str) -> str:
    return urlencode({**request.GET.dict(), **changes})


def _periods(today: date, request: HttpRequest) -> list[tuple[str, str]]:
    """Periods people ask for: (words, query string)."""
    begins = (
        (_("Last 7 days"), today - timedelta(days=6)),
        (_("This month"), today.replace(day=1)),
        (_("This year"), today.replace(month=1, day=1)),
        (_("All"), BEGINNING),
    )
    return [
        (words, _query(request, since=first.isoformat(), until=today.isoformat()))
        for words, first in begins
    ]


def _tiles(found: Figures) -> list[Tile]:
    score = found.mean_score
    return [
        Tile(_("Received"), str(found.totals["received"])),
        Tile(_("Answered"), str(found.totals["handled"])),
        Tile(_("Answered in time"), _percent(found.reading("on_time_rate"))),
        Tile(_("Median wait for an answer"), wait_words(found.waits.median_minutes)),
        Tile(_("Nine in ten answered within"), wait_words(found.waits.p90_minutes)),
        Tile(_("Satisfied"), _percent(found.reading("satisfaction_rate"))),
        Tile(_("Mean score"), f"{score:.1f}" if score is not None else "—"),
        Tile(_("Due and still open"), str(found.totals["due_overdue_pending"])),
    ]


def _rates(found: Figures) -> list[RateRow]:
    return [
        RateRow(
            label=meant.name,
            percent=_percent(read),
            part=read.numerator,
            whole=read.denominator,
            explained=_explained(meant),
            note=meant.description,
        )
        for meant, read in found.indicators
    ]


def _explained(meant: Definition) -> str:
    sides = (meant.numerator, meant.denominator)
    return " ÷ ".join(" + ".join(str(MEASURES[code].words) for code in side) for side in sides)


def _row(line: Line) -> LineRow:
    return LineRow(
        line,
        _percent(line.on_time),
        wait_words(line.waits.median_minutes),
        wait_words(line.waits.p90_minutes),
    )


def _sheet(found: Figures, group: object) -> tuple[list[str], list[list[object]]]:
    head = [
        str(group),
        _("Received"),
        _("Answered"),
        _("Due"),
        _("Answered in time"),
        _("Due and still open"),
        _("Median wait in minutes"),
        _("Wait of nine in ten in minutes"),
    ]
    rows: list[list[object]] = [
        [
            line.name,
            line.received,
            line.handled,
            line.on_time.denominator,
            line.on_time.numerator,
            line.overdue,
            _whole(line.waits.median_minutes),
            _whole(line.waits.p90_minutes),
        ]
        for line in found.lines
    ]
    rows += [[], [_("Rate"), _("Value"), _("Numerator"), _("Denominator"), _("Counted as")]]
    rows += [[one.label, one.percent, one.part, one.whole, one.explained] for one in _rates(found)]
    return head, rows


def _whole(minutes: float | None) -> object:
    return "" if minutes is None else round(minutes)


def _percent(reading: Reading) -> str:
    return "—" if reading.value is None else f"{reading.value:.1%}"
