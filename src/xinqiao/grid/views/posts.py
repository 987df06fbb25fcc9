"""Posts of an area, who holds them, and grids that nobody leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of
from xinqiao.grid.forms import AppointForm, PostForm
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.organisations import organisations_for
from xinqiao.grid.selectors.posts import appointments_of, find_user, gaps, get_appointment, get_post
from xinqiao.grid.selectors.staffing import staffing
from xinqiao.grid.services.appointments import appoint, end_appointment
from xinqiao.grid.services.duties import may
from xinqiao.grid.services.posts import close_post, open_post
from xinqiao.grid.views.doors import APPOINTERS, EDITORS, LEADERS, READERS, done, held_by, status_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import day_start, now

ORDER = Order("code")
MOST_APPOINTMENTS = 100


@require_GET
@held_by(*LEADERS)
def gap_list(request: HttpRequest) -> HttpResponse:
    """Grids with an empty seat, in the order of their codes."""
    actor, at = actor_of(request), now()
    shown = {
        "page": paginate(gaps(actor, at), order=ORDER, cursor=request.GET.get("cursor")),
        "staffing": staffing(actor, at),
        "may_open": actor.has_role(*READERS),
    }
    return render(request, "grid/gaps.html", shown)


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def new_post(request: HttpRequest, code: str) -> HttpResponse:
    """Open a seat in an area."""
    actor, area = actor_of(request), get_area(actor_of(request), code)
    units = [(unit.pk, unit.name) for unit in organisations_for(area.path)]
    form = PostForm(request.POST or None, units=units)

    def act() -> None:
        data = form.cleaned_data
        post = open_post(
            actor=actor,
            role=Role(data["role"]),
            area_id=area.pk,
            organisation_id=data["organisation"],
            title=data["title"],
            force=data["force"],
            at=now(),
        )
        messages.success(request, _("%(title)s was opened.") % {"title": post.title})

    if request.method == "POST" and done(form, act):
        return redirect("grid:area", code=code)
    shown = {"form": form, "area": area}
    return render(request, "grid/new_post.html", shown, status=status_of(form))


@require_GET
@held_by(*READERS)
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One seat: who held it, holds it and will hold it."""
    return _show(request, get_post(actor_of(request), post_id, *READERS))


@require_POST
@held_by(*APPOINTERS)
def seat(request: HttpRequest, post_id: int) -> HttpResponse:
    """Appoint somebody."""
    actor = actor_of(request)
    found = get_post(actor, post_id, *APPOINTERS)
    form = AppointForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        ends_on = data["ends_on"]
        held = appoint(
            actor=actor,
            user_id=find_user(data["username"]).pk,
            post_id=found.pk,
            starts_at=day_start(data["starts_on"]) if data["starts_on"] else None,
            ends_at=day_start(ends_on + timedelta(days=1)) if ends_on else None,
            at=now(),
        )
        messages.success(
            request, _("%(name)s holds this post now.") % {"name": held.user.display_name}
        )

    if done(form, act):
        return redirect("grid:post", post_id=post_id)
    return _show(request, found, form=form)


@require_POST
@held_by(*APPOINTERS)
def unseat(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End an appointment now."""
    held = get_appointment(actor_of(request), appointment_id, *APPOINTERS)
    try:
        end_appointment(actor=actor_of(request), appointment_id=held.pk, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
    else:
        messages.success(request, _("The appointment has ended. The work stays with the post."))
    return redirect("grid:post", post_id=held.post_id)


@require_POST
@held_by(*EDITORS)
def close(request: HttpRequest, post_id: int) -> HttpResponse:
    """Close a seat that is no desk."""
    found = get_post(actor_of(request), post_id, *EDITORS)
    try:
        close_post(actor=actor_of(request), post_id=found.pk, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
        return redirect("grid:post", post_id=post_id)
    messages.success(request, _("The post is closed."))
    return redirect("grid:area", code=found.area.code)


def _show(request: HttpRequest, found: Post, **bound: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    shown: dict[str, Any] = {
        "post": found,
        "appointments": appointments_of(found)[:MOST_APPOINTMENTS],
        "may_appoint": may(actor, Role.SECURITY_ADMIN, area_path=found.area.path),
        "may_close": may(actor, Role.SYSTEM_ADMIN, area_path=found.area.path),
        "form": AppointForm(),
        "now": now(),
    } | bound
    return render(request, "grid/post.html", shown, status=status_of(*bound.values()))
