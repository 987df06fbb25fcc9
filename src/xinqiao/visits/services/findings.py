"""What was found at a visit: kept, and passed on as requests, linked both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.files.services.copy import copy_uploads
from xinqiao.kit.errors import DomainError
from xinqiao.registry import sealed
from xinqiao.visits.errors import BadAnswers
from xinqiao.visits.formlang import Question
from xinqiao.visits.formlang.shapes import FINDINGS
from xinqiao.visits.models import VISIT, Finding, FindingAspect, FindingState, Visit
from xinqiao.visits.selectors.subjects import Subject
from xinqiao.visits.services.answers import Answers
from xinqiao.visits.services.notices import Notice
from xinqiao.workflow.raising import Raised, Wanted, raise_request

_STATES: Final = {"note": FindingState.NOTED, "settle": FindingState.SETTLED}


def keep_findings(
    *,
    actor: Actor,
    visit: Visit,
    subject: Subject,
    answers: Answers,
    at: datetime,
    notices: Sequence[Notice] = (),
) -> list[Finding]:
    """Write down what is new among the findings, and raise what is to become a request.

    A correction brings the earlier ones along; those stay as they are, as do their requests.
    Raises BadAnswers with the request's refusal beside the question.
    """
    known = {(row.question, row.text) for row in visit.findings.all()}
    position = len(known)
    made = []
    for question, told in _told(answers):
        if (question.code, told["text"]) in known:
            continue
        position += 1
        finding = Finding(
            visit=visit,
            position=position,
            question=question.code,
            aspect=question.aspect,
            text=told["text"],
            category_code=told["category"],
            state=_STATES.get(told["then"], FindingState.RAISED),
        )
        if finding.state == FindingState.RAISED:
            finding.item_id = _raise(actor, finding, subject, told["photos"], at).item_id
        made.append(finding)
    for notice in notices:
        if (notice.question, notice.text) not in known:
            position += 1
            made.append(_noted(visit, position, notice))
    return Finding.objects.bulk_create(made)


def _told(answers: Answers) -> Iterator[tuple[Question, dict[str, Any]]]:
    for question in answers.definition.questions:
        if question.type == FINDINGS:
            for told in answers.clean.get(question.code, ()):
                yield question, told


def _noted(visit: Visit, position: int, notice: Notice) -> Finding:
    return Finding(
        visit=visit,
        position=position,
        question=notice.question,
        aspect=notice.aspect,
        text=notice.text[:500],
        state=FindingState.NOTED,
    )


def _raise(
    actor: Actor, finding: Finding, subject: Subject, photos: Sequence[str], at: datetime
) -> Raised:
    visit = finding.visit
    name, phone = _speaks(finding, subject)
    wanted = Wanted(
        text=finding.text,
        category_code=finding.category_code,
        key=f"visit:{visit.pk}:{finding.position}",
        lon=visit.lon,
        lat=visit.lat,
        address=subject.address,
        area_id=subject.area_id,
        reporter_name=name,
        reporter_phone=phone,
        photo_tokens=tuple(copy_uploads(tokens=photos, at=at)),
    )
    try:
        with transaction.atomic():
            raised = raise_request(actor=actor, wanted=wanted, at=at)
    except DomainError as refused:
        raise BadAnswers({finding.question: refused.sentence()}) from refused
    append(
        kind="visits.finding_raised",
        actor=actor,
        at=at,
        subject_kind=VISIT,
        subject_id=visit.pk,
        area_path=visit.area_path,
        data={"item_id": raised.item_id, "aspect": finding.aspect},
    )
    return raised


def _speaks(finding: Finding, subject: Subject) -> tuple[str, str]:
    """Whose request it is: the resident's, where there is a number to call back (代办).

    A hazard is what the visitor saw, so the visitor stands for it.
    """
    person = subject.contact
    if finding.aspect == FindingAspect.HAZARD or person is None:
        return "", ""
    phone = sealed.open_phone(person.phone_sealed)
    return (person.name, phone) if phone else ("", "")
