"""`/desk/projects/`: the list, a new project, one project, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.time import now
from xinqiao.participation.forms import ProjectForm, StepForm
from xinqiao.participation.models import Project
from xinqiao.participation.selectors.projects import (
    files_of,
    get_project,
    possible_actions,
    project_page,
    remarks_of,
    visible_programmes,
    visible_projects,
)
from xinqiao.participation.services.advance import perform
from xinqiao.participation.services.propose import ProjectDraft, propose_project
from xinqiao.participation.words import ACTIONS, STATES
from xinqiao.workflow.extras import item_panels
from xinqiao.workflow.forms import done
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import item_by_number

PHOTO_NAMES = ("photos", "proof_tokens")


@staff_only
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Projects of my area, the newest first."""
    actor, query = actor_of(request), request.GET
    state, programme = query.get("state", ""), query.get("programme", "")
    page = project_page(
        visible_projects(actor=actor), state=state, programme=programme, cursor=query.get("cursor")
    )
    shown = {
        "at": now(),
        "page": page,
        "rows": [(project, STATES[project.item.state]) for project in page.items],
        "states": STATES.items(),
        "state": state,
        "programme": programme,
        "may_propose": actor.has_role(*AREA_STAFF),
    }
    return render(request, "participation/projects.html", shown)


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a project of a request (`?item=`)."""
    actor = actor_of(request)
    query = request.POST if request.method == "POST" else request.GET
    about = item_by_number(actor=actor, number=query["item"]) if query.get("item") else None
    programmes = [(one.pk, one.name) for one in visible_programmes(actor=actor).order_by("name")]
    given = {"name": about.title} if about else None
    form = ProjectForm(request.POST or None, programmes=programmes, initial=given)
    made: list[Project] = []

    def propose() -> None:
        draft = _draft(form.cleaned_data, actor, about)
        made.append(propose_project(actor=actor, draft=draft, at=now()))

    if form.is_bound and done(form, propose):
        messages.success(request, _("The project is proposed; its clock runs."))
        return redirect("participation:project", number=made[0].item.number)
    shown = {"form": form, "about": about}
    status = 422 if form.is_bound else 200
    return render(request, "participation/new.html", shown, status=status)


def _draft(data: dict[str, Any], actor: Actor, about: Item | None) -> ProjectDraft:
    own = next((post.area_id for post in actor.posts if post.role in AREA_STAFF), None)
    return ProjectDraft(
        name=data["name"],
        scope=data["scope"],
        about_ids=(about.pk,) if about else (),
        area_id=None if about else own,
        length_m=data["length_m"],
        programme_id=data["programme"],
    )


@staff_only
@require_safe
def project(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one project, with what one can do."""
    return _show(request, get_project(actor=actor_of(request), number=number))


@staff_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """POST takes the step; GET shows its form on the page of the project."""
    actor, at = actor_of(request), now()
    found = get_project(actor=actor, number=number)
    if action not in ACTIONS or action == "propose":
        raise Http404
    if request.method == "GET":
        return _show(request, found, opened=action)
    posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF, names=PHOTO_NAMES)
    form = StepForm(posted.data, action=action, auto_id=f"id_{action}_%s")
    for problem in posted.problems:
        form.add_error("photos" if "photos" in form.fields else None, problem)
    if not form.is_valid():
        return _show(request, found, failed=(action, form), status=422)
    try:
        perform(actor=actor, item_id=found.pk, action=action, data=form.action_data(), at=at)
    except Conflict as error:
        # Somebody, perhaps one's own second click, was faster: the page shows how it is now.
        messages.info(request, error.sentence())
    except DomainError as error:
        name = "photos" if error.field == "proof" else error.field
        form.add_error(name if name in form.fields else None, error.sentence())
        return _show(request, found, failed=(action, form), status=422)
    else:
        messages.success(request, _("Done: %(action)s") % {"action": ACTIONS[action].label})
    return redirect("participation:project", number=found.item.number)


def _show(
    request: HttpRequest,
    found: Project,
    *,
    opened: str = "",
    failed: tuple[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = actor_of(request), now()
    names = possible_actions(actor=actor, item=found.item)
    if failed and failed[0] not in names:
        names.append(failed[0])
    forms = {name: StepForm(action=name, auto_id=f"id_{name}_%s") for name in names}
    if failed:
        forms[failed[0]], opened = failed[1], failed[0]
    shown = {
        "project": found,
        "item": found.item,
        "at": at,
        "state": STATES[found.item.state],
        "actions": [
            (ACTIONS[name], name, form, name == opened, _address(found, name))
            for name, form in forms.items()
        ],
        "remarks": [(ACTIONS[one.action].label, one) for one in remarks_of(found)],
        "photos": files_of(found),
        "panels": item_panels(actor, found.item, at),
    }
    return render(request, "participation/project.html", shown, status=status)


def _address(found: Project, action: str) -> str:
    return reverse("participation:act", args=[found.item.number, action])
