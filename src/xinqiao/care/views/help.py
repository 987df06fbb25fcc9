"""`/help/`: one tap calls somebody. For the signed-in elder, a bracelet, a door plate."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of, client_key
from xinqiao.accounts.services import limits
from xinqiao.care.action_words import CALL_STATES
from xinqiao.care.errors import LinkUnknown
from xinqiao.care.flow import ARRIVED, HELPED, RINGING, TAKEN
from xinqiao.care.forms.help import PressForm, RateForm
from xinqiao.care.models import CallSource
from xinqiao.care.sealed import code_of_day
from xinqiao.care.selectors.calls import call_by_token, coming, open_call_of
from xinqiao.care.selectors.own import own_person
from xinqiao.care.selectors.rota import bracelet_by_token, is_helper, live_kinds
from xinqiao.care.services.call import CallDraft, call_for_help, undo_call
from xinqiao.care.services.rate import rate_call
from xinqiao.grid.models import Place
from xinqiao.grid.selectors.plates import plate_by_code
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day, now
from xinqiao.registry.models import Person

# Nobody needs more; a pocket that keeps pressing must not ring the whole street.
PRESSES, PERIOD_SECONDS = 12, 3600


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The page of somebody who is signed in; others see the numbers to call."""
    person = own_person(actor=actor_of(request))
    return _page(request, person=person, place=None, source=CallSource.BUTTON)


@require_http_methods(["GET", "HEAD", "POST"])
def by_bracelet(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a bracelet or card: it knows whose it is and needs no account."""
    worn = bracelet_by_token(token=token)
    if worn is None:
        raise LinkUnknown
    return _page(request, person=worn.person, place=None, source=CallSource.BRACELET)


@require_http_methods(["GET", "HEAD", "POST"])
def by_plate(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a door plate: it knows the building, not who is calling."""
    plate = plate_by_code(code)
    if plate is None:
        raise LinkUnknown
    return _page(request, person=None, place=plate.place, source=CallSource.PLATE)


@require_safe
def call(request: HttpRequest, token: str) -> HttpResponse:
    """Who comes and when; taking it back; stars at the end. Renewed every ten seconds."""
    return _call_page(request, token, RateForm())


@require_POST
def act(request: HttpRequest, token: str, action: str) -> HttpResponse:
    """Take the call back, or rate the help; the link proves whose call it is."""
    at, actor = now(), actor_of(request)
    found = call_by_token(token)
    if action == "undo":
        try:
            undo_call(actor=actor, call=found, is_caller=True, at=at)
            messages.success(request, _("The call is taken back. Nobody comes."))
        except DomainError as error:
            messages.info(request, error.sentence())
        return redirect("care:call", token=token)
    if action != "rate":
        raise Http404
    form = RateForm(request.POST)
    if not form.is_valid():
        return _call_page(request, token, form, status=422)
    told = form.cleaned_data
    try:
        rate_call(
            actor=actor,
            call=found,
            score=told["score"],
            words=told["words"],
            is_caller=True,
            at=at,
        )
        messages.success(request, _("Thank you. We pass it on."))
    except DomainError as error:
        messages.info(request, error.sentence())
    return redirect("care:call", token=token)


def _page(
    request: HttpRequest, *, person: Person | None, place: Place | None, source: CallSource
) -> HttpResponse:
    at = now()
    can_call = person is not None or place is not None
    form = PressForm(request.POST if request.method == "POST" and can_call else None)
    if form.is_bound and form.is_valid():
        try:
            token = _press(request, form, person, place, source, at)
        except DomainError as error:
            messages.error(request, error.sentence())
        else:
            return redirect("care:call", token=token)
    context = {
        "person": person,
        "place": place,
        "kinds": list(live_kinds(at=at)) if can_call else [],
        "code": code_of_day(person.pk, local_day(at)) if person else "",
        "is_helper": is_helper(actor_of(request)),
        "running": open_call_of(person_id=person.pk) if person else None,
    }
    response = render(request, "care/help.html", context)
    # The page of a lost bracelet must not stay in the memory of a stranger's browser.
    response["Cache-Control"] = "no-store"
    return response


def _press(
    request: HttpRequest,
    form: PressForm,
    person: Person | None,
    place: Place | None,
    source: CallSource,
    at: datetime,
) -> str:
    told = form.cleaned_data
    who = f"person:{person.pk}" if person else client_key(request)
    limits.take(key=f"care:{who}", limit=PRESSES, period_seconds=PERIOD_SECONDS, at=at)
    has_spot = told["lon"] is not None and told["lat"] is not None
    draft = CallDraft(
        kind_code=told["kind"],
        source=source,
        person=person,
        place=place,
        address=told["address"],
        lon=told["lon"] if has_spot else None,
        lat=told["lat"] if has_spot else None,
    )
    return call_for_help(actor=actor_of(request), draft=draft, at=at).token


def _call_page(
    request: HttpRequest, token: str, form: RateForm, *, status: int = 200
) -> HttpResponse:
    found = call_by_token(token)
    state = found.item.state
    context = {
        "call": found,
        "state": CALL_STATES[state],
        "coming": coming(found, now()),
        "is_ringing": state == RINGING,
        "is_there": state == ARRIVED,
        "may_undo": state in (RINGING, TAKEN),
        "may_rate": state == HELPED,
        "form": form,
    }
    response = render(request, "care/call.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
