"""Refuse a definition that could not be filled in: every problem at once, each with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from xinqiao.visits.formlang import shapes
from xinqiao.visits.formlang.conditions import check_condition, check_references
from xinqiao.visits.formlang.problems import Problem

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_QUESTIONS: Final = 200
MOST_OPTIONS: Final = 100
LONGEST: Final = {"title": 60, "label": 200, "help": 500, "unit": 10, "category": 60}

_COMMON = {"code": str, "type": str, "label": str, "help": str, "when": dict}
_FLAGS = {"required": bool, "sensitive": bool}
# What each type may say besides the common; bool is no number here.
_OWN: Final[dict[str, dict[str, Any]]] = {
    shapes.TEXT: {"max_length": int, "effect": str},
    shapes.LONG_TEXT: {"max_length": int},
    shapes.NUMBER: {
        "min": (int, float),
        "max": (int, float),
        "decimals": int,
        "unit": str,
        "effect": str,
    },
    shapes.CHOICE: {"options": list},
    shapes.CHOICES: {"options": list, "most": int},
    shapes.DATE: {"earliest": str, "latest": str},
    shapes.PHOTO: {"most": int},
    shapes.PEOPLE: {"most": int, "effect": str},
    shapes.PEOPLE_TAGS: {"options": list},
    shapes.FACILITIES: {"most": int},
    shapes.FINDINGS: {"aspect": str, "category": str, "most": int},
}
_SECTION = {
    "code": str,
    "title": str,
    "help": str,
    "clears": str,
    "clear_when": dict,
    "when": dict,
    "questions": list,
}


def check(definition: Any) -> list[Problem]:
    """All problems of a definition, in the order of the form; empty when it can be published."""
    if not isinstance(definition, Mapping) or not isinstance(definition.get("sections"), list):
        return [Problem("no_sections")]
    sections = definition["sections"]
    shape = [*_unknown(definition, {"sections"}, ""), *_sections(sections)]
    return shape or [*_duplicates(sections), *check_references(shapes.read(definition))]


def _sections(sections: Sequence[Any]) -> Iterator[Problem]:
    if not sections:
        yield Problem("no_sections")
    for number, section in enumerate(sections, 1):
        where = _where(section, f"{number}")
        if not isinstance(section, Mapping):
            yield Problem("not_an_object", where)
            continue
        yield from _fields(section, _SECTION, where, needed=("code", "title", "questions"))
        if section.get("clears", "") not in ("", *shapes.CLEARS):
            yield Problem("unknown_word", where, {"field": "clears", "words": shapes.CLEARS})
        questions = section.get("questions")
        if isinstance(questions, list):
            yield from _questions(questions, where)
    count = sum(len(s["questions"]) for s in sections if _has_questions(s))
    if not count:
        yield Problem("no_questions")
    if count > MOST_QUESTIONS:
        yield Problem("too_many_questions", "", {"most": MOST_QUESTIONS})


def _questions(questions: Sequence[Any], section: str) -> Iterator[Problem]:
    for number, question in enumerate(questions, 1):
        where = _where(question, f"{section}.{number}")
        if not isinstance(question, Mapping):
            yield Problem("not_an_object", where)
        elif question.get("type") not in shapes.TYPES:
            yield Problem("unknown_word", where, {"field": "type", "words": shapes.TYPES})
        else:
            yield from _question(question, where)


def _question(question: Mapping[str, Any], where: str) -> Iterator[Problem]:
    kind = question["type"]
    known = {**_COMMON, **_FLAGS, **_OWN.get(kind, {})}
    problems = list(_fields(question, known, where, needed=("code", "label")))
    yield from problems
    if problems:
        return
    if kind in shapes.WITH_OPTIONS:
        yield from _options(question.get("options", []), where)
    if question.get("sensitive") and kind in shapes.NEVER_SENSITIVE:
        yield Problem("never_sensitive", where)
    if kind == shapes.FINDINGS and question.get("aspect") not in shapes.ASPECTS:
        yield Problem("unknown_word", where, {"field": "aspect", "words": shapes.ASPECTS})
    if question.get("effect", "") not in ("", shapes.EFFECTS.get(kind)):
        yield Problem(
            "unknown_word", where, {"field": "effect", "words": (shapes.EFFECTS.get(kind),)}
        )
    yield from _limits(question, where)


def _limits(question: Mapping[str, Any], where: str) -> Iterator[Problem]:
    low, high = question.get("min"), question.get("max")
    if low is not None and high is not None and low > high:
        yield Problem("limits_crossed", where)
    if not 0 <= question.get("decimals", 0) <= 4:
        yield Problem("out_of_range", where, {"field": "decimals", "low": 0, "high": 4})
    for name, ceiling in (("max_length", 2000), ("most", 60)):
        if name in question and not 1 <= question[name] <= ceiling:
            yield Problem("out_of_range", where, {"field": name, "low": 1, "high": ceiling})
    days = [question[name] for name in ("earliest", "latest") if question.get(name)]
    if not all(day == shapes.TODAY or _is_day(day) for day in days):
        yield Problem("not_a_day", where)
    elif len(days) == 2 and shapes.TODAY not in days and days[0] > days[1]:
        yield Problem("limits_crossed", where)


def _options(options: Sequence[Any], where: str) -> Iterator[Problem]:
    if not options:
        yield Problem("no_options", where)
    if len(options) > MOST_OPTIONS:
        yield Problem("too_many_options", where, {"most": MOST_OPTIONS})
    seen: set[str] = set()
    for option in options:
        if not isinstance(option, Mapping) or not _named(option):
            yield Problem("broken_option", where)
        elif option["code"] in seen:
            yield Problem("duplicate", where, {"code": option["code"]})
        else:
            seen.add(option["code"])


def _named(option: Mapping[str, Any]) -> bool:
    """Codes of options may hold dashes and dots: they can be tags of the register."""
    code, label = option.get("code"), option.get("label")
    if not isinstance(code, str) or not isinstance(label, str) or set(option) - {"code", "label"}:
        return False
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,39}", code)) and 0 < len(label.strip()) <= 60


def _fields(
    data: Mapping[str, Any], known: Mapping[str, Any], where: str, *, needed: tuple[str, ...]
) -> Iterator[Problem]:
    yield from _unknown(data, set(known), where)
    for name in needed:
        if not data.get(name):
            yield Problem("missing", where, {"field": name})
    for name, wanted in known.items():
        value = data.get(name)
        if value is None:
            if name in data:
                yield Problem("wrong_kind", where, {"field": name})
            continue
        if not _is_a(value, wanted):
            yield Problem("wrong_kind", where, {"field": name})
        elif isinstance(value, str) and len(value) > LONGEST.get(name, 60):
            yield Problem("too_long", where, {"field": name, "most": LONGEST.get(name, 60)})
        elif name == "code" and value and not CODE.fullmatch(value):
            yield Problem("bad_code", where, {"code": value})
        elif name in ("when", "clear_when"):
            yield from check_condition(value, where)


def _is_a(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool):
        return wanted is bool
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(value, wanted)


def _unknown(data: Mapping[str, Any], known: set[str], where: str) -> Iterator[Problem]:
    for name in sorted(set(map(str, data)) - known):
        yield Problem("unknown_field", where, {"field": name})


def _duplicates(sections: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    questions = [question["code"] for section in sections for question in section["questions"]]
    for codes in ([section["code"] for section in sections], questions):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Problem("duplicate", code, {"code": code})


def _where(data: Any, fallback: str) -> str:
    code = data.get("code") if isinstance(data, Mapping) else None
    return code if isinstance(code, str) and code else fallback


def _has_questions(section: Any) -> bool:
    return isinstance(section, Mapping) and isinstance(section.get("questions"), list)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
