"""`/desk/registry/export/`: a list of people to take along, for a reason that stays on record."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import Final, cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.accounts.services.limits import take
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day, now
from xinqiao.registry.exchange.forms import ExportForm
from xinqiao.registry.exchange.selectors import export_area, export_areas
from xinqiao.registry.exchange.services.export_people import (
    MOST_ROWS,
    MOST_SHEET_ROWS,
    Export,
    export_people,
)
from xinqiao.registry.exchange.views import SPOOLED_BYTES, XLSX

EXPORTS_AN_HOUR: Final = 20


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """GET asks which and why; POST gives the file and leaves a record."""
    actor, at = actor_of(request), now()
    form = ExportForm(request.POST or None, areas=export_areas(actor=actor))
    status = 200
    if request.method == "POST":
        table = _table(actor, form, at) if form.is_valid() else None
        if table is not None:
            return _answer(table, form.cleaned_data["kind"], at)
        status = 422
    return render(request, "registry/exchange/export.html", {"form": form}, status=status)


def _table(actor: Actor, form: ExportForm, at: datetime) -> Export | None:
    told = form.cleaned_data
    try:
        take(key=f"people-out:{actor.user_id}", limit=EXPORTS_AN_HOUR, period_seconds=3600, at=at)
        return export_people(
            actor=actor,
            area=export_area(actor=actor, code=told["area"]),
            reason=told["reason"],
            full=told["full"],
            limit=MOST_SHEET_ROWS if told["kind"] == "xlsx" else MOST_ROWS,
            at=at,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.sentence())
        return None


def _answer(table: Export, kind: str, at: datetime) -> HttpResponse:
    name = f"people-{local_day(at):%Y%m%d}"
    if kind == "xlsx":
        target = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
        table.xlsx(target)
        target.seek(0)
        book = FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
        return _private(cast(HttpResponse, book))
    charset = "gbk" if kind == "gbk" else "utf-8"
    lines = StreamingHttpResponse(table.csv(charset), content_type=f"text/csv; charset={charset}")
    lines["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _private(cast(HttpResponse, lines))


def _private(response: HttpResponse) -> HttpResponse:
    """No cache between here and the desk keeps a list of people."""
    response["Cache-Control"] = "no-store"
    return response
