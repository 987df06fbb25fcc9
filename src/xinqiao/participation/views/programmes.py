"""`/desk/programmes/`: budgets that several projects share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.participation.forms import ProgrammeForm
from xinqiao.participation.selectors.projects import (
    get_programme,
    programme_figures,
    project_page,
    visible_programmes,
    visible_projects,
)
from xinqiao.participation.services.propose import make_programme
from xinqiao.participation.words import STATES
from xinqiao.workflow.forms import done

NEWEST = Order("id", descending=True)


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "POST"])
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes of my area, and a new one."""
    actor = actor_of(request)
    posts = [post for post in actor.posts if post.role in AREA_STAFF]
    areas = [(post.area_id, post.title) for post in posts]
    form = ProgrammeForm(request.POST or None, areas=areas)

    def make() -> None:
        data = form.cleaned_data
        make_programme(
            actor=actor,
            name=data["name"],
            area_id=data["area"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            at=now(),
        )

    if form.is_bound and done(form, make):
        messages.success(request, _("The programme is set up."))
        return redirect("participation:programmes")
    found = visible_programmes(actor=actor).select_related("area")
    page = paginate(found, order=NEWEST, cursor=request.GET.get("cursor"), size=25)
    shown = {"form": form, "page": page}
    status = 422 if form.is_bound else 200
    return render(request, "participation/programmes.html", shown, status=status)


@roles_only(*AREA_STAFF)
@require_safe
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What a programme comes to, and its projects in my area."""
    actor = actor_of(request)
    found = get_programme(actor=actor, programme_id=programme_id)
    page = project_page(
        visible_projects(actor=actor), programme=str(found.pk), cursor=request.GET.get("cursor")
    )
    shown = {
        "at": now(),
        "programme": found,
        "figures": programme_figures(found),
        "page": page,
        "rows": [(project, STATES[project.item.state]) for project in page.items],
    }
    return render(request, "participation/programme.html", shown)
