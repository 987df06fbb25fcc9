"""`/publicity/<id>/`: one entry, what may be done with it, its appeals and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.errors import Conflict, DomainError, NotFound
from xinqiao.kit.time import now
from xinqiao.publicity import flow
from xinqiao.publicity.forms.listing import (
    ConsentForm,
    DecideForm,
    RevealForm,
    WriteForm,
    add_domain_error,
)
from xinqiao.publicity.models import Appeal, Listing
from xinqiao.publicity.selectors.appeals import appeals_of
from xinqiao.publicity.selectors.history import history
from xinqiao.publicity.selectors.public import words_of
from xinqiao.publicity.selectors.subjects import consented_name, standing_consent, subject_label
from xinqiao.publicity.selectors.visible import get_listing, holds_area, powers
from xinqiao.publicity.services.appeal import decide_appeal
from xinqiao.publicity.services.draft import ListingDraft, edit_listing
from xinqiao.publicity.services.reveal import reveal_appellant
from xinqiao.publicity.views.buttons import SPECS, buttons_of
from xinqiao.publicity.views.desk import say_drafted


@staff_only
@require_safe
def listing(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The page itself."""
    found = get_listing(actor=actor_of(request), listing_id=listing_id)
    return _page(request, found)


@staff_only
@require_POST
def act(request: HttpRequest, listing_id: int, action: str) -> HttpResponse:
    """Do one thing with it; a refusal stands beside its field."""
    actor, at = actor_of(request), now()
    found = get_listing(actor=actor, listing_id=listing_id)
    spec = SPECS.get(action)
    if spec is None:
        raise NotFound
    data: QueryDict = request.POST
    if issubclass(spec.form, ConsentForm):
        data = posted_with_photos(request, at=at, purpose=Purpose.DOCUMENT).data
    form = spec.form(data, auto_id=f"id_{action}_%s")
    if form.is_valid():
        try:
            spec.perform(actor=actor, listing_id=found.pk, at=at, **form.cleaned_data)
        except Conflict as error:
            messages.info(request, error.sentence())
            return redirect("publicity:listing", listing_id=found.pk)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, str(spec.done))
            return redirect("publicity:listing", listing_id=found.pk)
    return _page(request, found, failed=(action, form))


@staff_only
@require_POST
def decide(request: HttpRequest, listing_id: int, appeal_id: int) -> HttpResponse:
    """Decide one appeal."""
    actor = actor_of(request)
    found = get_listing(actor=actor, listing_id=listing_id)
    form = DecideForm(request.POST, auto_id=f"id_decide{appeal_id}_%s")
    if form.is_valid():
        try:
            decide_appeal(
                actor=actor,
                appeal_id=appeal_id,
                is_upheld=form.cleaned_data["verdict"] == "uphold",
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The appeal is decided."))
            return redirect("publicity:listing", listing_id=found.pk)
    return _page(request, found, failed=(f"decide{appeal_id}", form))


@staff_only
@require_POST
def appellant(request: HttpRequest, listing_id: int, appeal_id: int) -> HttpResponse:
    """Show the telephone an appellant left, for a reason that is recorded."""
    actor = actor_of(request)
    found = get_listing(actor=actor, listing_id=listing_id)
    form = RevealForm(request.POST, auto_id=f"id_reveal{appeal_id}_%s")
    if form.is_valid():
        try:
            phone = reveal_appellant(
                actor=actor, appeal_id=appeal_id, reason=form.cleaned_data["why"], at=now()
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            context = {"listing": found, "phone": phone, "title": words_of(found)[0]}
            response = render(request, "publicity/appellant.html", context)
            response.headers["Cache-Control"] = "private, no-store"
            return response
    return _page(request, found, failed=(f"reveal{appeal_id}", form))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Change the words of a draft."""
    actor = actor_of(request)
    found = get_listing(actor=actor, listing_id=listing_id)
    if "edit" not in powers(actor, found):
        return redirect("publicity:listing", listing_id=found.pk)
    known = {"title": found.title, "facts": found.facts, "legal_basis": found.legal_basis}
    form = WriteForm(request.POST) if request.method == "POST" else WriteForm(initial=known)
    if form.is_bound and form.is_valid():
        draft = ListingDraft(
            colour=found.colour, subject_kind=found.subject_kind, **form.cleaned_data
        )
        try:
            drafted = edit_listing(actor=actor, listing_id=found.pk, draft=draft, at=now())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            say_drafted(request, drafted)
            return redirect("publicity:listing", listing_id=found.pk)
    context = {"form": form, "listing": found, "subject": subject_label(found)}
    status = 422 if form.is_bound else 200
    return render(request, "publicity/edit.html", context, status=status)


def _page(
    request: HttpRequest, found: Listing, *, failed: tuple[str, Form] | None = None
) -> HttpResponse:
    actor = actor_of(request)
    given = powers(actor, found)
    inside = holds_area(actor, found.area_path)
    consent = standing_consent(found) if found.is_about_a_person else None
    title, facts = words_of(found)
    files = attachments_of(flow.SUBJECT, [found.pk]).get(found.pk, []) if inside else []
    context: dict[str, Any] = {
        "listing": found,
        "subject": subject_label(found),
        "name": consented_name(consent),
        "consent": consent if inside else None,
        "title": title,
        "facts": facts,
        "files": files,
        "inside": inside,
        "is_shown_until": found.state == flow.PUBLISHED,
        "may_edit": "edit" in given,
        "buttons": buttons_of(found, given, has_consent=consent is not None, failed=failed),
        "appeals": _appeals(actor, found, given, failed) if inside or "appeal" in given else [],
        "history": history(actor=actor, listing=found),
        "address": settings.BASE_URL + reverse("publicity:appeal", args=[found.token]),
        "at": now(),
    }
    status = 422 if failed else 200
    return render(request, "publicity/listing.html", context, status=status)


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal, with the forms of those who may decide it."""

    appeal: Appeal
    decide: Form | None
    reveal: Form | None


def _appeals(
    actor: Actor, found: Listing, given: frozenset[str], failed: tuple[str, Form] | None
) -> list[AppealRow]:
    """All of them for the area's staff; those it is about see their own."""
    inside = holds_area(actor, found.area_path)
    wrong = dict([failed] if failed else [])
    rows = []
    for appeal in appeals_of(found):
        if not inside and appeal.by_user_id != actor.user_id:
            continue
        decide, reveal = f"decide{appeal.pk}", f"reveal{appeal.pk}"
        may = appeal.decided_at is None and "decide" in given
        asks = may and appeal.phone_sealed is not None
        rows.append(
            AppealRow(
                appeal,
                wrong.get(decide, DecideForm(auto_id=f"id_{decide}_%s")) if may else None,
                wrong.get(reveal, RevealForm(auto_id=f"id_{reveal}_%s")) if asks else None,
            )
        )
    return rows
