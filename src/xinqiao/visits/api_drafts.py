"""A visit as the interface is told of it, made a draft."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.dateparse import parse_datetime

from xinqiao.accounts.access import Actor
from xinqiao.field.contract import Row
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.errors import BadTime, FormNotInUse, UnknownWord
from xinqiao.visits.models import Form, FormSubject


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
