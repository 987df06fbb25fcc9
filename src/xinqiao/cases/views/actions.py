"""`/cases/<number>/<action>/`: one action on one request."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, signed_in
from xinqiao.cases.action_words import ACTIONS
from xinqiao.cases.forms.actions import form_class
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.item_page import works_on
from xinqiao.cases.selectors.one import get_case
from xinqiao.cases.services.perform import perform
from xinqiao.cases.views.buttons import Button, button
from xinqiao.cases.views.item_page import item_page
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.htmx import go, is_htmx, page_behind
from xinqiao.kit.time import now
from xinqiao.workflow.views.bulk import back_address

PHOTO_NAMES = ("photos", "proof_tokens")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """POST does it; GET shows its form, alone for htmx or on the page of the request."""
    actor = actor_of(request)
    case = get_case(actor=actor, number=number)
    if action not in ACTIONS or form_class(action) is None:
        raise Http404
    if not works_on(actor=actor, case=case):
        return redirect("cases:follow", token=case.token)
    if request.method == "POST":
        return _do(request, actor, case, action)
    if is_htmx(request):
        return _dialog(request, case, button(case, action), back=page_behind(request))
    return item_page(request, case, opened=action)


def _do(request: HttpRequest, actor: Actor, case: Case, action: str) -> HttpResponse:
    at = now()
    posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF, names=PHOTO_NAMES)
    shown = button(case, action, data=posted.data, is_open=True)
    form = shown.form
    for problem in posted.problems:
        form.add_error("photos" if "photos" in form.fields else None, problem)
    address = back_address(request, reverse("cases:item", args=[case.item.number]))
    if form.is_valid():
        try:
            perform(actor=actor, item_id=case.pk, action=action, data=form.action_data(), at=at)
        except Conflict as error:
            # Somebody, perhaps one's own second click, was faster: the page shows how it is now.
            messages.info(request, error.sentence())
            return go(request, address)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Done: %(action)s") % {"action": ACTIONS[action].label})
            return go(request, address)
    if is_htmx(request):
        return _dialog(request, case, shown, back=address)
    return item_page(request, case, failed=shown, status=422)


def _dialog(request: HttpRequest, case: Case, shown: Button, *, back: str) -> HttpResponse:
    context = {"action": shown, "case": case, "back": back, "in_dialog": True}
    return render(request, "cases/_action_dialog.html", context)
