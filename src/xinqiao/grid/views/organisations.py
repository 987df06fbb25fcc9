"""Departments, property companies and utilities."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.accounts.requests import actor_of
from xinqiao.grid.forms import NewOrganisationForm, OrganisationForm
from xinqiao.grid.models import OrganisationKind
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.organisations import (
    get_organisation,
    search_organisations,
    visible_organisations,
)
from xinqiao.grid.selectors.posts import organisation_members, visible_posts
from xinqiao.grid.services.organisations import (
    add_organisation,
    change_organisation,
    close_organisation,
)
from xinqiao.grid.services.posts import organisation_post
from xinqiao.grid.views.doors import EDITORS, done, held_by, status_of
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("name")


@require_GET
@held_by(*EDITORS)
def organisations(request: HttpRequest) -> HttpResponse:
    """All units that one administers, by name."""
    words = request.GET.get("q", "").strip()[:40]
    found = search_organisations(visible_organisations(actor_of(request), *EDITORS), words)
    page = paginate(found, order=ORDER, cursor=request.GET.get("cursor"))
    return render(request, "grid/organisations.html", {"page": page, "q": words})


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Make a unit known, with the post through which its people act."""
    actor = actor_of(request)
    form = NewOrganisationForm(request.POST or None, initial={"area": request.GET.get("area", "")})
    made: list[int] = []

    def act() -> None:
        data = form.cleaned_data
        unit = add_organisation(
            actor=actor,
            name=data["name"],
            kind=OrganisationKind(data["kind"]),
            area_id=get_area(actor, data["area"].strip()).pk,
            phone=data["phone"],
            credit_code=data["credit_code"],
            at=now(),
        )
        organisation_post(organisation_id=unit.pk, actor=actor, at=now())
        made.append(unit.pk)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The unit can be handed work from now on."))
        return redirect("grid:organisation", organisation_id=made[0])
    return render(request, "grid/new_organisation.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One unit: its data, its posts and its people."""
    actor = actor_of(request)
    unit = get_organisation(actor, organisation_id, *EDITORS)
    known = {"name": unit.name, "kind": unit.kind, "phone": unit.phone}
    form = OrganisationForm(request.POST or None, initial=known | {"credit_code": unit.credit_code})

    def act() -> None:
        data = form.cleaned_data
        change_organisation(
            actor=actor,
            organisation_id=unit.pk,
            name=data["name"],
            kind=OrganisationKind(data["kind"]),
            phone=data["phone"],
            credit_code=data["credit_code"],
            at=now(),
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The unit is corrected."))
        return redirect("grid:organisation", organisation_id=unit.pk)
    shown = {
        "unit": unit,
        "form": form,
        "posts": visible_posts(actor).filter(organisation=unit).order_by("title"),
        "members": organisation_members(organisation_id=unit.pk, at=now()),
    }
    return render(request, "grid/organisation.html", shown, status=status_of(form))


@require_POST
@held_by(*EDITORS)
def close(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Hand a unit no more work."""
    unit = get_organisation(actor_of(request), organisation_id, *EDITORS)
    close_organisation(actor=actor_of(request), organisation_id=unit.pk, at=now())
    messages.success(request, _("%(name)s is handed no more work.") % {"name": unit.name})
    return redirect("grid:organisations")
