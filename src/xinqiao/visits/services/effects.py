"""What the answers of a visit change in the register, and where the two do not agree."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.visits.formlang.shapes import RESIDENTS
from xinqiao.visits.models import FindingAspect, Visit
from xinqiao.visits.selectors.subjects import Subject
from xinqiao.visits.services.answers import Answers
from xinqiao.visits.services.notices import Notice


def update_register(
    *, actor: Actor, visit: Visit, subject: Subject, answers: Answers, at: datetime
) -> list[Notice]:
    """Let the register follow the answers; what it does not take over is told, never lost."""
    notices: list[Notice] = []
    for question in answers.definition.questions:
        answer = answers.clean.get(question.code)
        if answer is None:
            continue
        if question.effect == RESIDENTS and subject.household is not None:
            notices += _residents(question.code, answer, subject)
    return notices


def _residents(question: str, told: int, subject: Subject) -> list[Notice]:
    if told == subject.residents:
        return []
    sentence = _(
        "%(told)s people live here, but the register has %(known)s. Please correct the register."
    )
    text = sentence % {"told": told, "known": subject.residents}
    return [Notice(question, FindingAspect.FAMILY, text)]
