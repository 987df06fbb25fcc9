"""Forms that a phone carries, and the visits that it sends back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.dateparse import parse_datetime

from xinqiao.accounts.access import Actor
from xinqiao.field.contract import (
    Carried,
    Command,
    Outcome,
    Row,
    register_carried,
    register_command,
)
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.errors import BadTime, FormNotInUse, UnknownWord
from xinqiao.visits.models import Form, FormSubject
from xinqiao.visits.selectors.forms import forms_for
from xinqiao.visits.services.record import record_visit
from xinqiao.workflow.raising import topics


def _forms(actor: Actor, at: datetime) -> Sequence[Row]:
    """Published forms of the actor's areas, as `visits.formlang` describes them; one statement."""
    return [
        {
            "id": form.pk,
            "code": form.code,
            "version": form.version,
            "title": form.title,
            "subject": form.subject,
            "definition": form.definition,
        }
        for form in forms_for(actor=actor, at=at)
    ]


def _topics(actor: Actor, at: datetime) -> Sequence[Row]:
    """What a finding can be about, for choosing from."""
    return [{"id": topic.code, "code": topic.code, "name": topic.name} for topic in topics(at)]


def _record(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """payload: form (id), household or person or facility, outcome, method, started_at, answers.

    The refusal of an answer names its question: `data["problems"]` stays with the phone.
    """
    made = record_visit(
        actor=actor, draft=draft_of(payload, actor=actor, at=happened_at), at=happened_at
    )
    return Outcome(
        message=" ".join(made.notices),
        data={"visit_id": made.visit.pk, "version": made.visit.version, "is_new": made.is_new},
    )


def draft_of(payload: Row, *, actor: Actor, at: datetime) -> VisitDraft:
    """A visit as a phone tells it. Raises FormNotInUse, BadTime, UnknownWord (422)."""
    form = Form.objects.filter(pk=_id(payload, "form") or 0).defer("definition").first()
    if form is None:
        raise FormNotInUse(field="form")
    answers = payload.get("answers") or {}
    if not isinstance(answers, dict):
        raise UnknownWord(field="answers")
    started = _time(payload, "started_at") or at
    whom = {
        FormSubject.HOUSEHOLD: {"household_id": _id(payload, "household")},
        FormSubject.PERSON: {"person_id": _id(payload, "person")},
        FormSubject.FACILITY: {"facility_id": _id(payload, "facility")},
    }[FormSubject(form.subject)]
    told = f"{actor.user_id}:{form.pk}:{sorted(whom.items())}:{started.isoformat()}"
    return VisitDraft(
        form_id=form.pk,
        key=str(payload.get("key") or hashlib.sha256(told.encode()).hexdigest()),
        started_at=started,
        ended_at=_time(payload, "ended_at"),
        outcome=str(payload.get("outcome", "met")),
        method=str(payload.get("method", "visit")),
        answers=answers,
        note=str(payload.get("note") or ""),
        lon=_degrees(payload, "lon"),
        lat=_degrees(payload, "lat"),
        **whom,
    )


def _id(payload: Row, name: str) -> int | None:
    value = payload.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    raise UnknownWord(field=name)


def _time(payload: Row, name: str) -> datetime | None:
    value = payload.get(name)
    if not value:
        return None
    try:
        found = parse_datetime(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadTime(field=name)
    return found


def _degrees(payload: Row, name: str) -> float | None:
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnknownWord(field=name)
    return float(value)


def register() -> None:
    """Declare what phones carry and send."""
    register_carried(Carried(name="visits.forms", rows=_forms))
    register_carried(Carried(name="visits.topics", rows=_topics))
    register_command(Command(kind="visits.record", perform=_record))
