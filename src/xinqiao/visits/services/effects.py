"""What the answers of a visit change in the register, and where the two do not agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.kit.clean import clean_phone
from xinqiao.kit.errors import DomainError
from xinqiao.registry import sealed
from xinqiao.registry.models import PersonTag, TagSource
from xinqiao.registry.services.edit import edit_person
from xinqiao.registry.services.tagging import end_tag, give_tag
from xinqiao.visits.formlang import Question
from xinqiao.visits.formlang.shapes import PEOPLE_TAGS, PHONE, RESIDENTS
from xinqiao.visits.models import FindingAspect, Visit
from xinqiao.visits.selectors.subjects import Subject
from xinqiao.visits.services.answers import Answers
from xinqiao.visits.services.notices import Notice


def update_register(
    *, actor: Actor, visit: Visit, subject: Subject, answers: Answers, at: datetime
) -> list[Notice]:
    """Let the register follow the answers; what it does not take over is told, never lost.

    Categories among those offered are given or ended, a telephone number is corrected, and the
    number of residents is compared. A refusal of the register becomes a notice.
    """
    notices: list[Notice] = []
    for question in answers.definition.questions:
        answer = answers.clean.get(question.code)
        if answer is None:
            continue
        if question.effect == RESIDENTS and subject.household is not None:
            notices += _residents(question.code, answer, subject)
        elif question.effect == PHONE:
            notices += _phone(actor, question.code, answer, subject, at)
        elif question.type == PEOPLE_TAGS:
            notices += _tags(actor, question, answer, at)
    return notices


def _tags(
    actor: Actor, question: Question, answer: list[Mapping[str, Any]], at: datetime
) -> Iterator[Notice]:
    """Of the categories offered: give what was ticked, end what was not."""
    offered = question.option_codes
    held = _held([one["person"] for one in answer], offered)
    labels = {option.code: option.label for option in question.options}
    for told in answer:
        has = held.get(told["person"], {})
        for code in offered:
            if (code in told["tags"]) == (code in has):
                continue
            # What follows from the register is not ended by hand; it ends when its facts change.
            if has.get(code) == TagSource.RULE:
                continue
            refusal = _refused(_give_or_end, actor, told["person"], code, code in told["tags"], at)
            if refusal:
                text = _("“%(tag)s” was not taken over: %(why)s")
                values = {"tag": labels[code], "why": refusal}
                yield Notice(question.code, FindingAspect.CATEGORIES, text % values)


def _give_or_end(actor: Actor, person_id: int, code: str, is_given: bool, at: datetime) -> None:
    if is_given:
        give_tag(actor=actor, person_id=person_id, code=code, source=TagSource.VISIT, at=at)
    else:
        end_tag(actor=actor, person_id=person_id, code=code, at=at)


def _held(people: Collection[int], codes: Collection[str]) -> dict[int, dict[str, str]]:
    """Categories that people have now: source by code."""
    held: dict[int, dict[str, str]] = {}
    rows = PersonTag.objects.filter(
        person_id__in=people, tag__code__in=codes, until__isnull=True
    ).values_list("person_id", "tag__code", "source")
    for person, code, source in rows:
        held.setdefault(person, {})[code] = source
    return held


def _phone(
    actor: Actor, question: str, told: str, subject: Subject, at: datetime
) -> Iterator[Notice]:
    person = subject.contact
    if person is None:
        return
    refusal = _refused(_set_phone, actor, person.pk, person.phone_index, told, at)
    if refusal:
        text = _("The telephone number was not taken over: %(why)s") % {"why": refusal}
        yield Notice(question, FindingAspect.FAMILY, text)


def _set_phone(
    actor: Actor, person_id: int, known: bytes | memoryview | None, told: str, at: datetime
) -> None:
    phone = clean_phone(told)
    if known is None or bytes(known) != sealed.phone_index(phone):
        edit_person(actor=actor, person_id=person_id, changes={"phone": phone}, version=None, at=at)


def _refused(act: Any, *given: Any) -> str:
    """Do it; the sentence of the register when it refuses, and nothing of it is written."""
    try:
        with transaction.atomic():
            act(*given)
    except DomainError as refusal:
        return refusal.sentence()
    return ""


def _residents(question: str, told: int, subject: Subject) -> list[Notice]:
    if told == subject.residents:
        return []
    sentence = _(
        "%(told)s people live here, but the register has %(known)s. Please correct the register."
    )
    text = sentence % {"told": told, "known": subject.residents}
    return [Notice(question, FindingAspect.FAMILY, text)]
