"""Redrawing: split a grid, merge grids, move the edges of a community's grids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.codes import parent_code
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.forms import MergeForm, RedrawForm
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.areas import children_of, get_area, visible_areas
from xinqiao.grid.selectors.redraws import Report
from xinqiao.grid.services.edges import move_edges
from xinqiao.grid.services.preview_redraw import preview_redraw
from xinqiao.grid.services.redraw import GridPart, merge_grids, split_grid
from xinqiao.grid.views.doors import EDITORS, done, held_by, status_of
from xinqiao.kit.errors import NotFound
from xinqiao.kit.time import now


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def redraw(request: HttpRequest, code: str) -> HttpResponse:
    """Split a grid, or move the edges of a community's grids, from a file of features."""
    area = _area(request, code)
    if request.method == "GET":
        return _show(request, area)
    form, at = RedrawForm(request.POST, request.FILES), now()
    act = _act_of(area, form.cleaned_data if form.is_valid() else {}, actor_of(request), at)
    back = parent_code(code) if _is_grid(area) else code
    return _look_or_do(request, area, form, act, at, back=back) or _show(request, area, form=form)


@require_POST
@held_by(*EDITORS)
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Make one grid of several."""
    area, at = _area(request, code), now()
    form = MergeForm(request.POST, grids=_grids(request, area), auto_id="merge_%s")

    def act() -> object:
        data = form.cleaned_data
        return merge_grids(
            actor=actor_of(request),
            area_ids=data["grids"],
            name=data["name"],
            reason=data["reason"],
            at=at,
        )

    answer = _look_or_do(request, area, form, act, at, back=code)
    return answer or _show(request, area, merge_form=form)


def _look_or_do(
    request: HttpRequest,
    area: Area,
    form: forms.Form,
    act: Callable[[], object],
    at: datetime,
    *,
    back: str,
) -> HttpResponse | None:
    """First what it would do, then, confirmed, the act itself; None when the form is refused."""
    if request.POST.get("confirmed"):
        if not done(form, act):
            return None
        messages.success(request, _("The grids are redrawn, and everything in them has followed."))
        return redirect("grid:redraws", code=back)
    seen: list[Report] = []

    def look() -> None:
        seen.append(preview_redraw(actor=actor_of(request), act=act, at=at))

    if not done(form, look):
        return None
    shown = {"area": area, "report": seen[0], "sent": _sent(form), "reason": request.POST["reason"]}
    return render(request, "grid/redraw_preview.html", shown)


def _sent(form: forms.Form) -> list[tuple[str, Any]]:
    """What the confirmation sends again, name by name."""
    pairs: list[tuple[str, Any]] = []
    for name, value in form.cleaned_data.items():
        if name in form.fields and name != "file":
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return pairs


def _act_of(area: Area, data: dict[str, Any], actor: Actor, at: datetime) -> Callable[[], object]:
    def split() -> object:
        return split_grid(
            actor=actor,
            area_id=area.pk,
            parts=[
                GridPart(shape, str(known.get("name") or "")) for known, shape in data["features"]
            ],
            crs=Crs(data["crs"]),
            reason=data["reason"],
            at=at,
        )

    def move() -> object:
        ids = dict(area.children.filter(level=Level.GRID).values_list("code", "pk"))
        return move_edges(
            actor=actor,
            geometries={_named(ids, known): shape for known, shape in data["features"]},
            crs=Crs(data["crs"]),
            reason=data["reason"],
            at=at,
        )

    return split if _is_grid(area) else move


def _named(ids: dict[str, int], properties: dict[str, Any]) -> int:
    code = str(properties.get("code") or properties.get("id") or "")
    if code not in ids:
        raise AreaNotFound(code=code[:20] or "—")
    return ids[code]


def _area(request: HttpRequest, code: str) -> Area:
    area = get_area(actor_of(request), code)
    if area.level not in (Level.COMMUNITY, Level.GRID) or area.valid_until is not None:
        raise NotFound
    return area


def _is_grid(area: Area) -> bool:
    return area.level == Level.GRID


def _grids(request: HttpRequest, area: Area) -> list[tuple[int, str]]:
    grids = children_of(area, visible_areas(actor_of(request))).order_by("code")
    return [(grid.pk, f"{grid.name} ({grid.code})") for grid in grids]


def _show(request: HttpRequest, area: Area, **bound: forms.Form) -> HttpResponse:
    shown: dict[str, Any] = {
        "area": area,
        "is_grid": _is_grid(area),
        "community_code": parent_code(area.code) if _is_grid(area) else area.code,
        "form": RedrawForm(),
    }
    if not _is_grid(area):
        shown["merge_form"] = MergeForm(grids=_grids(request, area), auto_id="merge_%s")
    return render(request, "grid/redraw.html", shown | bound, status=status_of(*bound.values()))
