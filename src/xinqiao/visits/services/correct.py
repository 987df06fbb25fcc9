"""Correct a visit: what it said before is kept, and what follows is done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.visits.drafts import Recorded
from xinqiao.visits.errors import UnknownWord, VisitChanged, VisitNotYours
from xinqiao.visits.formlang import read
from xinqiao.visits.models import VISIT, Method, Outcome, Revision, Visit
from xinqiao.visits.selectors.subjects import Subject, subject_of
from xinqiao.visits.selectors.visits import get_visit, may_correct
from xinqiao.visits.services.answers import Answers, checked_answers, open_sealed
from xinqiao.visits.services.record import facts_of, follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the visit should say. version: the one that was read.

    keeps_sealed: sensitive questions that are not answered keep their answers, for a page that
    does not show them.
    """

    version: int
    reason: str
    keeps_sealed: bool = False
    outcome: str = Outcome.MET
    method: str = Method.VISIT
    answers: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def correct_visit(*, actor: Actor, visit_id: int, correction: Correction, at: datetime) -> Recorded:
    """Replace the answers of a visit under a new version; requests that it raised stay.

    at: aware UTC. Records `visits.corrected`. Raises VisitNotFound (404), VisitNotYours (403),
    VisitChanged (409), BadAnswers, UnknownWord, TextMissing without a reason (422).
    """
    get_visit(actor=actor, visit_id=visit_id)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("form").get(pk=visit_id)
    if not may_correct(actor, visit):
        raise VisitNotYours
    if visit.version != correction.version:
        raise VisitChanged
    if correction.outcome not in Outcome.values or correction.method not in Method.values:
        raise UnknownWord(field="outcome")
    reason = clean_text(
        correction.reason, limit=200, field="reason", required=True, multiline=False
    )
    subject = subject_of_visit(actor, visit)
    answers = checked_answers(
        read(visit.form.definition),
        {**_hidden(visit, correction), **correction.answers},
        outcome=correction.outcome,
        subject=subject,
        at=visit.started_at,
    )
    _keep(visit, actor, reason, at)
    _write(visit, answers, correction, at)
    notices = follow(actor=actor, visit=visit, subject=subject, answers=answers, at=at)
    append(
        kind="visits.corrected",
        actor=actor,
        at=at,
        subject_kind=VISIT,
        subject_id=visit.pk,
        area_path=visit.area_path,
        data=facts_of(visit, visit.form),
    )
    return Recorded(visit, is_new=False, notices=tuple(notices))


def subject_of_visit(actor: Actor, visit: Visit) -> Subject:
    """What the visit went to, as the register has it now."""
    return subject_of(
        actor=actor,
        kind=visit.form.subject,
        household_id=visit.household_id,
        person_id=visit.person_id,
        facility_id=visit.facility_id,
    )


def _hidden(visit: Visit, correction: Correction) -> dict[str, Any]:
    return open_sealed(visit.answers_sealed) if correction.keeps_sealed else {}


def _write(visit: Visit, answers: Answers, correction: Correction, at: datetime) -> None:
    visit.outcome, visit.method = correction.outcome, correction.method
    visit.answers, visit.answers_sealed = answers.open, answers.sealed
    visit.note = clean_text(correction.note, limit=200, field="note", multiline=False)
    visit.version += 1
    visit.corrected_at = at
    visit.save(
        update_fields=[
            "outcome",
            "method",
            "answers",
            "answers_sealed",
            "note",
            "version",
            "corrected_at",
        ]
    )


def _keep(visit: Visit, actor: Actor, reason: str, at: datetime) -> None:
    Revision.objects.create(
        visit=visit,
        version=visit.version,
        method=visit.method,
        outcome=visit.outcome,
        answers=visit.answers,
        answers_sealed=visit.answers_sealed,
        note=visit.note,
        replaced_at=at,
        replaced_by_id=actor.user_id,
        reason=reason,
    )
