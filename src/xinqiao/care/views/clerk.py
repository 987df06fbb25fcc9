"""`/desk/care/calls/`: who is calling, what for; one call; how calls are answered."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.action_words import CALL_STATES
from xinqiao.care.forms.help import FinishForm, RateForm
from xinqiao.care.forms.staff import ClerkForm, PhoneForm
from xinqiao.care.models import Call, CallSource
from xinqiao.care.powers import CLERKS, may
from xinqiao.care.selectors.callers import caller_of, people_by_phone
from xinqiao.care.selectors.calls import call_page, get_call, get_my_offer, my_offers
from xinqiao.care.selectors.choosing import building_choices, get_building, kind_choices
from xinqiao.care.selectors.detail import detail_of
from xinqiao.care.selectors.statistics import answering
from xinqiao.care.services.answer import arrive, finish, take_call
from xinqiao.care.services.call import CallDraft, call_for_help, undo_call
from xinqiao.care.services.rate import rate_call
from xinqiao.care.services.step_in import step_in
from xinqiao.kit.emergency import numbers_to_dial
from xinqiao.kit.time import now
from xinqiao.registry.models import Person
from xinqiao.workflow.forms import done

MONTH = timedelta(days=30)


@roles_only(*CLERKS)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """A page of calls, and how those of the last thirty days were answered."""
    at, actor = now(), actor_of(request)
    tab = request.GET.get("tab", "open")
    is_open = {"open": True, "closed": False}.get(tab)
    page = call_page(actor=actor, is_open=is_open, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "rows": [(call, CALL_STATES[call.item.state]) for call in page.items],
        "tab": tab,
        "statistics": answering(actor=actor, since=at - MONTH, until=at),
    }
    return render(request, "care/calls.html", context)


@roles_only(*CLERKS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Number, person, kind of help: three steps on one page, nothing of it in the address."""
    actor = actor_of(request)
    if request.method != "POST":
        return _clerk_page(request, None, phone="")
    if "find" in request.POST:
        search = PhoneForm(request.POST)
        found: list[Person] = []

        def find() -> None:
            phone = search.cleaned_data["phone"]
            found.extend(people_by_phone(actor=actor, phone=phone))

        if not done(search, find):
            return _clerk_page(request, None, phone="", search=search, status=422)
        phone = search.cleaned_data["phone"]
        person = request.POST.get("person", "")
        chosen = int(person) if person.isdigit() else found[0].pk if len(found) == 1 else None
        return _clerk_page(request, chosen, phone=phone, found=found, search=search)
    form = _clerk_form(request, actor)
    made: list[Call] = []
    if done(form, lambda: made.append(_open(actor, form))):
        messages.success(request, _("The call is ringing. Stay with the caller if you can."))
        for number in numbers_to_dial(form.cleaned_data["words"]):
            messages.error(request, _("Dial %(number)s at once!") % {"number": number})
        return redirect("care:desk-call", number=made[0].item.number)
    told = form.cleaned_data
    return _clerk_page(
        request, told.get("person"), phone=told.get("phone", ""), form=form, status=422
    )


@roles_only(*CLERKS)
@require_safe
def call(request: HttpRequest, number: str) -> HttpResponse:
    """One call: who comes, who was asked, what is known."""
    return _call_page(request, get_call(actor=actor_of(request), number=number), {})


@roles_only(*CLERKS)
@require_POST
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """I go myself, I am there, it is done; taken back; rated by telephone."""
    at, actor = now(), actor_of(request)
    found = get_call(actor=actor, number=number)
    form = _FORMS[action](request.POST) if action in _FORMS else None
    if form is None:
        raise Http404

    def perform() -> None:
        told = form.cleaned_data
        if action == "take":
            offer = my_offers(actor=actor).filter(call=found, answer="").first()
            take = offer or step_in(actor=actor, call=found, at=at)
            take_call(actor=actor, offer=take, at=at)
        elif action == "undo":
            undo_call(actor=actor, call=found, at=at)
        elif action == "rate":
            rate_call(actor=actor, call=found, score=int(told["score"]), at=at)
        else:
            number = request.POST.get("offer", "")
            mine = get_my_offer(actor=actor, offer_id=int(number) if number.isdigit() else 0)
            if action == "arrive":
                arrive(actor=actor, offer=mine, at=at)
            else:
                finish(actor=actor, offer=mine, words=told["words"], at=at)

    if done(form, perform):
        messages.success(request, _("It is written down."))
        return redirect("care:desk-call", number=found.item.number)
    return _call_page(request, found, {action: form}, status=422)


_FORMS: dict[str, type[forms.Form]] = {
    "take": forms.Form,
    "undo": forms.Form,
    "arrive": forms.Form,
    "finish": FinishForm,
    "rate": RateForm,
}


def _open(actor: Actor, form: ClerkForm) -> Call:
    told = form.cleaned_data
    caller = caller_of(actor=actor, person_id=told["person"]) if told["person"] else None
    place = get_building(actor=actor, place_id=int(told["place"])) if told["place"] else None
    draft = CallDraft(
        kind_code=told["kind"],
        source=CallSource.PHONE,
        person=caller.person if caller else None,
        place=place,
        address=told["address"],
        phone=told["phone"],
        words=told["words"],
    )
    return call_for_help(actor=actor, draft=draft, at=now())


def _clerk_form(request: HttpRequest, actor: Actor) -> ClerkForm:
    return ClerkForm(
        request.POST, kinds=kind_choices(at=now()), places=building_choices(actor=actor)
    )


def _clerk_page(
    request: HttpRequest,
    person_id: int | None,
    *,
    phone: str,
    found: list[Person] | None = None,
    search: PhoneForm | None = None,
    form: ClerkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at, actor = now(), actor_of(request)
    shown = form or ClerkForm(
        kinds=kind_choices(at=at),
        places=building_choices(actor=actor),
        initial={"person": person_id, "phone": phone, "kind": "other"},
    )
    context = {
        "search": search or PhoneForm(),
        "found": found,
        "phone": phone,
        "caller": caller_of(actor=actor, person_id=person_id) if person_id else None,
        "form": shown,
    }
    return render(request, "care/call_new.html", context, status=status)


def _call_page(
    request: HttpRequest, found: Call, failed: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    at, actor = now(), actor_of(request)
    detail = detail_of(actor=actor, call=found, at=at)
    context = {
        "call": found,
        "detail": detail,
        "finish": failed.get("finish") or FinishForm(),
        "rate": failed.get("rate") or RateForm(),
        "works": may(actor, found.item.area_path, CLERKS),
        "at": at,
    }
    return render(request, "care/desk_call.html", context, status=status)
