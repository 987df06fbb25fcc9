"""Buildings, estates and landmarks, and the plates on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.forms import NewPlaceForm, PlaceForm, PlateForm
from xinqiao.grid.models import Place, PlaceKind
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.places import (
    get_place,
    places_in_order,
    search_places,
    visible_places,
    with_plates,
)
from xinqiao.grid.selectors.plates import get_plate, plates_of
from xinqiao.grid.services.places import add_place, change_place, retire_place
from xinqiao.grid.services.plates import issue_plate, retire_plate
from xinqiao.grid.views.doors import EDITORS, done, held_by, status_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("area_id")
MOST_ESTATES = 500


@require_GET
@held_by(*EDITORS)
def buildings(request: HttpRequest) -> HttpResponse:
    """Buildings, estates and landmarks, grid by grid; found by name, alias or estate."""
    words = request.GET.get("q", "").strip()[:40]
    found = with_plates(visible_places(actor_of(request), *EDITORS))
    page = paginate(
        search_places(found, words) if words else found,
        order=ORDER,
        cursor=request.GET.get("cursor"),
    )
    return render(request, "grid/buildings.html", {"page": page, "q": words})


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def new_building(request: HttpRequest) -> HttpResponse:
    """Add a place to the gazetteer."""
    actor = actor_of(request)
    start = {"area": request.GET.get("area", ""), "estate": request.GET.get("estate", "")}
    form = NewPlaceForm(request.POST or None, initial=start, estates=_estates(actor))
    made: list[int] = []

    def act() -> None:
        data = form.cleaned_data
        place = add_place(
            actor=actor,
            kind=PlaceKind(data["kind"]),
            name=data["name"],
            area_id=get_area(actor, data["area"].strip()).pk,
            parent_id=data["estate"],
            aliases=data["aliases"],
            lon=data["lon"],
            lat=data["lat"],
            at=now(),
        )
        made.append(place.pk)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Requests that name this place find it from now on."))
        return redirect("grid:building", place_id=made[0])
    return render(request, "grid/new_building.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def building(request: HttpRequest, place_id: int) -> HttpResponse:
    """One place: correct it, see its plates."""
    actor = actor_of(request)
    place = get_place(actor, place_id, *EDITORS)
    if request.method == "GET":
        return _show(request, place)
    form = PlaceForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        change_place(
            actor=actor,
            place_id=place.pk,
            name=data["name"],
            area_id=get_area(actor, data["area"].strip()).pk,
            aliases=data["aliases"],
            lon=data["lon"],
            lat=data["lat"],
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The place is corrected."))
        return redirect("grid:building", place_id=place.pk)
    return _show(request, place, form=form)


@require_POST
@held_by(*EDITORS)
def retire(request: HttpRequest, place_id: int) -> HttpResponse:
    """Take a place out of the gazetteer."""
    place = get_place(actor_of(request), place_id, *EDITORS)
    try:
        retire_place(actor=actor_of(request), place_id=place.pk, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
        return redirect("grid:building", place_id=place_id)
    messages.success(request, _("%(name)s is retired.") % {"name": place.name})
    return redirect("grid:buildings")


@require_POST
@held_by(*EDITORS)
def hang(request: HttpRequest, place_id: int) -> HttpResponse:
    """Issue a door plate."""
    actor, place = actor_of(request), get_place(actor_of(request), place_id, *EDITORS)
    form = PlateForm(request.POST)

    def act() -> None:
        plate = issue_plate(actor=actor, place_id=place.pk, at=now(), **form.cleaned_data)
        messages.success(request, _("Plate %(code)s is issued.") % {"code": plate.code})

    if done(form, act):
        return redirect("grid:building", place_id=place.pk)
    return _show(request, place, plate_form=form)


@require_POST
@held_by(*EDITORS)
def take_off(request: HttpRequest, plate_id: int) -> HttpResponse:
    """Retire a door plate."""
    plate = get_plate(actor_of(request), plate_id, *EDITORS)
    retire_plate(actor=actor_of(request), plate_id=plate.pk, at=now())
    messages.success(request, _("Plate %(code)s opens nothing any more.") % {"code": plate.code})
    return redirect("grid:building", place_id=plate.place_id)


def _show(request: HttpRequest, place: Place, **bound: forms.Form) -> HttpResponse:
    known = {
        "name": place.name,
        "area": place.area.code,
        "aliases": "\n".join(place.aliases),
        "lon": place.lon,
        "lat": place.lat,
    }
    shown: dict[str, Any] = {
        "place": place,
        "plates": plates_of(place),
        "form": PlaceForm(initial=known),
        "plate_form": PlateForm(),
    } | bound
    return render(request, "grid/building.html", shown, status=status_of(*bound.values()))


def _estates(actor: Actor) -> list[tuple[int, str]]:
    estates = visible_places(actor, *EDITORS).filter(kind=PlaceKind.ESTATE)
    return [(e.pk, f"{e.name} · {e.area.name}") for e in places_in_order(estates)[:MOST_ESTATES]]
