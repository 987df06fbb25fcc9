"""Answers: which questions are asked, what an answer must look like, what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinqiao.visits.formlang.cleaning import Refused, clean
from xinqiao.visits.formlang.problems import Problem
from xinqiao.visits.formlang.shapes import Condition, Definition, Question, Section

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What answers may name: people and facilities by id (None: not looked at), and the day."""

    today: date
    people: Collection[int] | None = None
    facilities: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Clean answers of the questions that were asked, and what is wrong, by question."""

    answers: dict[str, Any]
    problems: dict[str, Problem]


def validate(form: Definition, answers: Answers, *, around: Around) -> Checked:
    """Clean answers to a form. Answers to questions that are not asked are dropped.

    Never raises, whatever a phone sends. Cleaning what is clean changes nothing.
    """
    kept: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for section, question in _in_order(form):
        if not _is_asked(section, question, kept):
            continue
        try:
            value = clean(question, answers.get(question.code), around)
        except Refused as refused:
            problems[question.code] = refused.problem(question.code)
            continue
        if value is not None:
            kept[question.code] = value
        elif question.required:
            problems[question.code] = Problem("required", question.code)
    known = {question.code for question in form.questions}
    for code in sorted(str(code) for code in answers if code not in known):
        problems[code] = Problem("not_in_this_form", code)
    return Checked(kept, problems)


def asked(form: Definition, answers: Answers) -> list[tuple[Section, list[Question]]]:
    """The sections and questions that these clean answers lead to; empty sections are left out."""
    kept: dict[str, Any] = {}
    shown: dict[str, tuple[Section, list[Question]]] = {}
    for section, question in _in_order(form):
        if _is_asked(section, question, kept):
            shown.setdefault(section.code, (section, []))[1].append(question)
            if question.code in answers:
                kept[question.code] = answers[question.code]
    return list(shown.values())


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition is met by clean answers; no condition always is."""
    if condition is None:
        return True
    if condition.operator == "all":
        return all(holds(part, answers) for part in condition.parts)
    if condition.operator == "any":
        return any(holds(part, answers) for part in condition.parts)
    if condition.operator == "not":
        return not any(holds(part, answers) for part in condition.parts)
    return _tests(condition, answers.get(condition.question))


def _tests(condition: Condition, answer: Any) -> bool:
    wanted = condition.value
    if condition.operator == "answered":
        return bool((answer is not None) == wanted)
    if answer is None:
        return False
    # True == 1 in Python, and the phone's language says otherwise.
    if condition.operator == "equals":
        return _same(answer, wanted)
    if condition.operator == "in":
        return any(_same(answer, one) for one in wanted)
    if condition.operator == "includes":
        return wanted in answer
    return bool(answer >= wanted) if condition.operator == "at_least" else bool(answer <= wanted)


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def split_sensitive(form: Definition, answers: Answers) -> tuple[dict[str, Any], dict[str, Any]]:
    """Clean answers as (open to all who see the visit, to be sealed)."""
    sensitive = {question.code for question in form.questions if question.sensitive}
    return (
        {code: value for code, value in answers.items() if code not in sensitive},
        {code: value for code, value in answers.items() if code in sensitive},
    )


def _is_asked(section: Section, question: Question, kept: Answers) -> bool:
    return holds(section.when, kept) and holds(question.when, kept)


def _in_order(form: Definition) -> Iterator[tuple[Section, Question]]:
    for section in form.sections:
        for question in section.questions:
            yield section, question
