"""Facilities and lanes: list, page, writing them, their stewards."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.selectors.scope import searchable
from xinqiao.kit.paging import paginate
from xinqiao.kit.time import now
from xinqiao.registry.extras import shown_panels
from xinqiao.registry.forms.tables import FacilityForm, StewardForm
from xinqiao.registry.models import FACILITY, Facility
from xinqiao.registry.selectors.details import (
    areas_below,
    facilities,
    facility_kinds,
    grids_of,
    history_of,
    posts_for,
    stewards_of,
)
from xinqiao.registry.selectors.powers import may_write, require_writer
from xinqiao.registry.selectors.scope import get_facility
from xinqiao.registry.selectors.search import ORDER
from xinqiao.registry.services.facilities import (
    FacilityDraft,
    add_facility,
    edit_facility,
    retire_facility,
    set_steward,
)
from xinqiao.registry.views.common import done, readers, status_of


@readers
@require_safe
def facility_list(request: HttpRequest) -> HttpResponse:
    """Facilities by kind, part of the area and name."""
    actor = actor_of(request)
    asked = {name: searchable(request.GET.get(name, ""))[:120] for name in ("kind", "area", "q")}
    rows = facilities(actor=actor, kind=asked["kind"], area=asked["area"], words=asked["q"])
    context = {
        "page": paginate(rows, order=ORDER, cursor=request.GET.get("cursor")),
        "asked": asked,
        "kinds": facility_kinds(),
        "areas": areas_below(actor=actor),
        "may_write": any(may_write(actor, post.area_path) for post in actor.posts),
    }
    return render(request, "registry/facilities.html", context)


@readers
@require_safe
def facility(request: HttpRequest, facility_id: int) -> HttpResponse:
    """One facility or lane, who looks after it, and what other rooms add."""
    actor, at = actor_of(request), now()
    row = get_facility(actor=actor, facility_id=facility_id)
    posts = posts_for(facility=row)
    stewards = stewards_of(facility=row)
    present = next((one.post_id for one in stewards if one.until is None), None)
    context = {
        "facility": row,
        "stewards": stewards,
        "may_write": may_write(actor, row.area_path),
        "steward_form": StewardForm(posts=_posts(posts), initial={"post": present}),
        "panels": shown_panels(FACILITY, actor, row, at),
        "history": history_of(kind=FACILITY, row_id=row.pk),
    }
    return render(request, "registry/facility.html", context)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def new_facility(request: HttpRequest) -> HttpResponse:
    """Put a facility or lane on the register."""
    actor = actor_of(request)
    form = _form(actor, request)
    made: list[Facility] = []

    def act() -> None:
        made.append(add_facility(actor=actor, draft=_draft(form), at=now()))

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The facility is on the register. Who looks after it?"))
        return redirect("registry:facility", facility_id=made[0].pk)
    return render(request, "registry/edit_facility.html", {"form": form}, status=status_of(form))


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, facility_id: int) -> HttpResponse:
    """Correct a facility."""
    actor = actor_of(request)
    row = get_facility(actor=actor, facility_id=facility_id)
    require_writer(actor, row.area_path)
    form = _form(actor, request, row)

    def act() -> None:
        edit_facility(
            actor=actor, facility_id=facility_id, draft=_draft(form), version=None, at=now()
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The record is corrected."))
        return redirect("registry:facility", facility_id=facility_id)
    context = {"form": form, "facility": row}
    return render(request, "registry/edit_facility.html", context, status=status_of(form))


@readers
@require_POST
def steward(request: HttpRequest, facility_id: int) -> HttpResponse:
    """Name the post that looks after it."""
    actor = actor_of(request)
    row = get_facility(actor=actor, facility_id=facility_id)
    form = StewardForm(request.POST, posts=_posts(posts_for(facility=row)))

    def act() -> None:
        post_id = form.cleaned_data["post"]
        set_steward(actor=actor, facility_id=facility_id, post_id=post_id, at=now())

    if done(form, act):
        messages.success(request, _("The steward is named."))
    else:
        messages.error(request, _("Please choose one of the posts of the list."))
    return redirect("registry:facility", facility_id=facility_id)


@readers
@require_POST
def retire(request: HttpRequest, facility_id: int) -> HttpResponse:
    """Take a facility that is no more off the register."""
    retire_facility(actor=actor_of(request), facility_id=facility_id, at=now())
    messages.success(request, _("The facility is off the register."))
    return redirect("registry:facilities")


def _posts(posts: list[Any]) -> list[tuple[int, str]]:
    return [(post.pk, f"{post.area.name} · {post.title}") for post in posts]


def _form(actor: Actor, request: HttpRequest, row: Facility | None = None) -> FacilityForm:
    names = ("name", "number", "lon", "lat", "note")
    known: dict[str, Any] = {name: getattr(row, name) for name in names} if row else {}
    if row is not None:
        drawn = json.dumps(row.geometry, ensure_ascii=False) if row.geometry else ""
        known |= {"kind": row.kind.code, "area": row.area_id, "geometry": drawn}
    return FacilityForm(
        request.POST or None,
        initial=known,
        kinds=[(kind.code, kind.name) for kind in facility_kinds()],
        grids=[(area.pk, area.name) for area in grids_of(actor=actor)],
    )


def _draft(form: FacilityForm) -> FacilityDraft:
    data = form.cleaned_data
    return FacilityDraft(
        kind=data["kind"],
        name=data["name"],
        number=data["number"],
        area_id=data["area"],
        geometry=data["geometry"],
        lon=data["lon"],
        lat=data["lat"],
        note=data["note"],
    )
