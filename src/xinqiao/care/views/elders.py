"""`/desk/care/elders/`: who is in which class, proposals, reviews, counts per grid."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.powers import KEEPERS, WORKERS
from xinqiao.care.selectors.classes import (
    VIEWS,
    ElderFilter,
    counts_by_grid,
    elder_page,
    live_classes,
    view_counts,
)
from xinqiao.care.services.classify import propose_classes
from xinqiao.kit.csvio import write_xlsx
from xinqiao.kit.time import local_day, now
from xinqiao.registry.selectors.scope import READERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {
    "confirmed": gettext_lazy("Class confirmed"),
    "proposed": gettext_lazy("To confirm"),
    "review": gettext_lazy("Review due"),
}


@roles_only(*WORKERS)
@require_safe
def elders(request: HttpRequest) -> HttpResponse:
    """One view of the elders, by grid; three statements."""
    at, actor = now(), actor_of(request)
    view = request.GET.get("view", "confirmed")
    view = view if view in VIEWS else "confirmed"
    code, grid = request.GET.get("class", "")[:20], request.GET.get("grid", "")
    wanted = ElderFilter(
        view=view, code=code, grid=int(grid) if grid.isascii() and grid.isdigit() else None
    )
    counts = view_counts(actor=actor, at=at)
    context = {
        "page": elder_page(actor=actor, wanted=wanted, at=at, cursor=request.GET.get("cursor")),
        "view": view,
        "code": code,
        "tabs": [(name, LABELS[name], counts[name]) for name in VIEWS],
        "classes": list(live_classes(at=at)),
        "today": local_day(at),
        "keeps": actor.has_role(*KEEPERS),
    }
    return render(request, "care/elders.html", context)


@roles_only(*KEEPERS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Let the rules propose classes in all areas of the actor."""
    actor = actor_of(request)
    count = sum(
        propose_classes(actor=actor, area_path=path, at=now())
        for path in actor.area_paths(*KEEPERS)
    )
    messages.success(request, _("%(count)d classes are proposed now.") % {"count": count})
    return redirect("care:elders")


@roles_only(*READERS)
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """How many of each class live in each grid."""
    actor = actor_of(request)
    classes, rows = counts_by_grid(actor=actor, at=now())
    sums = [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]
    context = {
        "classes": classes,
        "rows": rows,
        "sums": sums,
        "total": sum(row.total for row in rows),
        "proposed": sum(row.proposed for row in rows),
        "works": actor.has_role(*WORKERS),
    }
    return render(request, "care/counts.html", context)


@roles_only(*AREA_STAFF)
@require_safe
def counts_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook; it names nobody."""
    classes, rows = counts_by_grid(actor=actor_of(request), at=now())
    columns = [_("Community"), _("Grid"), *(row.name for row in classes), _("Together")]
    target = io.BytesIO()
    write_xlsx(
        columns,
        [[str(row.area.parent), row.area.name, *row.counts, row.total] for row in rows],
        target=target,
        title=_("Elders by grid"),
    )
    headers = {"Content-Disposition": 'attachment; filename="elders-by-grid.xlsx"'}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)
