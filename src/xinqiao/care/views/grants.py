"""`/desk/care/grants/`: what was granted; handing over with a signature; taking back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.forms.elders import HandOverForm, ReasonForm, TakeBackForm
from xinqiao.care.models import GRANT, Grant, GrantState
from xinqiao.care.powers import KEEPERS, WORKERS, may
from xinqiao.care.selectors.grants import (
    fitted_people,
    fitting_grant,
    get_grant,
    grant_page,
)
from xinqiao.care.selectors.homes import home_of
from xinqiao.care.selectors.stock import live_wares
from xinqiao.care.services.grants import Signature, cancel_grant, hand_over, take_back
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.time import now
from xinqiao.workflow.forms import done


@roles_only(*WORKERS)
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """A page of grants, filtered by state and ware."""
    actor = actor_of(request)
    state, ware = request.GET.get("state", ""), request.GET.get("ware", "")
    context = {
        "page": grant_page(
            actor=actor,
            state=state,
            ware_id=int(ware) if ware.isascii() and ware.isdigit() else None,
            cursor=request.GET.get("cursor"),
        ),
        "state": state,
        "ware": ware,
        "states": GrantState.choices,
        "wares": list(live_wares(at=now())),
        "fitted": fitted_people(actor=actor),
    }
    return render(request, "care/grants.html", context)


@roles_only(*WORKERS)
@require_safe
def fitting(request: HttpRequest, number: str) -> HttpResponse:
    """From the number of the work item to the grant."""
    found = fitting_grant(actor=actor_of(request), number=number)
    return redirect("care:grant", grant_id=found.pk)


@roles_only(*WORKERS)
@require_safe
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One grant."""
    return _page(request, get_grant(actor=actor_of(request), grant_id=grant_id), {})


@roles_only(*WORKERS)
@require_POST
def act(request: HttpRequest, grant_id: int, action: str) -> HttpResponse:
    """Hand over, cancel or take back."""
    actor, at = actor_of(request), now()
    found = get_grant(actor=actor, grant_id=grant_id)
    form = _form(request, action)

    def perform() -> None:
        told = form.cleaned_data
        if action == "give":
            hand_over(
                actor=actor,
                grant_id=found.pk,
                signature=Signature(by=told["signed_by"], name=told["signed_name"]),
                fitted_by=told["fitted_by"],
                photo_tokens=told["photo_tokens"],
                at=at,
            )
        elif action == "cancel":
            cancel_grant(actor=actor, grant_id=found.pk, reason=told["reason"], at=at)
        else:
            take_back(
                actor=actor,
                grant_id=found.pk,
                reason=told["reason"],
                is_broken=told["is_broken"],
                at=at,
            )

    if done(form, perform):
        words = {"give": _("Handed over and signed for."), "cancel": _("The grant is cancelled.")}
        messages.success(request, words.get(action, _("It is back in the store.")))
        return redirect("care:grant", grant_id=found.pk)
    return _page(request, found, {action: form}, status=422)


def _form(request: HttpRequest, action: str) -> forms.Form:
    if action == "give":
        posted = posted_with_photos(request, at=now(), purpose=Purpose.PROOF)
        form = HandOverForm(posted.data)
        for problem in posted.problems:
            form.add_error("photos", problem)
        return form
    if action == "cancel":
        return ReasonForm(request.POST)
    if action == "back":
        return TakeBackForm(request.POST)
    raise Http404


def _page(
    request: HttpRequest, found: Grant, failed: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    keeps = may(actor, found.person.area_path, KEEPERS)
    promised, given = GrantState.PROMISED, GrantState.GIVEN
    shown = {}
    if found.state == promised and may(actor, found.person.area_path, WORKERS):
        shown["give"] = failed.get("give") or HandOverForm(
            initial={"signed_name": found.person.name, "signed_by": "elder"}
        )
    if found.state == promised and keeps:
        shown["cancel"] = failed.get("cancel") or ReasonForm()
    if found.state == given and keeps:
        shown["back"] = failed.get("back") or TakeBackForm()
    context = {
        "grant": found,
        "home": home_of(found.person),
        "forms": shown,
        "files": attachments_of(GRANT, [found.pk]).get(found.pk, []),
    }
    return render(request, "care/grant.html", context, status=status)
