"""`/desk/registry/import/`: send a file of people, look at what would happen, let it happen."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.accounts.services.limits import take
from xinqiao.kit.csvio import write_xlsx
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.registry.exchange.example import example_rows
from xinqiao.registry.exchange.forms import FileForm
from xinqiao.registry.exchange.results import FIRST, write_refused
from xinqiao.registry.exchange.selectors import get_import, import_page, target_area, target_areas
from xinqiao.registry.exchange.services.file_import import (
    confirm_import,
    leave_import,
    receive_file,
    refused_of,
)
from xinqiao.registry.models import ImportState, PeopleImport
from xinqiao.registry.selectors.powers import WRITERS

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPOOLED_BYTES: Final = 4 * 1024 * 1024
FILES_AN_HOUR: Final = 60
WORKING: Final = (ImportState.CHECKING, ImportState.RUNNING)


@roles_only(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The form, and my files below it."""
    actor, at = actor_of(request), now()
    areas = target_areas(actor=actor)
    form = FileForm(request.POST or None, request.FILES or None, areas=areas)
    status = 200
    if request.method == "POST":
        sent = _received(request, actor, form) if form.is_valid() else None
        if sent is not None:
            return redirect("registry:import", import_id=sent.pk)
        status = 422
    page = import_page(actor=actor, cursor=request.GET.get("cursor"))
    context = {
        "form": form,
        "page": page,
        "at": at,
        "has_areas": bool(areas),
        "may_export": actor.has_role(*AREA_STAFF),
    }
    return render(request, "registry/exchange/files.html", context, status=status)


@roles_only(*WRITERS)
@require_safe
def one_file(request: HttpRequest, import_id: int) -> HttpResponse:
    """What would happen, or what has happened, with the first refused rows."""
    found = get_import(actor=actor_of(request), import_id=import_id)
    return render(request, "registry/exchange/file.html", _context(found))


@roles_only(*WRITERS)
@require_safe
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """The same while the worker is at it; asked for every two seconds."""
    found = get_import(actor=actor_of(request), import_id=import_id)
    return render(request, "registry/exchange/_progress.html", _context(found))


@roles_only(*WRITERS)
@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Let the worker take the file in."""
    return _act(request, import_id, confirm_import, _("The file is being taken in."))


@roles_only(*WRITERS)
@require_POST
def leave(request: HttpRequest, import_id: int) -> HttpResponse:
    """Forget the file."""
    return _act(request, import_id, leave_import, _("The file was removed; nothing was written."))


@roles_only(*WRITERS)
@require_safe
def refused_rows(request: HttpRequest, import_id: int) -> HttpResponse:
    """A workbook of the refused rows with the reason, to correct and send again."""
    found = get_import(actor=actor_of(request), import_id=import_id)
    return _workbook(
        lambda target: write_refused(
            refused_of(found), columns=found.columns, target=target, sheet=True
        ),
        f"refused-{found.pk}.xlsx",
    )


@roles_only(*WRITERS)
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """An empty workbook with our column names and one row as an example."""
    head, rows = example_rows()
    return _workbook(
        lambda target: write_xlsx(head, rows, target=target, title=_("People")), "people.xlsx"
    )


def _received(request: HttpRequest, actor: Actor, form: FileForm) -> PeopleImport | None:
    at = now()
    upload = form.cleaned_data["file"]
    try:
        take(key=f"people:{actor.user_id}", limit=FILES_AN_HOUR, period_seconds=3600, at=at)
        return receive_file(
            actor=actor,
            name=upload.name,
            content=upload.read(),
            area=target_area(actor=actor, code=form.cleaned_data["area"]),
            at=at,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.sentence())
        return None


def _act(
    request: HttpRequest, import_id: int, service: Callable[..., object], sentence: str
) -> HttpResponse:
    try:
        service(actor=actor_of(request), import_id=import_id, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
    else:
        messages.success(request, sentence)
    return redirect("registry:import", import_id=import_id)


def _context(found: PeopleImport) -> dict[str, Any]:
    working = found.state in WORKING
    done = found.rows if found.state == ImportState.RUNNING else 0
    return {
        "file": found,
        "working": working,
        "percent": min(99, 100 * done // found.lines) if found.lines else None,
        "refused": [] if working else list(refused_of(found, most=FIRST)),
        "may_confirm": found.state == ImportState.CHECKED and found.added > 0,
        "may_leave": found.state == ImportState.CHECKED,
        "made": [
            (_("Buildings and estates new"), found.made.get("places", 0)),
            (_("Dwellings new"), found.made.get("dwellings", 0)),
            (_("Households new"), found.made.get("households", 0)),
        ],
    }


def _workbook(fill: Callable[[Any], None], name: str) -> HttpResponse:
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    fill(target)
    target.seek(0)
    response = FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, response)
