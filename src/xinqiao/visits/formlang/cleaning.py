"""One answer, cleaned: the shape its type asks for, within its limits."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final, Protocol

from xinqiao.visits.formlang import shapes
from xinqiao.visits.formlang.problems import Problem
from xinqiao.visits.formlang.shapes import Question

LONGEST_NAME: Final = 60
LONGEST_FINDING: Final = 500
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,43}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class Surroundings(Protocol):
    @property
    def today(self) -> date: ...
    @property
    def people(self) -> Collection[int] | None: ...
    @property
    def facilities(self) -> Collection[int] | None: ...


class Refused(Exception):
    """An answer that cannot be taken, with the code of its problem and its values."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def problem(self, where: str) -> Problem:
        return Problem(self.code, where, self.values)


def clean(question: Question, raw: Any, around: Surroundings) -> Any:
    """The clean answer, None when there is none. Raises Refused."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return None
    return _CLEANERS[question.type](question, raw, around)


def _text(question: Question, raw: Any, around: Surroundings) -> str | None:
    return _words(raw, question.max_length, lines=question.type == shapes.LONG_TEXT) or None


def _words(raw: Any, most: int, *, lines: bool = False) -> str:
    if not isinstance(raw, str):
        raise Refused("not_words")
    text = _CONTROL.sub("", raw.replace("\r\n", "\n"))
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > most:
        raise Refused("too_long", most=most, count=len(text))
    return text


def _number(question: Question, raw: Any, around: Surroundings) -> int | float:
    value = _as_number(raw)
    if value is None or not math.isfinite(value) or abs(value) > 1e12:
        raise Refused("not_a_number")
    if round(value, question.decimals) != value:
        raise Refused("too_precise", decimals=question.decimals)
    low, high = question.min, question.max
    if (low is not None and value < low) or (high is not None and value > high):
        raise Refused("out_of_limits", low=low, high=high)
    return int(value) if value == int(value) else value


def _as_number(raw: Any) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return float(raw) if abs(raw) < 10**15 else None
    if isinstance(raw, float):
        return raw
    if not isinstance(raw, str):
        return None
    text = unicodedata.normalize("NFKC", raw).strip()
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text) else None


def _choice(question: Question, raw: Any, around: Surroundings) -> str:
    if not isinstance(raw, str) or raw not in question.option_codes:
        raise Refused("not_an_option")
    return raw


def _choices(question: Question, raw: Any, around: Surroundings) -> list[str]:
    if not isinstance(raw, list) or not all(one in question.option_codes for one in raw):
        raise Refused("not_an_option")
    chosen = [code for code in question.option_codes if code in raw]
    return _at_most(chosen, question)


def _yes_no(question: Question, raw: Any, around: Surroundings) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("yes", "no"):
        return bool(raw == "yes")
    raise Refused("not_yes_no")


def _date(question: Question, raw: Any, around: Surroundings) -> str:
    try:
        day = date.fromisoformat(raw)
    except (TypeError, ValueError) as error:
        raise Refused("not_a_day") from error
    earliest, latest = (_day(limit, around) for limit in (question.earliest, question.latest))
    if (earliest and day < earliest) or (latest and day > latest):
        raise Refused("outside_days", earliest=earliest, latest=latest)
    return day.isoformat()


def _day(limit: str, around: Surroundings) -> date | None:
    if not limit:
        return None
    return around.today if limit == shapes.TODAY else date.fromisoformat(limit)


def _photos(question: Question, raw: Any, around: Surroundings) -> list[str]:
    return _at_most(_tokens(raw), question)


def _tokens(raw: Any) -> list[str]:
    if not isinstance(raw, list) or not all(map(_is_token, raw)):
        raise Refused("not_photos")
    return list(dict.fromkeys(raw))


def _is_token(raw: Any) -> bool:
    return isinstance(raw, str) and bool(_TOKEN.fullmatch(raw))


def _signature(question: Question, raw: Any, around: Surroundings) -> dict[str, str] | None:
    if not isinstance(raw, Mapping):
        raise Refused("not_a_signature")
    name = _words(raw.get("name") or "", LONGEST_NAME)
    token = raw.get("token") or ""
    if token and not _is_token(token):
        raise Refused("not_a_signature")
    return {"name": name, "token": token} if name or token else None


def _people(question: Question, raw: Any, around: Surroundings) -> list[int]:
    return _at_most(_ids(raw, around.people, "not_here"), question)


def _facilities(question: Question, raw: Any, around: Surroundings) -> list[int]:
    return _at_most(_ids(raw, around.facilities, "no_such_facility"), question)


def _ids(raw: Any, known: Collection[int] | None, problem: str) -> list[int]:
    if not isinstance(raw, list):
        raise Refused(problem)
    ids = list(dict.fromkeys(_id(one, problem) for one in raw))
    if known is not None and not all(one in known for one in ids):
        raise Refused(problem)
    return ids


def _id(raw: Any, problem: str) -> int:
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,18}", raw):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < 2**63:
        raise Refused(problem)
    return int(raw)


def _people_tags(question: Question, raw: Any, around: Surroundings) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
        raise Refused("not_an_option")
    people = _ids([one.get("person") for one in raw], around.people, "not_here")
    if len(people) != len(raw):
        raise Refused("twice")
    chosen = [_choices(question, one.get("tags") or [], around) for one in raw]
    return [{"person": person, "tags": tags} for person, tags in zip(people, chosen, strict=True)]


def _findings(question: Question, raw: Any, around: Surroundings) -> list[dict[str, Any]] | None:
    if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
        raise Refused("not_findings")
    found = [_finding(question, one) for one in raw]
    return _at_most([one for one in found if one["text"]], question) or None


def _finding(question: Question, raw: Mapping[str, Any]) -> dict[str, Any]:
    text = _words(raw.get("text") or "", LONGEST_FINDING)
    then = raw.get("then") or shapes.THEN[0]
    if then not in shapes.THEN:
        raise Refused("not_findings")
    return {
        "text": text,
        "category": _words(raw.get("category") or question.category, LONGEST_NAME),
        "then": then,
        "photos": _tokens(raw.get("photos") or []),
    }


def _at_most(values: list[Any], question: Question) -> list[Any]:
    if question.most and len(values) > question.most:
        raise Refused("too_many", most=question.most)
    return values


_CLEANERS: Final[dict[str, Callable[[Question, Any, Surroundings], Any]]] = {
    shapes.TEXT: _text,
    shapes.LONG_TEXT: _text,
    shapes.NUMBER: _number,
    shapes.CHOICE: _choice,
    shapes.CHOICES: _choices,
    shapes.YES_NO: _yes_no,
    shapes.DATE: _date,
    shapes.PHOTO: _photos,
    shapes.SIGNATURE: _signature,
    shapes.PEOPLE: _people,
    shapes.PEOPLE_TAGS: _people_tags,
    shapes.FACILITIES: _facilities,
    shapes.FINDINGS: _findings,
}
