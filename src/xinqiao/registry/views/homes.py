"""Pages of buildings, dwellings and households, and writing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.kit.time import now
from xinqiao.registry.drafts import DwellingDraft
from xinqiao.registry.extras import shown_panels
from xinqiao.registry.forms.register import (
    DwellingForm,
    EditDwellingForm,
    EditHouseholdForm,
    HouseholdForm,
)
from xinqiao.registry.models import DWELLING, HOUSEHOLD, Dwelling, Household
from xinqiao.registry.selectors.carrying import building_name
from xinqiao.registry.selectors.details import (
    building_overview,
    dwelling_detail,
    get_building,
    history_of,
    household_detail,
)
from xinqiao.registry.selectors.powers import may_write, require_writer
from xinqiao.registry.selectors.scope import get_dwelling
from xinqiao.registry.services.capture import add_dwelling, open_household
from xinqiao.registry.services.edit import edit_dwelling, edit_household, retire_dwelling
from xinqiao.registry.views.acts import ACTS
from xinqiao.registry.views.common import done, readers, status_of


@readers
@require_safe
def building(request: HttpRequest, place_id: int) -> HttpResponse:
    """The whole house at a glance: rooms by stairwell and floor."""
    actor = actor_of(request)
    place = get_building(actor=actor, place_id=place_id)
    units = building_overview(place=place)
    cells = [cell for unit in units for floor in unit.floors for cell in floor.cells]
    context = {
        "place": place,
        "name": building_name(place),
        "units": units,
        "flats": len(cells),
        "people": sum(cell.people for cell in cells),
        "called": sum(cell.has_called for cell in cells),
        "may_write": may_write(actor, place.area.path),
    }
    return render(request, "registry/building.html", context)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def new_dwelling(request: HttpRequest, place_id: int) -> HttpResponse:
    """Add a door to a building."""
    actor = actor_of(request)
    place = get_building(actor=actor, place_id=place_id)
    require_writer(actor, place.area.path)
    form = DwellingForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    made: list[Dwelling] = []

    def act() -> None:
        draft = DwellingDraft(place_id=place_id, **form.cleaned_data)
        made.append(add_dwelling(actor=actor, draft=draft, at=now()))

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The dwelling is on the register."))
        return redirect("registry:dwelling", dwelling_id=made[0].pk)
    context = {"form": form, "place": place, "name": building_name(place)}
    return render(request, "registry/new_dwelling.html", context, status=status_of(form))


@readers
@require_safe
def dwelling(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """A door, and who lives behind it."""
    actor, at = actor_of(request), now()
    detail = dwelling_detail(actor=actor, dwelling_id=dwelling_id)
    row = detail.dwelling
    context = {
        "dwelling": row,
        "former": detail.former,
        "may_write": may_write(actor, row.area_path),
        "panels": shown_panels(DWELLING, actor, row, at),
        "history": history_of(kind=DWELLING, row_id=row.pk),
    }
    return render(request, "registry/dwelling.html", context)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_door(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """Correct a dwelling."""
    actor = actor_of(request)
    row = get_dwelling(actor=actor, dwelling_id=dwelling_id)
    require_writer(actor, row.area_path)
    names = ("unit", "number", "floor", "usage", "note", "version")
    form = EditDwellingForm(
        request.POST or None, initial={name: getattr(row, name) for name in names}
    )

    def act() -> None:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        edit_dwelling(actor=actor, dwelling_id=dwelling_id, changes=data, version=version, at=now())

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The record is corrected."))
        return redirect("registry:dwelling", dwelling_id=dwelling_id)
    context = {"form": form, "dwelling": row}
    return render(request, "registry/edit_dwelling.html", context, status=status_of(form))


@readers
@require_POST
def retire_door(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """Take a dwelling that is no more off the register."""
    row = retire_dwelling(actor=actor_of(request), dwelling_id=dwelling_id, at=now())
    messages.success(request, _("The dwelling is off the register."))
    return redirect("registry:building", place_id=row.place_id)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def new_household(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """Open a household behind a door."""
    actor = actor_of(request)
    row = get_dwelling(actor=actor, dwelling_id=dwelling_id)
    require_writer(actor, row.area_path)
    form = HouseholdForm(request.POST or None)
    made: list[Household] = []

    def act() -> None:
        made.append(
            open_household(actor=actor, dwelling_id=dwelling_id, at=now(), **form.cleaned_data)
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The household is open. Please add its people."))
        return redirect("registry:new-person", household_id=made[0].pk)
    context = {"form": form, "dwelling": row}
    return render(request, "registry/new_household.html", context, status=status_of(form))


@readers
@require_safe
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """Who lives together, who did, and what happened."""
    actor, at = actor_of(request), now()
    detail = household_detail(actor=actor, household_id=household_id)
    row = detail.household
    open_now = row.ended_at is None
    context = {
        "detail": detail,
        "household": row,
        "may_write": may_write(actor, row.area_path) and open_now,
        "acts": [(name, act) for name, act in ACTS.items() if detail.members or name == "return"],
        "panels": shown_panels(HOUSEHOLD, actor, row, at),
        "history": history_of(kind=HOUSEHOLD, row_id=row.pk),
    }
    return render(request, "registry/household.html", context)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_home(request: HttpRequest, household_id: int) -> HttpResponse:
    """Correct a household's note and kind."""
    actor = actor_of(request)
    row = household_detail(actor=actor, household_id=household_id).household
    require_writer(actor, row.area_path)
    names = ("is_collective", "note", "version")
    form = EditHouseholdForm(
        request.POST or None, initial={name: getattr(row, name) for name in names}
    )

    def act() -> None:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        edit_household(
            actor=actor, household_id=household_id, changes=data, version=version, at=now()
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The record is corrected."))
        return redirect("registry:household", household_id=household_id)
    context = {"form": form, "household": row}
    return render(request, "registry/edit_household.html", context, status=status_of(form))
