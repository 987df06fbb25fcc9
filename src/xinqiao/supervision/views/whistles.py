"""`/supervision/whistles/`: who was whistled for, who came in time, and the calls behind it."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from typing import cast
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.accounts.services.limits import take
from xinqiao.kit.time import local_day, now
from xinqiao.supervision.action_words import WHISTLE_STATES
from xinqiao.supervision.forms.records import PeriodForm
from xinqiao.supervision.selectors.whistles import (
    WhistleFilter,
    by_street,
    by_unit,
    whistle_page,
)
from xinqiao.supervision.services.export import export_whistles
from xinqiao.workflow.pages import pages_of

EXPORTS_AN_HOUR = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGINNING = date(2000, 1, 1)


@staff_only
@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    """By unit and by street; without a period the last thirty days. Three statements."""
    at, actor = now(), actor_of(request)
    form = _form(request)
    context: dict[str, object] = {"form": form, "periods": _periods(local_day(at))}
    if form.is_valid():
        wanted = _filter(request, form)
        context |= {
            "units": by_unit(actor=actor, filter=wanted, at=at),
            "streets": by_street(actor=actor, filter=wanted, at=at),
            "query": _query(form),
        }
    status = 200 if form.is_valid() else 422
    return render(request, "supervision/whistles.html", context, status=status)


@staff_only
@require_safe
def whistle_list(request: HttpRequest) -> HttpResponse:
    """The calls behind a number, each with its item."""
    at, actor = now(), actor_of(request)
    form = _form(request)
    context: dict[str, object] = {"form": form, "at": at, "states": WHISTLE_STATES}
    if form.is_valid():
        wanted = _filter(request, form)
        page = whistle_page(actor=actor, filter=wanted, at=at, cursor=request.GET.get("cursor"))
        context |= {
            "page": page,
            "rows": [
                (part, pages_of(part.item.flow).number_url(part.item.number)) for part in page.items
            ],
            "filter": wanted,
            "query": _query(form),
        }
    status = 200 if form.is_valid() else 422
    return render(request, "supervision/whistle_list.html", context, status=status)


@staff_only
@require_safe
def whistles_xlsx(request: HttpRequest) -> HttpResponse:
    """The table by unit as a workbook."""
    at, actor = now(), actor_of(request)
    take(key=f"export:{actor.user_id}", limit=EXPORTS_AN_HOUR, period_seconds=3600, at=at)
    form = _form(request)
    if not form.is_valid():
        return whistles(request)
    # openpyxl needs a file to seek in.
    target = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    export_whistles(actor=actor, filter=_filter(request, form), at=at, target=target)
    target.seek(0)
    name = f"whistles-{local_day(at):%Y%m%d}.xlsx"
    response = FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, response)


def _form(request: HttpRequest) -> PeriodForm:
    if request.GET.get("since") or request.GET.get("until"):
        return PeriodForm(request.GET)
    return PeriodForm.last_days(local_day(now()))


def _filter(request: HttpRequest, form: PeriodForm) -> WhistleFilter:
    since, until = form.moments()
    street = request.GET.get("street", "").replace("\0", "")[:120]
    return WhistleFilter(
        since=since,
        until=until,
        unit=request.GET.get("unit", "")[:40],
        street=street if street.endswith(".") else "",
        state=request.GET.get("state", "")[:12],
    )


def _query(form: PeriodForm) -> str:
    told = form.cleaned_data
    return urlencode({"since": told["since"].isoformat(), "until": told["until"].isoformat()})


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
