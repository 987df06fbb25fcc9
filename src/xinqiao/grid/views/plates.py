"""Door plates by community: issue the missing ones, print the sheet."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.models import Area, Level, Plate
from xinqiao.grid.plate_sheet import MAX_PLATES, PlateLabel, chinese_fonts, plates_pdf
from xinqiao.grid.selectors.areas import get_area, managed_areas, search_areas
from xinqiao.grid.selectors.plates import count_plates, plates_below
from xinqiao.grid.services.plates import issue_missing_plates
from xinqiao.grid.views.doors import EDITORS, held_by
from xinqiao.kit.errors import NotFound
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("code")


@require_GET
@held_by(*EDITORS)
def plates(request: HttpRequest) -> HttpResponse:
    """Communities with their buildings and plates."""
    words = request.GET.get("q", "").strip()[:40]
    found = managed_areas(actor_of(request), Role.SYSTEM_ADMIN).filter(
        level=Level.COMMUNITY, valid_until__isnull=True
    )
    page = paginate(
        search_areas(found, words) if words else found,
        order=ORDER,
        cursor=request.GET.get("cursor"),
    )
    counts = count_plates([area.path for area in page.items])
    rows = [(area, counts[area.path], _parts(counts[area.path].plates)) for area in page.items]
    shown = {"page": page, "rows": rows, "q": words, "has_font": bool(chinese_fonts())}
    return render(request, "grid/plates.html", shown)


@require_POST
@held_by(*EDITORS)
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Give every building of a community that has none its first plate."""
    area = _community(request, code)
    issued = issue_missing_plates(actor=actor_of(request), area_path=area.path, at=now())
    messages.success(request, _("%(count)d door plates were issued.") % {"count": issued})
    return redirect("grid:plates")


@require_GET
@held_by(*EDITORS)
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The community's plates as a PDF, eight to a page; `part` counts sheets of 800 from 1."""
    area = _community(request, code)
    words = request.GET.get("part", "1")
    begin = (int(words) - 1) * MAX_PLATES if words.isascii() and words.isdigit() else 0
    begin = min(max(begin, 0), 1_000_000)
    labels = [_label(plate) for plate in plates_below(area.path)[begin : begin + MAX_PLATES]]
    if not labels:
        messages.info(request, _("There is no door plate yet. Please issue them first."))
        return redirect("grid:plates")
    pdf = plates_pdf(labels, title=area.name, phone=settings.HOTLINE_PHONE)
    headers = {"Content-Disposition": f'attachment; filename="plates-{area.code}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _parts(count: int) -> range:
    return range(1, (count + MAX_PLATES - 1) // MAX_PLATES + 1)


def _community(request: HttpRequest, code: str) -> Area:
    area = get_area(actor_of(request), code)
    managed = managed_areas(actor_of(request), Role.SYSTEM_ADMIN)
    if area.level != Level.COMMUNITY or not managed.filter(pk=area.pk).exists():
        raise NotFound
    return area


def _label(plate: Plate) -> PlateLabel:
    place = plate.place
    estate = place.parent.name if place.parent else ""
    return PlateLabel(
        code=plate.code,
        name=f"{estate}{place.name}",
        area=place.area.name,
        address=f"{settings.BASE_URL}/d/{plate.code}",
        detail=plate.detail,
    )
