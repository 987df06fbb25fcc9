"""`/supervision/notices/<number>/<action>/`: one action on one notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.htmx import go, is_htmx, page_behind
from xinqiao.kit.time import now
from xinqiao.supervision.action_words import ACTIONS
from xinqiao.supervision.models import Notice
from xinqiao.supervision.selectors.notices import get_notice
from xinqiao.supervision.services.perform import perform
from xinqiao.supervision.views.notice_page import Button, button, notice_page
from xinqiao.workflow.views.bulk import back_address

PHOTO_NAMES = ("photos", "proof_tokens")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """POST does it; GET shows its form, alone for htmx or on the page of the notice."""
    actor = actor_of(request)
    notice = get_notice(actor=actor, number=number)
    if action not in ACTIONS:
        raise Http404
    if request.method == "POST":
        return _do(request, actor, notice, action)
    if is_htmx(request):
        return _dialog(request, notice, button(notice, action), back=page_behind(request))
    return notice_page(request, notice, opened=action)


def _do(request: HttpRequest, actor: Actor, notice: Notice, action: str) -> HttpResponse:
    at = now()
    posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF, names=PHOTO_NAMES)
    shown = button(notice, action, data=posted.data, is_open=True)
    form = shown.form
    for problem in posted.problems:
        form.add_error("photos" if "photos" in form.fields else None, problem)
    address = back_address(request, reverse("supervision:notice", args=[notice.item.number]))
    if form.is_valid():
        try:
            perform(actor=actor, item_id=notice.pk, action=action, data=form.action_data(), at=at)
        except Conflict as error:
            # Somebody, perhaps one's own second click, was faster: the page shows how it is now.
            messages.info(request, error.sentence())
            return go(request, address)
        except DomainError as error:
            name = "photos" if error.field == "proof" else error.field
            form.add_error(name if name in form.fields else None, error.sentence())
        else:
            messages.success(request, _("Done: %(action)s") % {"action": ACTIONS[action].label})
            return go(request, address)
    if is_htmx(request):
        return _dialog(request, notice, shown, back=address)
    return notice_page(request, notice, failed=shown, status=422)


def _dialog(request: HttpRequest, notice: Notice, shown: Button, *, back: str) -> HttpResponse:
    context = {"action": shown, "notice": notice, "back": back, "in_dialog": True}
    return render(request, "supervision/_action_dialog.html", context)
