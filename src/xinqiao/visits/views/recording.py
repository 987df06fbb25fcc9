"""`/visits/new/`: choose a form, fill it in, put a visit right; phone first, scripts or none."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.files.posted import Posted, posted_with_photos
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.errors import BadAnswers, FormNotInUse, VisitNotYours
from xinqiao.visits.formlang import Definition, read
from xinqiao.visits.forms.visit import (
    CorrectForm,
    HowForm,
    photo_fields,
    posted_answers,
    shown_sections,
)
from xinqiao.visits.models import Form, FormSubject, Method, Outcome
from xinqiao.visits.selectors.forms import forms_for
from xinqiao.visits.selectors.subjects import Subject, subject_of
from xinqiao.visits.selectors.visits import get_visit, may_correct
from xinqiao.visits.services.correct import Correction, correct_visit, subject_of_visit
from xinqiao.visits.services.record import record_visit
from xinqiao.visits.views.plans import VISITORS
from xinqiao.workflow.raising import topics

# What somebody who opens the page and writes needs at least.
USUAL = timedelta(minutes=1)


@roles_only(*VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a visit to `?household=`, `?person=` or `?facility=` with `?form=`."""
    actor, at = actor_of(request), now()
    whom = {f"{name}_id": _number(request.GET.get(name)) for name in FormSubject.values}
    offered = [form for form in forms_for(actor=actor, at=at) if whom.get(f"{form.subject}_id")]
    chosen = _chosen(offered, request.GET.get("form", ""))
    if chosen is None:
        return render(request, "visits/choose_form.html", {"forms": offered})
    subject = subject_of(actor=actor, kind=chosen.subject, **whom)
    definition = read(chosen.definition)
    how = HowForm(initial={"outcome": Outcome.MET, "method": Method.VISIT})
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    data = request.POST.copy()
    if request.method == "POST":
        data = _with_photos(request, definition)
        how, answers = HowForm(data), posted_answers(definition, data, subject)
        if how.is_valid():
            draft = VisitDraft(
                form_id=chosen.pk,
                key=data.get("key", ""),
                started_at=at - USUAL,
                ended_at=at,
                answers=answers,
                household_id=whom["household_id"],
                person_id=whom["person_id"],
                facility_id=whom["facility_id"],
                **how.cleaned_data,
            )
            try:
                made = record_visit(actor=actor, draft=draft, at=at)
            except DomainError as refused:
                errors = _beside(how, refused)
            else:
                _say(request, made.notices, _("The visit is on record."))
                return redirect("visits:visit", visit_id=made.visit.pk)
    context = {"form": how, "chosen": chosen, "key": data.get("key") or secrets.token_urlsafe(16)}
    return _page(request, "visits/new.html", context, definition, answers, subject, errors)


@roles_only(*VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put a visit right; sensitive answers that are left empty stay as they are."""
    actor, at = actor_of(request), now()
    visit = get_visit(actor=actor, visit_id=visit_id)
    if not may_correct(actor, visit):
        raise VisitNotYours
    subject, definition = subject_of_visit(actor, visit), read(visit.form.definition)
    how = CorrectForm(
        initial={
            "outcome": visit.outcome,
            "method": visit.method,
            "note": visit.note,
            "version": visit.version,
        }
    )
    answers: Mapping[str, Any] = visit.answers
    errors: dict[str, str] = {}
    if request.method == "POST":
        data = _with_photos(request, definition)
        how, answers = CorrectForm(data), posted_answers(definition, data, subject)
        if how.is_valid():
            told = Correction(answers=answers, keeps_sealed=True, **how.cleaned_data)
            try:
                made = correct_visit(actor=actor, visit_id=visit_id, correction=told, at=at)
            except DomainError as refused:
                errors = _beside(how, refused)
            else:
                _say(request, made.notices, _("The visit is corrected."))
                return redirect("visits:visit", visit_id=visit_id)
    context = {"form": how, "chosen": visit.form, "visit": visit}
    return _page(request, "visits/new.html", context, definition, answers, subject, errors)


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    definition: Definition,
    answers: Mapping[str, Any],
    subject: Subject,
    errors: Mapping[str, str],
) -> HttpResponse:
    offered = [(topic.code, topic.name) for topic in topics(now())]
    sections = shown_sections(definition, answers, subject=subject, topics=offered, errors=errors)
    context |= {"sections": sections, "subject": subject, "errors": errors}
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


def _with_photos(request: HttpRequest, definition: Definition) -> QueryDict:
    """The post with tokens in the place of files; each file input has its own."""
    posted: Posted | None = None
    for names in photo_fields(definition):
        posted = posted_with_photos(request, at=now(), names=names, before=posted)
    for problem in posted.problems if posted else ():
        messages.warning(request, problem)
    return posted.data if posted else request.POST


def _beside(how: HowForm, refused: DomainError) -> dict[str, str]:
    """Errors by question; what belongs to none stands on top."""
    if isinstance(refused, BadAnswers):
        return refused.problems
    how.add_error(None, refused.sentence())
    return {}


def _say(request: HttpRequest, notices: tuple[str, ...], done: str) -> None:
    messages.success(request, done)
    for notice in notices:
        messages.warning(request, notice)


def _chosen(offered: list[Form], code: str) -> Form | None:
    if code:
        found = next((form for form in offered if form.code == code), None)
        if found is None:
            raise FormNotInUse(field="form")
        return found
    return offered[0] if len(offered) == 1 else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
