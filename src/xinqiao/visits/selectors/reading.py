"""A visit in words, for its page: answers by section, who was met, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.files.models import Attachment
from xinqiao.files.selectors import attachments_of
from xinqiao.registry.models import Facility, Person
from xinqiao.visits.formlang import Question, asked, read
from xinqiao.visits.formlang.shapes import (
    CHOICE,
    CHOICES,
    FACILITIES,
    FINDINGS,
    PEOPLE,
    PEOPLE_TAGS,
    PHOTO,
    SIGNATURE,
    YES_NO,
)
from xinqiao.visits.models import VISIT, Visit


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words; is_hidden: sealed, not opened."""

    label: str
    words: str = ""
    photos: Sequence[Attachment] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: Sequence[Line]


def parts_of(visit: Visit, *, opened: Mapping[str, Any] | None = None) -> list[Part]:
    """Sections with what was answered; sensitive answers only when `opened` holds them.

    Three statements: files, people, facilities.
    """
    definition = read(visit.form.definition)
    hidden = visit.answers_sealed is not None and opened is None
    answers = {**visit.answers, **(opened or {})}
    words = _Words(visit, answers)
    parts = []
    for section, questions in asked(definition, answers):
        lines = [
            words.line(question, answers[question.code])
            for question in questions
            if question.code in answers and question.type != FINDINGS
        ]
        if hidden:
            lines += [Line(one.label, is_hidden=True) for one in questions if one.sensitive]
        if lines:
            parts.append(Part(section.title, lines))
    return parts


class _Words:
    """Names behind ids and tokens, read once."""

    def __init__(self, visit: Visit, answers: Mapping[str, Any]) -> None:
        files = attachments_of(VISIT, [visit.pk]).get(visit.pk, [])
        self.files = {file.token: file for file in files}
        people, facilities = _ids(read(visit.form.definition).questions, answers)
        self.people = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
        found = Facility.objects.filter(pk__in=facilities).values_list("pk", "name")
        self.facilities = dict(found)

    def line(self, question: Question, answer: Any) -> Line:
        if question.type == PHOTO:
            return Line(question.label, photos=self._photos(answer))
        if question.type == SIGNATURE:
            return Line(question.label, answer["name"], self._photos([answer["token"]]))
        return Line(question.label, self._say(question, answer))

    def _photos(self, tokens: Sequence[str]) -> list[Attachment]:
        return [self.files[token] for token in tokens if token in self.files]

    def _say(self, question: Question, answer: Any) -> str:
        labels = {option.code: option.label for option in question.options}
        if question.type == YES_NO:
            return _("Yes") if answer else _("No")
        if question.type == CHOICE:
            return str(labels.get(answer, answer))
        if question.type == CHOICES:
            return "、".join(labels.get(one, one) for one in answer)
        if question.type == PEOPLE:
            return "、".join(self.people.get(one, "—") for one in answer)
        if question.type == FACILITIES:
            return "、".join(self.facilities.get(one, "—") for one in answer)
        if question.type == PEOPLE_TAGS:
            told = [
                f"{self.people.get(one['person'], '—')}: "
                + ("、".join(labels.get(tag, tag) for tag in one["tags"]) or "—")
                for one in answer
            ]
            return "; ".join(told)
        return f"{answer}{question.unit}"


def _ids(questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    people: set[int] = set()
    facilities: set[int] = set()
    for question in questions:
        answer = answers.get(question.code, ())
        if question.type == PEOPLE:
            people.update(answer)
        elif question.type == PEOPLE_TAGS:
            people.update(one["person"] for one in answer)
        elif question.type == FACILITIES:
            facilities.update(answer)
    return people, facilities
