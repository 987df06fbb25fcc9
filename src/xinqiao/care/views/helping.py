"""`/help/offers/<token>/`: whoever is rung answers; `/help/duty/`: a helper's own list."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, signed_in
from xinqiao.care.flow import ARRIVED, RINGING
from xinqiao.care.forms.help import FinishForm, GiveBackForm
from xinqiao.care.models import Offer, OfferAnswer
from xinqiao.care.selectors.calls import my_offers, offer_by_token
from xinqiao.care.selectors.serving import my_services
from xinqiao.care.selectors.shown import shown_offer
from xinqiao.care.services.answer import arrive, decline_call, finish, give_back, take_call
from xinqiao.kit.errors import Conflict
from xinqiao.kit.time import now
from xinqiao.workflow.forms import done

_FORMS: dict[str, type[forms.Form]] = {
    "take": forms.Form,
    "decline": forms.Form,
    "arrive": forms.Form,
    "finish": FinishForm,
    "back": GiveBackForm,
}


@require_safe
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """What help, how far; name and door only once somebody has said that they come."""
    return _page(request, offer_by_token(token), {})


@require_POST
def act(request: HttpRequest, token: str, action: str) -> HttpResponse:
    """Come, cannot come, arrived, done, give back. The link proves who was rung."""
    found, at = offer_by_token(token), now()
    if action not in _FORMS:
        raise Http404
    form = _FORMS[action](request.POST)
    actor = _actor(request, found)
    try:
        if done_or_conflict(form, found, actor, action, at):
            messages.success(request, _WORDS[action]())
            return redirect("care:offer", token=token)
    except Conflict as error:
        messages.info(request, error.sentence())
        return redirect("care:offer", token=token)
    return _page(request, found, {action: form}, status=422)


@signed_in
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """What a helper is rung for, is on, and is to do today at people's homes."""
    at, actor = now(), actor_of(request)
    context = {
        "offers": [shown_offer(one) for one in my_offers(actor=actor)[:20]],
        "services": list(my_services(actor=actor, at=at)[:30]),
    }
    return render(request, "care/duty.html", context)


def done_or_conflict(
    form: forms.Form, found: Offer, actor: Actor, action: str, at: datetime
) -> bool:
    """Do it; False with the refusal in the form. Raises Conflict when somebody was faster."""
    clash: list[Conflict] = []

    def perform() -> None:
        try:
            _perform(form, found, actor, action, at)
        except Conflict as error:
            clash.append(error)

    if not done(form, perform):
        return False
    if clash:
        raise clash[0]
    return True


def _perform(form: forms.Form, found: Offer, actor: Actor, action: str, at: datetime) -> None:
    told = form.cleaned_data
    if action == "take":
        take_call(actor=actor, offer=found, at=at)
    elif action == "decline":
        decline_call(actor=actor, offer=found, at=at)
    elif action == "arrive":
        arrive(actor=actor, offer=found, at=at)
    elif action == "finish":
        finish(actor=actor, offer=found, words=told["words"], at=at)
    else:
        give_back(actor=actor, offer=found, reason=told["reason"], at=at)


_WORDS = {
    "take": lambda: _("Thank you! The caller knows that you come."),
    "decline": lambda: _("All right, we ask somebody else."),
    "arrive": lambda: _("Good. Tell us when it is done."),
    "finish": lambda: _("Done. Thank you for the help!"),
    "back": lambda: _("We ask somebody else at once."),
}


def _actor(request: HttpRequest, found: Offer) -> Actor:
    """Who is signed in, else the helper by name: the link was sent to nobody else."""
    actor = actor_of(request)
    if actor.is_anonymous and found.helper is not None:
        return Actor(user_id=found.helper.user_id, name=found.helper.name)
    return actor


def _page(
    request: HttpRequest, found: Offer, failed: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    item = found.call.item
    is_mine = found.answer == OfferAnswer.ACCEPTED
    may_answer = item.state == RINGING and found.answer in (OfferAnswer.OPEN, OfferAnswer.SILENT)
    context = {
        "shown": shown_offer(found),
        "may_take": may_answer,
        "is_open": found.answer == OfferAnswer.OPEN,
        "is_mine": is_mine and item.is_open and item.done_at is None,
        "is_there": is_mine and item.state == ARRIVED,
        "finish": failed.get("finish") or FinishForm(),
        "back": failed.get("back") or GiveBackForm(),
    }
    response = render(request, "care/offer.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
