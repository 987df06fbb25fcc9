"""`/desk/statistics/`: counts, rates and waits of a period, in the actor's own areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.cases.forms.period import PeriodForm
from xinqiao.cases.selectors.statistics import Rate, Statistics
from xinqiao.cases.selectors.statistics import statistics as count
from xinqiao.kit.templatetags.xinqiao import span
from xinqiao.kit.time import local_day, now

# Imported requests may be older than the product.
BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate with what it divides by what."""

    label: str
    percent: str
    part: int
    whole: int
    explained: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One number."""

    label: str
    value: str


@staff_only
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The page; without a period the last thirty days. Five statements."""
    at = now()
    form = PeriodForm(request.GET) if request.GET else PeriodForm.last_days(local_day(at))
    context: dict[str, object] = {"form": form, "periods": _periods(local_day(at))}
    if form.is_valid():
        since, until = form.moments()
        found = count(actor=actor_of(request), at=at, since=since, until=until)
        context |= {
            "tiles": _tiles(found),
            "rates": _rates(found),
            "by_category": found.by_category,
        }
    return render(request, "cases/statistics.html", context, status=200 if form.is_valid() else 422)


def _periods(today: date) -> list[tuple[str, str]]:
    """Periods people ask for: (words, query string)."""
    begins = (
        (_("Last 7 days"), today - timedelta(days=6)),
        (_("This month"), today.replace(day=1)),
        (_("This year"), today.replace(month=1, day=1)),
        (_("All"), BEGINNING),
    )
    return [
        (words, urlencode({"since": first.isoformat(), "until": today.isoformat()}))
        for words, first in begins
    ]


def _tiles(found: Statistics) -> list[Tile]:
    wait = found.median_wait
    score = found.mean_score
    return [
        Tile(_("Received"), str(found.received)),
        Tile(_("Answered"), _percent(found.handled)),
        Tile(_("Answered in time"), _percent(found.on_time)),
        Tile(_("Median wait for an answer"), span(wait.total_seconds()) if wait else "—"),
        Tile(_("Satisfied"), _percent(found.satisfied)),
        Tile(_("Mean score"), f"{score:.1f}" if score is not None else "—"),
        Tile(_("Overdue now"), str(found.by_colour.get("red", 0))),
        Tile(_("Opened again"), _percent(found.reworked)),
    ]


def _rates(found: Statistics) -> list[RateRow]:
    said = (
        (_("Answered"), found.handled, _("answered ÷ received, without withdrawn and merged ones")),
        (
            _("Answered in time"),
            found.on_time,
            _("answered in time ÷ answered or already overdue"),
        ),
        (_("Accepted in time"), found.accepted, _("accepted in time ÷ accepted")),
        (_("First answer in time"), found.replied, _("first answers in time ÷ first answers")),
        (_("Satisfied"), found.satisfied, _("3 to 5 stars ÷ rated")),
        (_("Confirmed"), found.confirmed, _("confirmed by the requester ÷ closed")),
        (_("Opened again"), found.reworked, _("opened again ÷ answered")),
        (
            _("Extended"),
            found.extended,
            _("extended ÷ received, without withdrawn and merged ones"),
        ),
    )
    return [
        RateRow(label, _percent(rate), rate.part, rate.whole, words) for label, rate, words in said
    ]


def _percent(rate: Rate) -> str:
    return "—" if rate.value is None else f"{rate.value:.1%}"
