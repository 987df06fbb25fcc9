"""Areas: the tree, one area with its boundary and history, and what is edited there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.forms import BoundaryForm, NewAreaForm, RenameForm
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.areas import (
    boundary_of,
    children_of,
    get_area,
    history_of,
    search_areas,
    visible_areas,
    way_up,
)
from xinqiao.grid.selectors.posts import posts_of_area
from xinqiao.grid.services.areas import (
    add_area,
    add_grid,
    add_responsibility_grid,
    end_area,
    rename_area,
)
from xinqiao.grid.services.drawing import draw_area
from xinqiao.grid.services.duties import may
from xinqiao.grid.views.doors import EDITORS, READERS, done, held_by, status_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("code")


@require_GET
@held_by(*READERS)
def areas(request: HttpRequest) -> HttpResponse:
    """Search first; without words the topmost areas that one administers."""
    words = request.GET.get("q", "").strip()[:40]
    seen = visible_areas(actor_of(request), *READERS)
    found = search_areas(seen, words) if words else children_of(None, seen)
    page = paginate(found.select_related("parent"), order=ORDER, cursor=request.GET.get("cursor"))
    return render(request, "grid/areas.html", {"page": page, "q": words})


@require_GET
@held_by(*READERS)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: its parts, boundary, posts and history."""
    return _show(request, get_area(actor_of(request), code))


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def new_area(request: HttpRequest, code: str) -> HttpResponse:
    """Add a part to an area."""
    actor, parent = actor_of(request), get_area(actor_of(request), code)
    form = NewAreaForm(request.POST or None, parent_level=Level(parent.level))

    def act() -> None:
        name, own = form.cleaned_data["name"], form.cleaned_data["code"].strip()
        if parent.level == Level.COMMUNITY and not own:
            added = add_grid(actor=actor, community_id=parent.pk, name=name, at=now())
        elif parent.level == Level.GRID and not own:
            added = add_responsibility_grid(actor=actor, grid_id=parent.pk, name=name, at=now())
        else:
            added = add_area(actor=actor, code=own, name=name, at=now())
        messages.success(request, _("%(name)s was added.") % {"name": added.name})

    if request.method == "POST" and done(form, act):
        return redirect("grid:area", code=code)
    shown = {"form": form, "area": parent}
    return render(request, "grid/new_area.html", shown, status=status_of(form))


@require_POST
@held_by(*EDITORS)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give an area another name."""
    actor, found = actor_of(request), get_area(actor_of(request), code)
    form = RenameForm(request.POST)

    def act() -> None:
        rename_area(actor=actor, area_id=found.pk, name=form.cleaned_data["name"], at=now())

    if done(form, act):
        messages.success(request, _("The area has its new name; the old one is kept."))
        return redirect("grid:area", code=code)
    return _show(request, found, rename_form=form)


@require_POST
@held_by(*EDITORS)
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Replace the boundary of an area; the old one is kept."""
    actor, found = actor_of(request), get_area(actor_of(request), code)
    form = BoundaryForm(request.POST, request.FILES)

    def act() -> None:
        draw_area(
            found,
            actor=actor,
            geometry=form.cleaned_data["geometry"],
            crs=Crs(form.cleaned_data["crs"]),
            source=getattr(form.cleaned_data.get("file"), "name", "") or "",
            reason=_("boundary redrawn"),
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The boundary is drawn; the former one is kept."))
        return redirect("grid:area", code=code)
    return _show(request, found, boundary_form=form)


@require_POST
@held_by(*EDITORS)
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End an area that is empty."""
    found = get_area(actor_of(request), code)
    try:
        end_area(actor=actor_of(request), area_id=found.pk, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
    else:
        messages.success(request, _("The area has ended. Its history stays."))
    return redirect("grid:area", code=code)


def _show(request: HttpRequest, found: Area, **bound: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    parts = children_of(found, visible_areas(actor, *READERS)).select_related("parent")
    shown: dict[str, Any] = {
        "area": found,
        "way": way_up(found),
        "page": paginate(parts, order=ORDER, cursor=request.GET.get("cursor")),
        "boundary": boundary_of(found),
        "posts": posts_of_area(actor, found, now()),
        "history": history_of(found),
        "may_edit": may(actor, Role.SYSTEM_ADMIN, area_path=found.path),
        "rename_form": RenameForm(initial={"name": found.name}),
        "boundary_form": BoundaryForm(),
    } | bound
    return render(request, "grid/area.html", shown, status=status_of(*bound.values()))
