"""Record a visit: answers, who was met, what became clear, what was found and passed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import require_aware
from xinqiao.registry.models import Household
from xinqiao.visits.drafts import Recorded, VisitDraft
from xinqiao.visits.errors import BadTime, FormNotInUse, KeyTaken, UnknownWord
from xinqiao.visits.formlang import read
from xinqiao.visits.formlang.shapes import MET
from xinqiao.visits.models import VISIT, Form, Method, Outcome, Visit, VisitedPerson
from xinqiao.visits.selectors.subjects import Subject, subject_of
from xinqiao.visits.services.answers import Answers, checked_answers
from xinqiao.visits.services.clearing import mark_clear
from xinqiao.visits.services.effects import update_register
from xinqiao.visits.services.findings import keep_findings
from xinqiao.visits.services.hearing import hear_visit

# Clocks of phones run ahead a little.
TOLERANCE: Final = timedelta(minutes=10)
MOST_FILES: Final = 60


@transaction.atomic
def record_visit(*, actor: Actor, draft: VisitDraft, at: datetime) -> Recorded:
    """Put a visit on record with all that follows from it, or nothing of it.

    at: aware UTC, when it is recorded. The same key answers with the visit that is there. Findings
    become requests in the same transaction. Records `visits.recorded`, and what the register and
    the requests record. Raises FormNotInUse, WrongSubject, BadTime, BadAnswers, UnknownWord (422),
    KeyTaken (409), the register's NotFound (404), and what raising a request raises.
    """
    if (known := known_visit(actor, draft.key)) is not None:
        return known
    _check_words(draft, at)
    form = _form(draft)
    subject = subject_of(
        actor=actor,
        kind=form.subject,
        household_id=draft.household_id,
        person_id=draft.person_id,
        facility_id=draft.facility_id,
    )
    if not subject.area_path.startswith(form.area_path):
        raise FormNotInUse(field="form")
    answers = checked_answers(
        read(form.definition),
        draft.answers,
        outcome=draft.outcome,
        subject=subject,
        at=draft.started_at,
    )
    if subject.household is not None:
        Household.objects.select_for_update().get(pk=subject.household.pk)
    try:
        with transaction.atomic():
            visit = _create(actor, draft, form, subject, answers, at)
    except IntegrityError:
        # The same command twice at once: the other one has committed meanwhile.
        if (known := known_visit(actor, draft.key)) is None:
            raise
        return known
    notices = follow(actor=actor, visit=visit, subject=subject, answers=answers, at=at)
    _log(actor, visit, form, at)
    return Recorded(visit, is_new=True, notices=tuple(notices))


def known_visit(actor: Actor, key: str) -> Recorded | None:
    """The visit that this sender's key already stands for. Raises KeyTaken for somebody else's."""
    visit = Visit.objects.filter(key=key).first()
    if visit is None:
        return None
    if visit.visitor_id != actor.user_id:
        raise KeyTaken
    return Recorded(visit, is_new=False)


def follow(
    *, actor: Actor, visit: Visit, subject: Subject, answers: Answers, at: datetime
) -> list[str]:
    """All that follows from the answers of a new or corrected visit; sentences for the visitor."""
    claim(
        tokens=answers.tokens,
        subject_kind=VISIT,
        subject_id=visit.pk,
        purpose=Purpose.REPORT,
        actor=actor,
        at=at,
        limit=MOST_FILES,
    )
    _meet(visit, answers)
    hear_visit(visit_id=visit.pk, at=at)
    if _is_overtaken(visit):
        keep_findings(actor=actor, visit=visit, subject=subject, answers=answers, at=at)
        return [_("A newer visit is on record, so the register was left as it is.")]
    notices = update_register(actor=actor, visit=visit, subject=subject, answers=answers, at=at)
    keep_findings(
        actor=actor, visit=visit, subject=subject, answers=answers, notices=notices, at=at
    )
    mark_clear(visit=visit, answers=answers, unclear={one.aspect for one in notices})
    return [one.text for one in notices]


def _create(
    actor: Actor, draft: VisitDraft, form: Form, subject: Subject, answers: Answers, at: datetime
) -> Visit:
    post = actor.post_in(subject.area_path)
    return Visit.objects.create(
        form=form,
        household=subject.household,
        person=subject.person,
        facility=subject.facility,
        place=subject.place,
        area_id=subject.area_id,
        area_path=subject.area_path,
        visitor_id=actor.user_id,
        post_id=post.post_id if post else None,
        method=draft.method,
        outcome=draft.outcome,
        started_at=draft.started_at,
        ended_at=draft.ended_at,
        recorded_at=at,
        lon=draft.lon,
        lat=draft.lat,
        answers=answers.open,
        answers_sealed=answers.sealed,
        note=clean_text(draft.note, limit=200, field="note", multiline=False),
        key=draft.key,
    )


def _meet(visit: Visit, answers: Answers) -> None:
    """Who was met, as the answers say now."""
    met: set[int] = set()
    if visit.outcome == Outcome.MET:
        for question in answers.definition.questions:
            if question.effect == MET:
                met.update(answers.clean.get(question.code, ()))
    visit.met.exclude(person_id__in=met).delete()
    VisitedPerson.objects.bulk_create(
        [
            VisitedPerson(visit=visit, person_id=person, at=visit.started_at)
            for person in sorted(met)
        ],
        ignore_conflicts=True,
    )


def _is_overtaken(visit: Visit) -> bool:
    """Whether a later visit to the same household was recorded before this one came in."""
    if visit.household_id is None:
        return False
    later = Visit.objects.filter(
        household_id=visit.household_id,
        started_at__gt=visit.started_at,
        outcome=Outcome.MET,
        form__code=visit.form.code,
    )
    return later.exclude(pk=visit.pk).exists()


def _form(draft: VisitDraft) -> Form:
    form = Form.objects.filter(pk=draft.form_id, published_at__isnull=False).first()
    if form is None:
        raise FormNotInUse(field="form")
    return form


def _check_words(draft: VisitDraft, at: datetime) -> None:
    if not 8 <= len(draft.key) <= 64 or not draft.key.isascii() or not draft.key.isprintable():
        raise UnknownWord(field="key")
    if draft.outcome not in Outcome.values:
        raise UnknownWord(field="outcome")
    if draft.method not in Method.values:
        raise UnknownWord(field="method")
    started, ended = require_aware(draft.started_at), draft.ended_at
    if started > at + TOLERANCE or (ended is not None and not started <= ended <= at + TOLERANCE):
        raise BadTime(field="started_at")
    if (draft.lon is None) != (draft.lat is None) or not _on_earth(draft):
        raise UnknownWord(field="lon")


def _on_earth(draft: VisitDraft) -> bool:
    return draft.lon is None or (abs(draft.lon) <= 180 and abs(draft.lat or 0.0) <= 90)


def _log(actor: Actor, visit: Visit, form: Form, at: datetime) -> None:
    append(
        kind="visits.recorded",
        actor=actor,
        at=at,
        subject_kind=VISIT,
        subject_id=visit.pk,
        area_path=visit.area_path,
        data=facts_of(visit, form),
    )


def facts_of(visit: Visit, form: Form) -> dict[str, Any]:
    """What the log holds of a visit: ids and codes, never words."""
    return {
        "form": form.code,
        "form_version": form.version,
        "version": visit.version,
        "outcome": visit.outcome,
        "method": visit.method,
        "started_at": visit.started_at.isoformat(),
        "household_id": visit.household_id,
        "person_id": visit.person_id,
        "facility_id": visit.facility_id,
        "met": sorted(visit.met.values_list("person_id", flat=True)),
        "findings": visit.findings.count(),
    }
