"""A definition, read. `read` trusts what `checking.check` found nothing wrong with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

TEXT, LONG_TEXT, NUMBER, CHOICE, CHOICES, YES_NO, DATE = (
    "text",
    "long_text",
    "number",
    "choice",
    "choices",
    "yes_no",
    "date",
)
PHOTO, SIGNATURE, PEOPLE, PEOPLE_TAGS, FACILITIES, FINDINGS = (
    "photo",
    "signature",
    "people",
    "people_tags",
    "facilities",
    "findings",
)
TYPES: Final = (
    TEXT,
    LONG_TEXT,
    NUMBER,
    CHOICE,
    CHOICES,
    YES_NO,
    DATE,
    PHOTO,
    SIGNATURE,
    PEOPLE,
    PEOPLE_TAGS,
    FACILITIES,
    FINDINGS,
)
WITH_OPTIONS: Final = (CHOICE, CHOICES, PEOPLE_TAGS)
# Kept in rows and files of their own, so there is nothing to seal.
NEVER_SENSITIVE: Final = (PHOTO, SIGNATURE, FINDINGS)

PHONE, RESIDENTS, MET = "phone", "residents", "met"
EFFECTS: Final = {TEXT: PHONE, NUMBER: RESIDENTS, PEOPLE: MET}
ASPECTS: Final = ("family", "categories", "facilities", "hazard", "conflict")
CLEARS: Final = ("family", "categories", "facilities", "hazards")
THEN: Final = ("raise", "note", "settle")
TODAY: Final = "today"

LENGTHS: Final = {TEXT: 200, LONG_TEXT: 1000}
MOST: Final = {PHOTO: 6, PEOPLE: 30, FACILITIES: 30, FINDINGS: 6, CHOICES: 60}

OPERATORS: Final = ("equals", "in", "includes", "at_least", "at_most", "answered")


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one question (`operator` of OPERATORS), or all/any/not of `parts`."""

    operator: str
    question: str = ""
    value: Any = None
    parts: tuple[Condition, ...] = ()

    def questions(self) -> Iterator[str]:
        """Codes of the questions it looks at."""
        if self.question:
            yield self.question
        for part in self.parts:
            yield from part.questions()


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; fields that its type does not know keep their defaults."""

    code: str
    type: str
    label: str
    help: str = ""
    required: bool = False
    sensitive: bool = False
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    min: float | None = None
    max: float | None = None
    decimals: int = 0
    unit: str = ""
    max_length: int = 0
    most: int = 0
    earliest: str = ""
    latest: str = ""
    effect: str = ""
    aspect: str = ""
    category: str = ""

    @property
    def option_codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    code: str
    title: str
    help: str = ""
    clears: str = ""
    clear_when: Condition | None = None
    when: Condition | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)


def read(definition: Mapping[str, Any]) -> Definition:
    """Read a definition that `check` passed."""
    return Definition(tuple(_section(section) for section in definition["sections"]))


def read_condition(data: Mapping[str, Any] | None) -> Condition | None:
    """Read a condition; None when there is none."""
    if not data:
        return None
    for operator in ("all", "any"):
        if operator in data:
            parts = tuple(filter(None, (read_condition(part) for part in data[operator])))
            return Condition(operator, parts=parts)
    if "not" in data:
        part = read_condition(data["not"])
        return Condition("not", parts=(part,) if part else ())
    operator = next(name for name in OPERATORS if name in data)
    return Condition(operator, data["question"], data[operator])


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        code=data["code"],
        title=data["title"],
        help=data.get("help", ""),
        clears=data.get("clears", ""),
        clear_when=read_condition(data.get("clear_when")),
        when=read_condition(data.get("when")),
        questions=tuple(_question(question) for question in data["questions"]),
    )


def _question(data: Mapping[str, Any]) -> Question:
    plain = {name: value for name, value in data.items() if name not in ("when", "options")}
    kind = data["type"]
    limits = {"max_length": LENGTHS.get(kind, 0), "most": MOST.get(kind, 0)}
    options = tuple(Option(one["code"], one["label"]) for one in data.get("options", ()))
    when = read_condition(data.get("when"))
    return Question(**{**limits, **plain}, options=options, when=when)
