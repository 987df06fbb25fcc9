"""`/desk/registry/people/<id>/data/` and the list of requests: rights of people at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.registry.forms.data import (
    AnswerForm,
    ConsentForm,
    HelpedAskForm,
    ReasonForm,
    StoredForm,
)
from xinqiao.registry.forms.law import add_domain_error
from xinqiao.registry.selectors.looks import looks_at_person
from xinqiao.registry.selectors.merges import record_ids
from xinqiao.registry.selectors.own_data import consents_of, requests_of
from xinqiao.registry.selectors.scope import get_person
from xinqiao.registry.selectors.subject import open_requests
from xinqiao.registry.services.consent import record_consent, withdraw_consent
from xinqiao.registry.services.stored import look_up_stored
from xinqiao.registry.services.subject import ask, settle, take_copy
from xinqiao.registry.views.my_data import show_copy


@staff_only
@require_safe
def person_data(request: HttpRequest, person_id: int) -> HttpResponse:
    """Consents, looks and requests of one person."""
    return _page(request, person_id)


@staff_only
@require_POST
def consent(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down a consent given before staff."""
    actor, at = actor_of(request), now()
    person = get_person(actor=actor, person_id=person_id)
    posted = posted_with_photos(request, at=at, purpose=Purpose.DOCUMENT)
    form = ConsentForm(posted.data)
    for problem in posted.problems:
        form.add_error("photos", problem)
    if form.is_valid():
        facts = {key: form.cleaned_data[key] for key in ("purpose_code", "manner", "witness")}
        tokens = form.cleaned_data["photo_tokens"]
        try:
            record_consent(actor=actor, person=person, at=at, photo_tokens=tokens, **facts)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The consent is on record."))
            return redirect("registry:person-data", person_id=person.pk)
    return _page(request, person_id, consent=form)


@staff_only
@require_POST
def withdraw(request: HttpRequest, person_id: int, code: str) -> HttpResponse:
    """Take a consent back for somebody who asks for it."""
    actor = actor_of(request)
    person = get_person(actor=actor, person_id=person_id)
    try:
        withdraw_consent(actor=actor, person=person, purpose_code=code, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("Taken back. What rested on it alone has ended."))
    return redirect("registry:person-data", person_id=person_id)


@staff_only
@require_POST
def ask_for(request: HttpRequest, person_id: int) -> HttpResponse:
    """A correction or a deletion on somebody's behalf."""
    actor = actor_of(request)
    person = get_person(actor=actor, person_id=person_id)
    form = HelpedAskForm(request.POST, auto_id="id_ask_%s")
    if form.is_valid():
        try:
            ask(actor=actor, person=person, at=now(), **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The request is with the community now."))
            return redirect("registry:person-data", person_id=person_id)
    return _page(request, person_id, ask=form)


@staff_only
@require_POST
def copy_for(request: HttpRequest, person_id: int) -> HttpResponse:
    """The printed copy for somebody who asks for it at the desk."""
    actor = actor_of(request)
    person = get_person(actor=actor, person_id=person_id)
    form = ReasonForm(request.POST, auto_id="id_copy_%s")
    if form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            data = take_copy(actor=actor, person=person, reason=why, at=now())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return show_copy(request, data, as_file=False)
    return _page(request, person_id, copy=form)


@roles_only(*AREA_STAFF)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests about personal data that wait, the most urgent first."""
    rows = open_requests(actor=actor_of(request))
    page = paginate(rows, order=Order("due_at"), cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "rows": [(row, AnswerForm(auto_id=f"id_{row.pk}_%s")) for row in page],
        "at": now(),
    }
    return render(request, "registry/requests.html", context)


@roles_only(*AREA_STAFF)
@require_POST
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Answer one of them."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))
        messages.warning(request, str(first[0]))
        return redirect("registry:data-requests")
    try:
        settle(
            actor=actor_of(request),
            request_id=request_id,
            is_granted=form.cleaned_data["verdict"] == "grant",
            answer=form.cleaned_data["answer"],
            at=now(),
        )
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("Answered."))
    return redirect("registry:data-requests")


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def stored(request: HttpRequest) -> HttpResponse:
    """Records that are kept for the law only, for who is entitled by law."""
    form = StoredForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = look_up_stored(actor=actor_of(request), at=now(), **form.cleaned_data)
        except DomainError as error:
            if error.field == "reason":
                error.field = "legal_basis"
            add_domain_error(form, error)
    context = {"form": form, "found": found}
    status = 422 if form.errors else 200
    response = render(request, "registry/stored.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, person_id: int, **failed: Form) -> HttpResponse:
    actor, at = actor_of(request), now()
    person = get_person(actor=actor, person_id=person_id)
    consents = []
    for purpose, standing in consents_of(person=person, at=at):
        form = failed.get("consent")
        if form is None or form.data.get("purpose_code") != purpose.code:
            form = ConsentForm(
                initial={"purpose_code": purpose.code}, auto_id=f"id_{purpose.code}_%s"
            )
        consents.append((purpose, standing, form))
    context = {
        "person": person,
        "consents": consents,
        "looks": looks_at_person(person_ids=record_ids(person.pk), most=50),
        "requests": requests_of(person=person),
        "ask": failed.get("ask") or HelpedAskForm(auto_id="id_ask_%s"),
        "copy": failed.get("copy") or ReasonForm(auto_id="id_copy_%s"),
    }
    status = 422 if failed else 200
    return render(request, "registry/person_data.html", context, status=status)
