"""A visit's form on a page: questions as fields, what was posted as answers; no script needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xinqiao.registry.models import LookKind
from xinqiao.visits.formlang import Definition, Question
from xinqiao.visits.formlang.shapes import (
    CHOICES,
    FACILITIES,
    FINDINGS,
    PEOPLE,
    PEOPLE_TAGS,
    PHOTO,
    SIGNATURE,
    YES_NO,
)
from xinqiao.visits.models import Method, Outcome
from xinqiao.visits.selectors.subjects import Subject

FINDING_ROWS: Final = 3
_THEN: Final = (
    ("raise", _("Pass on as a request")),
    ("note", _("Note only")),
    ("settle", _("Settled on the spot")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TagRow:
    """A person with the categories that can be ticked."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class FindingRow:
    prefix: str
    text: str
    topics: Sequence[Choice]
    then: Sequence[Choice]
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """One question as the template draws it; `name` of its inputs."""

    question: Question
    name: str
    value: Any = ""
    choices: Sequence[Choice] = ()
    rows: Sequence[Any] = ()
    tokens: Sequence[str] = ()
    error: str = ""

    @property
    def is_conditional(self) -> bool:
        return self.question.when is not None


@dataclass(frozen=True, slots=True)
class ShownSection:
    title: str
    help: str
    questions: Sequence[ShownQuestion]


class HowForm(forms.Form):
    """How the visit went, above the questions."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    method = forms.ChoiceField(label=_("How?"), choices=Method.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CorrectForm(HowForm):
    """The same, with the reason of the correction."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=200)


class OpenForm(forms.Form):
    """Why sensitive answers are opened."""

    kind = forms.ChoiceField(label=_("What for?"), choices=LookKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)


def posted_answers(definition: Definition, data: QueryDict, subject: Subject) -> dict[str, Any]:
    """What was posted, in the shapes of `visits.formlang`; nothing is checked yet."""
    found: dict[str, Any] = {}
    for question in definition.questions:
        answer = _posted(question, data, subject)
        if answer not in (None, "", []):
            found[question.code] = answer
    return found


def _posted(question: Question, data: QueryDict, subject: Subject) -> Any:
    name = f"q-{question.code}"
    if question.type in (CHOICES, PEOPLE, FACILITIES):
        return data.getlist(name)
    if question.type == PHOTO:
        return data.getlist(f"tokens-{question.code}")
    if question.type == SIGNATURE:
        return {"name": data.get(name, ""), "token": ""} if data.get(name, "").strip() else None
    if question.type == PEOPLE_TAGS:
        # Without a mark that the list was there, an untouched list would end every category.
        if f"{name}-shown" not in data:
            return None
        return [
            {"person": one.person_id, "tags": data.getlist(f"{name}-{one.person_id}")}
            for one in subject.members
        ]
    if question.type == FINDINGS:
        rows = [_posted_finding(question, number, data) for number in range(FINDING_ROWS)]
        return [row for row in rows if row["text"].strip()]
    return data.get(name, "")


def _posted_finding(question: Question, number: int, data: QueryDict) -> dict[str, Any]:
    prefix = f"{question.code}-{number}"
    return {
        "text": data.get(f"q-{prefix}-text", ""),
        "category": data.get(f"q-{prefix}-category", ""),
        "then": data.get(f"q-{prefix}-then", ""),
        "photos": data.getlist(f"tokens-{prefix}"),
    }


def photo_fields(definition: Definition) -> list[tuple[str, str]]:
    """Names of the file inputs and of the fields for their tokens."""
    suffixes: list[str] = []
    for question in definition.questions:
        if question.type == PHOTO:
            suffixes.append(question.code)
        elif question.type == FINDINGS:
            suffixes += [f"{question.code}-{number}" for number in range(FINDING_ROWS)]
    return [(f"photos-{suffix}", f"tokens-{suffix}") for suffix in suffixes]


def shown_sections(
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    subject: Subject,
    topics: Sequence[tuple[str, str]],
    errors: Mapping[str, str],
) -> list[ShownSection]:
    """The whole form with what was answered so far and what was wrong."""
    return [
        ShownSection(
            section.title,
            section.help,
            [
                _shown(question, answers.get(question.code), subject, topics, errors)
                for question in section.questions
            ],
        )
        for section in definition.sections
    ]


def _shown(
    question: Question,
    answer: Any,
    subject: Subject,
    topics: Sequence[tuple[str, str]],
    errors: Mapping[str, str],
) -> ShownQuestion:
    name = f"q-{question.code}"
    shown: dict[str, Any] = {"value": "" if answer is None else answer}
    if question.type == YES_NO:
        words = (("yes", _("Yes")), ("no", _("No")))
        said = {True: "yes", False: "no"}.get(answer, answer) if answer is not None else ""
        shown["choices"] = _choices(words, [said])
    elif question.type == PEOPLE:
        people = [(str(one.person_id), one.person.name) for one in subject.members]
        if not people and subject.person is not None:
            people = [(str(subject.person.pk), subject.person.name)]
        shown["choices"] = _choices(people, answer or [])
    elif question.type == FACILITIES:
        near = [(str(one.pk), one.name) for one in subject.facilities]
        shown["choices"] = _choices(near, answer or [])
    elif question.type == PEOPLE_TAGS:
        shown["rows"] = _tag_rows(question, answer or [], subject)
    elif question.type == FINDINGS:
        shown["rows"] = _finding_rows(question, answer or [], topics)
    elif question.type == SIGNATURE:
        shown["value"] = answer.get("name", "") if answer else ""
    elif question.type == PHOTO:
        shown["tokens"] = answer or []
    elif question.options:
        options = [(option.code, option.label) for option in question.options]
        shown["choices"] = _choices(options, answer if isinstance(answer, list) else [answer])
    error = errors.get(question.code, "")
    return ShownQuestion(question=question, name=name, error=error, **shown)


def _choices(pairs: Sequence[tuple[str, Any]], chosen: Sequence[Any]) -> list[Choice]:
    picked = {str(one) for one in chosen}
    return [Choice(value, str(label), value in picked) for value, label in pairs]


def _tag_rows(question: Question, answer: Sequence[Any], subject: Subject) -> list[TagRow]:
    ticked = {int(one["person"]): one["tags"] for one in answer}
    options = [(option.code, option.label) for option in question.options]
    return [
        TagRow(
            f"q-{question.code}-{one.person_id}",
            one.person.name,
            _choices(options, ticked.get(one.person_id, [])),
        )
        for one in subject.members
    ]


def _finding_rows(
    question: Question, answer: Sequence[Any], topics: Sequence[tuple[str, str]]
) -> list[FindingRow]:
    rows = []
    for number in range(FINDING_ROWS):
        told = answer[number] if number < len(answer) else {}
        rows.append(
            FindingRow(
                f"{question.code}-{number}",
                told.get("text", ""),
                _choices(topics, [told.get("category") or question.category]),
                _choices(_THEN, [told.get("then") or "raise"]),
                told.get("photos", []),
            )
        )
    return rows
