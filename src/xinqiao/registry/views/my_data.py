"""`/my/data/`: what is kept about me, who looked, what I agreed to and what I ask for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.requests import actor_of, signed_in
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.registry.errors import NotLinked
from xinqiao.registry.forms.data import AskForm, LinkForm
from xinqiao.registry.forms.law import add_domain_error
from xinqiao.registry.selectors.looks import looks_at_person
from xinqiao.registry.selectors.merges import record_ids
from xinqiao.registry.selectors.own_data import consents_of, overview, own_record, requests_of
from xinqiao.registry.services.consent import record_consent, withdraw_consent
from xinqiao.registry.services.link import link_account
from xinqiao.registry.services.subject import ask as ask_about
from xinqiao.registry.services.subject import take_copy


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """The page; who is not known yet says who they are first."""
    actor, at = actor_of(request), now()
    try:
        person = own_record(actor=actor)
    except NotLinked:
        return _link(request)
    context = {
        "person": person,
        "overview": overview(person=person),
        "consents": consents_of(person=person, at=at),
        "looks": looks_at_person(person_ids=record_ids(person.pk), most=50),
        "requests": requests_of(person=person),
        "forms": [
            ("correct", _("Ask for a correction"), AskForm(auto_id="id_correct_%s")),
            ("delete", _("Ask for deletion"), AskForm(auto_id="id_delete_%s")),
        ],
    }
    return _private(render(request, "registry/my_data.html", context))


def _link(request: HttpRequest) -> HttpResponse:
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            link_account(actor=actor_of(request), at=now(), **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Found. This is what we keep about you."))
            return redirect("registry:my-data")
    status = 422 if form.errors else 200
    return render(request, "registry/my_data_link.html", {"form": form}, status=status)


@signed_in
@require_POST
def copy(request: HttpRequest, form: str) -> HttpResponse:
    """The copy: a file for programs, or a page for the printer."""
    actor, at = actor_of(request), now()
    data = take_copy(actor=actor, person=own_record(actor=actor), at=at)
    return show_copy(request, data, as_file=form == "json")


@signed_in
@require_POST
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """A correction or a deletion."""
    actor = actor_of(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please say in a few words what should be done."))
        return redirect("registry:my-data")
    try:
        ask_about(
            actor=actor,
            person=own_record(actor=actor),
            kind=kind,
            words=form.cleaned_data["words"],
            at=now(),
        )
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("Thank you. Your request is with the community now."))
    return redirect("registry:my-data")


@signed_in
@require_POST
def consent(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Agree by a click of one's own, or take it back."""
    actor, at = actor_of(request), now()
    person = own_record(actor=actor)
    try:
        if action == "withdraw":
            withdraw_consent(actor=actor, person=person, purpose_code=code, at=at)
            messages.success(request, _("Taken back. What rested on it alone has ended."))
        else:
            record_consent(actor=actor, person=person, purpose_code=code, manner="phone", at=at)
            messages.success(request, _("Thank you. You can take it back here at any time."))
    except DomainError as error:
        messages.warning(request, error.sentence())
    return redirect("registry:my-data")


def show_copy(request: HttpRequest, data: dict[str, Any], *, as_file: bool) -> HttpResponse:
    """The same copy as a download or as a page to print."""
    if as_file:
        answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return _private(answer)
    return _private(render(request, "registry/copy.html", {"copy": data}))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
