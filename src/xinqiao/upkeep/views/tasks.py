"""`/desk/upkeep/tasks/<number>/`: one turn of upkeep, and what one can do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.time import now
from xinqiao.upkeep.action_words import ACTIONS, STATES
from xinqiao.upkeep.forms import FORMS, ActionForm
from xinqiao.upkeep.models import Task
from xinqiao.upkeep.selectors.upkeep import get_task, photos_of, possible_actions
from xinqiao.upkeep.services.settle import perform
from xinqiao.workflow.extras import item_panels

PHOTO_NAMES = ("photos", "proof_tokens")


@staff_only
@require_safe
def task(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be done where, until when, and how it looked."""
    return _show(request, get_task(actor=actor_of(request), number=number))


@staff_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """POST does it; GET shows its form on the page of the task."""
    actor, at = actor_of(request), now()
    found = get_task(actor=actor, number=number)
    if action not in ACTIONS:
        raise Http404
    if request.method == "GET":
        return _show(request, found, opened=action)
    posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF, names=PHOTO_NAMES)
    form = FORMS[action](posted.data, auto_id=f"id_{action}_%s")
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
        form.add_error(error.field if error.field in form.fields else None, error.sentence())
        return _show(request, found, failed=(action, form), status=422)
    else:
        messages.success(request, _("Done: %(action)s") % {"action": ACTIONS[action].label})
    return redirect("upkeep:task", number=found.item.number)


def _show(
    request: HttpRequest,
    found: Task,
    *,
    opened: str = "",
    failed: tuple[str, ActionForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = actor_of(request), now()
    names = possible_actions(actor=actor, item=found.item)
    if failed and failed[0] not in names:
        names.append(failed[0])
    forms = {name: FORMS[name](auto_id=f"id_{name}_%s") for name in names if name in FORMS}
    if failed:
        forms[failed[0]], opened = failed[1], failed[0]
    shown = {
        "task": found,
        "item": found.item,
        "at": at,
        "state": STATES[found.item.state],
        "actions": [
            (ACTIONS[name], name, form, name == opened, _address(found, name))
            for name, form in forms.items()
        ],
        "photos": photos_of(found),
        "panels": item_panels(actor, found.item, at),
    }
    return render(request, "upkeep/task.html", shown, status=status)


def _address(found: Task, action: str) -> str:
    return reverse("upkeep:act", args=[found.item.number, action])
