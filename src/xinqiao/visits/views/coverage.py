"""`/desk/visits/coverage/` and `/desk/visits/stale/`: how plans are kept, whom nobody has seen."""

from __future__ import annotations

import tempfile
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.accounts.services.limits import take
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.areas import get_area
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import local_day, now
from xinqiao.visits.selectors.coverage import KINDS, coverage_board, coverage_rows
from xinqiao.visits.selectors.freshness import stale_people
from xinqiao.visits.services.ask import ask_for_visits
from xinqiao.visits.services.export_coverage import export_coverage
from xinqiao.visits.views.plans import VISITORS

EXPORTS_AN_HOUR = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BELOW = {
    Level.PROVINCE: Level.COUNTY,
    Level.CITY: Level.COUNTY,
    Level.COUNTY: Level.STREET,
    Level.STREET: Level.COMMUNITY,
}


@roles_only(*VISITORS)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The board of this week for the parts of an area."""
    actor, at = actor_of(request), now()
    area = _area(request, actor)
    board = coverage_board(actor=actor, at=at, level=_parts(area), path=area.path)
    context = {"board": board, "area": area, "parts": _parts(area), "grid": Level.GRID}
    return render(request, "visits/coverage.html", context)


@roles_only(*VISITORS)
@require_safe
def coverage_list(request: HttpRequest) -> HttpResponse:
    """The visits behind a number."""
    actor, at = actor_of(request), now()
    area, kind = _area(request, actor), request.GET.get("kind", "")
    kind = kind if kind in KINDS else KINDS[0]
    rows = coverage_rows(actor=actor, at=at, path=area.path, kind=kind)
    page = paginate(rows, order=Order("id", descending=True), cursor=request.GET.get("cursor"))
    # Who oversees from above sees numbers and names, not who is in a sensitive category.
    knows = actor.has_role(*GRID_ROLES, Role.COMMUNITY)
    context = {"page": page, "area": area, "kind": kind, "knows": knows}
    return render(request, "visits/coverage_list.html", context)


@roles_only(*VISITORS)
@require_safe
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    """The board as a workbook."""
    actor, at = actor_of(request), now()
    take(key=f"export:{actor.user_id}", limit=EXPORTS_AN_HOUR, period_seconds=3600, at=at)
    area = _area(request, actor)
    # openpyxl needs a file to seek in.
    target = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    export_coverage(actor=actor, area=area, level=_parts(area), at=at, target=target)
    target.seek(0)
    name = f"visits-{local_day(at):%Y%m%d}.xlsx"
    response = FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, response)


@roles_only(*VISITORS)
@require_safe
def stale(request: HttpRequest) -> HttpResponse:
    """People below the threshold."""
    actor, at = actor_of(request), now()
    area = _area(request, actor)
    rows = stale_people(actor=actor, at=at, path=area.path).select_related("area")
    page = paginate(rows, order=Order("id"), cursor=request.GET.get("cursor"))
    return render(request, "visits/stale.html", {"page": page, "area": area})


@roles_only(*VISITORS)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put the chosen people, or all of the area, on the lists once."""
    actor = actor_of(request)
    area = get_area(actor, request.POST.get("area", "")[:20])
    chosen = [int(one) for one in request.POST.getlist("person") if one.isdecimal()]
    people = None if request.POST.get("all") else chosen
    count = ask_for_visits(actor=actor, path=area.path, person_ids=people, at=now())
    said = ngettext(
        "%(count)s visit is planned for the next two weeks.",
        "%(count)s visits are planned for the next two weeks.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(f"{request.path.removesuffix('ask/')}?area={area.code}")


def _area(request: HttpRequest, actor: Actor) -> Area:
    """The chosen area, else the widest that the actor answers for."""
    if code := request.GET.get("area", "")[:20]:
        return get_area(actor, code)
    staff = [post for post in actor.posts if post.role in AREA_STAFF]
    field = [post for post in actor.posts if post.role in GRID_ROLES]
    first = min(staff or field, key=lambda post: len(post.area_path))
    return get_area(actor, first.area_path.rstrip(".").rpartition(".")[2])


def _parts(area: Area) -> Level:
    return _BELOW.get(Level(area.level), Level.GRID)
