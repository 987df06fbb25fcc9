"""What a condition may look like, and which questions it may look at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xinqiao.visits.formlang import shapes
from xinqiao.visits.formlang.problems import Problem
from xinqiao.visits.formlang.shapes import Condition, Definition, Question

DEEPEST: Final = 5
_VALUED = (shapes.YES_NO, shapes.CHOICE, shapes.NUMBER, shapes.TEXT)
# Which operator asks what types.
_ASKS: Final = {
    "equals": _VALUED,
    "in": (shapes.CHOICE, shapes.NUMBER, shapes.TEXT),
    "includes": (shapes.CHOICES,),
    "at_least": (shapes.NUMBER,),
    "at_most": (shapes.NUMBER,),
    "answered": shapes.TYPES,
}


def check_condition(data: Any, where: str, depth: int = 0) -> Iterator[Problem]:
    """Problems with the shape of a condition."""
    if not isinstance(data, Mapping) or depth > DEEPEST:
        yield Problem("broken_condition", where)
        return
    for operator in ("all", "any"):
        if set(data) == {operator}:
            parts = data[operator]
            if not isinstance(parts, list) or not parts:
                yield Problem("broken_condition", where)
                return
            for part in parts:
                yield from check_condition(part, where, depth + 1)
            return
    if set(data) == {"not"}:
        yield from check_condition(data["not"], where, depth + 1)
    elif not _is_test(data):
        yield Problem("broken_condition", where)


def _is_test(data: Mapping[str, Any]) -> bool:
    operators = set(data) - {"question"}
    if not isinstance(data.get("question"), str) or len(operators) != 1:
        return False
    (operator,) = operators
    value = data[operator]
    if operator == "answered":
        return isinstance(value, bool)
    if operator in ("at_least", "at_most"):
        return not isinstance(value, (str, bool)) and _is_plain(value)
    if operator == "in":
        return isinstance(value, list) and bool(value) and all(map(_is_plain, value))
    return operator in shapes.OPERATORS and _is_plain(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (str, bool, int))


def check_references(form: Definition) -> Iterator[Problem]:
    """Problems with what conditions look at: unknown, later or circular questions, odd values.

    Codes must be unique already for the places to be right.
    """
    order = {question.code: place for place, question in enumerate(form.questions)}
    circle = _on_a_circle(form)
    place = 0
    for section in form.sections:
        yield from _looks(form, section.when, section.code, order, place, circle)
        for question in section.questions:
            yield from _looks(form, question.when, question.code, order, place, circle)
            place += 1
        yield from _looks(form, section.clear_when, section.code, order, place, frozenset())


def _looks(
    form: Definition,
    condition: Condition | None,
    where: str,
    order: Mapping[str, int],
    place: int,
    circle: frozenset[str],
) -> Iterator[Problem]:
    for test in _tests(condition):
        asked = form.question(test.question)
        if asked is None:
            yield Problem("unknown_question", where, {"question": test.question})
        elif where in circle and test.question in circle:
            yield Problem("circle", where, {"question": test.question})
        elif order[test.question] >= place:
            yield Problem("later_question", where, {"question": test.question})
        elif asked.type not in _ASKS[test.operator]:
            values = {"question": test.question, "operator": test.operator, "type": asked.type}
            yield Problem("wrong_operator", where, values)
        elif not _can_be(asked, test):
            yield Problem("impossible_value", where, {"question": test.question})


def _tests(condition: Condition | None) -> Iterator[Condition]:
    if condition is None:
        return
    if condition.question:
        yield condition
    for part in condition.parts:
        yield from _tests(part)


def _can_be(question: Question, test: Condition) -> bool:
    """Whether the question could ever be answered so; a typing error in a code shows here."""
    if test.operator not in ("equals", "in", "includes"):
        return True
    values = test.value if isinstance(test.value, list) else [test.value]
    return all(_is_answer(question, value) for value in values)


def _is_answer(question: Question, value: Any) -> bool:
    if question.options:
        return value in question.option_codes
    if question.type == shapes.YES_NO:
        return isinstance(value, bool)
    if question.type == shapes.NUMBER:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str)


def _on_a_circle(form: Definition) -> frozenset[str]:
    """Codes of questions and sections whose conditions lead back to themselves."""
    looks: dict[str, set[str]] = {}
    for section in form.sections:
        of_section = set(section.when.questions()) if section.when else set()
        for question in section.questions:
            own = set(question.when.questions()) if question.when else set()
            looks[question.code] = own | of_section
    return frozenset(code for code in looks if code in _reached(looks, code))


def _reached(looks: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(looks[start])
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting.extend(looks.get(code, ()))
    return seen
