"""`/desk/export/requests.xlsx` and `.csv`: what the work list shows, as a table to take along."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import cast

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.accounts.services.limits import take
from xinqiao.cases.exchange.filters import BadFilter, CaseFilter
from xinqiao.cases.exchange.services.export_requests import ENCODINGS, Export, export_requests
from xinqiao.kit.time import BadTime, local_day, now, parse_time
from xinqiao.workflow.colour import Colour

EXPORTS_AN_HOUR = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPOOLED_BYTES = 4 * 1024 * 1024


@require_safe
@staff_only
def requests_xlsx(request: HttpRequest) -> HttpResponse:
    """A workbook."""
    table = _table(request)
    # openpyxl needs a file to seek in; a small one stays in memory.
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    table.xlsx(target)
    target.seek(0)
    response = FileResponse(
        target, as_attachment=True, filename=f"{_name()}.xlsx", content_type=XLSX
    )
    return cast(HttpResponse, response)


@require_safe
@staff_only
def requests_csv(request: HttpRequest) -> HttpResponse:
    """Lines, streamed; `encoding=gbk` for older office programs."""
    encoding = request.GET.get("encoding", "utf-8")
    if encoding not in ENCODINGS:
        raise BadFilter(name="encoding", value=encoding[:20], field="encoding")
    table = _table(request)
    charset = "utf-8" if encoding == "utf-8" else "gbk"
    response = StreamingHttpResponse(
        table.csv(encoding), content_type=f"text/csv; charset={charset}"
    )
    response["Content-Disposition"] = f'attachment; filename="{_name()}.csv"'
    return cast(HttpResponse, response)


def filter_of(query: QueryDict) -> CaseFilter:
    """Read the query string of the work list. Raises BadFilter, BadTime."""
    colour = query.get("colour", "")
    if colour and colour not in set(Colour):
        raise BadFilter(name="colour", value=colour[:20], field="colour")

    def text(name: str, most: int) -> str:
        return query.get(name, "").replace("\0", "").strip()[:most]

    owner = text("owner", 40)
    for kind in ("post", "organisation"):
        if text(f"owner_{kind}", 20):
            owner = f"{kind}:{text(f'owner_{kind}', 20)}"
    area = text("area", 120).rstrip(".")
    opened = {name: _moment(query, name) for name in ("opened_since", "opened_until")}
    closed = text("closed", 1)
    return CaseFilter(
        colour=colour or None,
        state=text("state", 24),
        open={"1": False, "0": True}.get(closed),
        category=text("category", 60),
        area=area.rpartition(".")[2],
        owner=owner,
        words=text("words", 100),
        **opened,
    )


def _moment(query: QueryDict, name: str) -> datetime | None:
    words = query.get(name, "").strip()
    try:
        return parse_time(words) if words else None
    except BadTime as error:
        raise BadFilter(name=name, value=words[:40], field=name) from error


def _table(request: HttpRequest) -> Export:
    at, actor = now(), actor_of(request)
    key = f"export:{actor.user_id}"
    take(key=key, limit=EXPORTS_AN_HOUR, period_seconds=3600, at=at)
    return export_requests(actor=actor, wanted=filter_of(request.GET), at=at)


def _name() -> str:
    return f"requests-{local_day(now()):%Y%m%d}"
