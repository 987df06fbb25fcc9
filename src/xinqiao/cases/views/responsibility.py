"""`/desk/responsibilities/`: what was asked, who answers it, until when; also as a table."""

from __future__ import annotations

import tempfile
from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.accounts.services.limits import take
from xinqiao.cases.action_words import STATES
from xinqiao.cases.forms.period import PeriodForm
from xinqiao.cases.selectors.responsibility import (
    Asked,
    demand,
    responsibility_page,
    responsible_parties,
)
from xinqiao.cases.services.export_responsibilities import export_responsibilities
from xinqiao.kit.errors import NotFound
from xinqiao.kit.time import local_day, now

EXPORTS_AN_HOUR = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPOOLED_BYTES = 4 * 1024 * 1024


@staff_only
@require_safe
def responsibilities(request: HttpRequest) -> HttpResponse:
    """The list of a period, by default of the last thirty days. Eight statements at most."""
    actor, at = actor_of(request), now()
    form = _form(request)
    if not form.is_valid():
        return render(request, "cases/responsibilities.html", {"form": form}, status=422)
    asked = _asked(request, form)
    page = responsibility_page(actor=actor, asked=asked, at=at, cursor=request.GET.get("cursor"))
    context = {
        "form": form,
        "demand": demand(actor=actor, asked=asked, at=at),
        "parties": responsible_parties(actor=actor, asked=asked, at=at),
        "page": page,
        "rows": [(line, STATES.get(line.item.state, line.item.state)) for line in page.items],
        "asked": asked,
        "at": at,
    }
    return render(request, "cases/responsibilities.html", context)


@staff_only
@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as .xlsx or .csv."""
    actor, at = actor_of(request), now()
    form = _form(request)
    if kind not in ("xlsx", "csv") or not form.is_valid():
        raise NotFound
    take(key=f"export:{actor.user_id}", limit=EXPORTS_AN_HOUR, period_seconds=3600, at=at)
    written = export_responsibilities(actor=actor, asked=_asked(request, form), at=at)
    name = f"responsibilities-{local_day(at):%Y%m%d}.{kind}"
    if kind == "csv":
        lines = StreamingHttpResponse(written.csv(), content_type="text/csv; charset=utf-8")
        lines["Content-Disposition"] = f'attachment; filename="{name}"'
        return cast(HttpResponse, lines)
    # openpyxl needs a file to seek in; a small one stays in memory.
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    written.xlsx(target)
    target.seek(0)
    return cast(
        HttpResponse,
        FileResponse(target, as_attachment=True, filename=name, content_type=XLSX),
    )


def _form(request: HttpRequest) -> PeriodForm:
    if "since" in request.GET or "until" in request.GET:
        return PeriodForm(request.GET)
    return PeriodForm.last_days(local_day(now()))


def _asked(request: HttpRequest, form: PeriodForm) -> Asked:
    since, until = form.moments()
    return Asked(
        since=since,
        until=until,
        owner=request.GET.get("owner", "")[:24],
        with_answered=request.GET.get("answered") == "1",
    )
