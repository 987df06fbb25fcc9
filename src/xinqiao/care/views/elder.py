"""`/desk/care/people/<id>/`: one elder: class, devices, services at home, calls, contacts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.forms.elders import ClassForm, GrantForm, PlanForm, ReasonForm
from xinqiao.care.powers import KEEPERS, WORKERS, may
from xinqiao.care.selectors.callers import person_of
from xinqiao.care.selectors.choosing import class_choices, grant_choices, plan_choices
from xinqiao.care.selectors.elder import elder_of
from xinqiao.care.selectors.rota import bracelet_of
from xinqiao.care.services.classify import confirm_class, drop_proposal
from xinqiao.care.services.grants import grant_ware
from xinqiao.care.services.helpers import issue_bracelet, revoke_bracelet
from xinqiao.care.services.serving import PlanDraft, end_plan, make_plan
from xinqiao.grid.plate_sheet import qr_svg
from xinqiao.kit.time import local_day, now
from xinqiao.registry.models import Person
from xinqiao.workflow.forms import done

Forms = dict[str, forms.Form]


@roles_only(*WORKERS)
@require_safe
def elder(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything this room knows of somebody."""
    return _page(request, person_of(actor=actor_of(request), person_id=person_id), {})


@roles_only(*WORKERS)
@require_POST
def act(request: HttpRequest, person_id: int, action: str) -> HttpResponse:
    """One of the forms of the page."""
    at, actor = now(), actor_of(request)
    person = person_of(actor=actor, person_id=person_id)
    if action not in _ACTS:
        raise Http404
    make, perform, words = _ACTS[action]
    form = make(actor, person, at, request.POST)
    if done(form, lambda: perform(actor, person, form.cleaned_data, at)):
        messages.success(request, str(words()))
        return redirect("care:elder", person_id=person.pk)
    return _page(request, person, {action: form}, status=422)


@roles_only(*KEEPERS)
@require_safe
def bracelet(request: HttpRequest, person_id: int) -> HttpResponse:
    """The link of somebody's bracelet or card as a QR code, to print."""
    person = person_of(actor=actor_of(request), person_id=person_id)
    worn = bracelet_of(person_id=person.pk)
    if worn is None:
        return redirect("care:elder", person_id=person.pk)
    address = settings.BASE_URL + reverse("care:help-bracelet", args=[worn.token])
    # Drawn by segno from an address of our own.
    code = mark_safe(qr_svg(address))  # noqa: S308
    context = {"person": person, "code": code, "worn": worn}
    return render(request, "care/bracelet.html", context)


def _page(
    request: HttpRequest, person: Person, failed: Forms, *, status: int = 200
) -> HttpResponse:
    at, actor = now(), actor_of(request)
    keeps = may(actor, person.area_path, KEEPERS)
    shown: Forms = {}
    if keeps:
        shown = {
            name: failed.get(name) or make(actor, person, at, None)
            for name, (make, _perform, _words) in _ACTS.items()
        }
    context = {
        "person": person,
        "elder": elder_of(actor=actor, person=person, at=at),
        "forms": shown,
        "failed": list(failed),
        "keeps": keeps,
    }
    return render(request, "care/elder.html", context, status=status)


def _class_form(actor: Actor, person: Person, at: datetime, data: Any) -> forms.Form:
    choices, first = class_choices(person_id=person.pk, at=at)
    return ClassForm(data, classes=choices, initial={"code": first}, prefix="class")


def _grant_form(actor: Actor, person: Person, at: datetime, data: Any) -> forms.Form:
    offered = grant_choices(actor=actor, person=person, at=at)
    return GrantForm(
        data, wares=offered.wares, stores=offered.stores, fitters=offered.fitters, prefix="grant"
    )


def _plan_form(actor: Actor, person: Person, at: datetime, data: Any) -> forms.Form:
    kinds, helpers = plan_choices(actor=actor)
    begin = {"starts_on": local_day(at)}
    return PlanForm(data, kinds=kinds, helpers=helpers, initial=begin, prefix="plan")


def _bare(_actor: Actor, _person: Person, _at: datetime, data: Any) -> forms.Form:
    return forms.Form(data)


class _EndForm(ReasonForm):
    plan = forms.IntegerField(widget=forms.HiddenInput)


def _end_form(_actor: Actor, _person: Person, _at: datetime, data: Any) -> forms.Form:
    return _EndForm(data, prefix="end")


def _classify(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return confirm_class(
        actor=actor, person_id=person.pk, code=told["code"], reason=told["reason"], at=at
    )


def _drop(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return drop_proposal(actor=actor, person_id=person.pk, at=at)


def _grant(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return grant_ware(
        actor=actor,
        person_id=person.pk,
        ware_id=int(told["ware"]),
        store_id=int(told["store"]),
        fitter_post_id=int(told["fitter"]) if told["fitter"] else None,
        at=at,
    )


def _plan(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    draft = PlanDraft(
        person_id=person.pk,
        kind_id=int(told["kind"]),
        helper_id=int(told["helper"]),
        weekdays=told["weekdays"],
        every_weeks=told["every_weeks"],
        starts_on=told["starts_on"],
    )
    return make_plan(actor=actor, draft=draft, at=at)


def _end(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return end_plan(actor=actor, plan_id=told["plan"], reason=told["reason"], at=at)


def _issue(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return issue_bracelet(actor=actor, person_id=person.pk, at=at)


def _revoke(actor: Actor, person: Person, told: dict[str, Any], at: datetime) -> object:
    return revoke_bracelet(actor=actor, person_id=person.pk, at=at)


_Make = Callable[[Actor, Person, datetime, Any], forms.Form]
_Perform = Callable[[Actor, Person, dict[str, Any], datetime], object]
_ACTS: Final[dict[str, tuple[_Make, _Perform, Callable[[], str]]]] = {
    "class": (_class_form, _classify, lambda: _("The class is confirmed.")),
    "drop": (_bare, _drop, lambda: _("The class stays as it is.")),
    "grant": (_grant_form, _grant, lambda: _("It is granted and has left the store.")),
    "plan": (_plan_form, _plan, lambda: _("The services are planned.")),
    "end": (_end_form, _end, lambda: _("The services have ended.")),
    "issue": (_bare, _issue, lambda: _("The bracelet is ready to print.")),
    "revoke": (_bare, _revoke, lambda: _("The lost bracelet is blocked.")),
}
