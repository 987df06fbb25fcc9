"""Answers on their way into a visit: checked, split, sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from xinqiao.kit import crypto
from xinqiao.visits.errors import BadAnswers
from xinqiao.visits.form_words import sentence
from xinqiao.visits.formlang import Definition, split_sensitive, validate
from xinqiao.visits.formlang.shapes import FINDINGS, PHOTO, SIGNATURE
from xinqiao.visits.models import Outcome
from xinqiao.visits.selectors.subjects import Subject

CONTEXT: Final = "visits.answers"


@dataclass(frozen=True, slots=True)
class Answers:
    """Clean answers: all of them for the moment of recording, and as two columns hold them."""

    definition: Definition
    clean: Mapping[str, Any]

    @property
    def open(self) -> dict[str, Any]:
        return split_sensitive(self.definition, self.clean)[0]

    @property
    def sealed(self) -> bytes | None:
        """The sensitive answers under the key of the moment; None when there are none."""
        hidden = split_sensitive(self.definition, self.clean)[1]
        text = json.dumps(hidden, ensure_ascii=False, separators=(",", ":"))
        return crypto.seal(text, context=CONTEXT) if hidden else None

    @property
    def tokens(self) -> list[str]:
        """Tokens of every upload the answers name, in order."""
        found: list[str] = []
        for question in self.definition.questions:
            answer = self.clean.get(question.code)
            if answer is None:
                continue
            if question.type == PHOTO:
                found += answer
            elif question.type == SIGNATURE and answer["token"]:
                found.append(answer["token"])
            elif question.type == FINDINGS:
                found += [token for one in answer for token in one["photos"]]
        return list(dict.fromkeys(found))


def checked_answers(
    definition: Definition, raw: Mapping[str, Any], *, outcome: str, subject: Subject, at: datetime
) -> Answers:
    """Clean answers of a visit; none when nobody was met. Raises BadAnswers (422)."""
    if outcome != Outcome.MET:
        return Answers(definition, {})
    checked = validate(definition, raw, around=subject.around(at))
    if checked.problems:
        raise BadAnswers({code: sentence(one) for code, one in checked.problems.items()})
    return Answers(definition, checked.answers)


def open_sealed(sealed: bytes | memoryview | None) -> dict[str, Any]:
    """Sensitive answers in full. Only after a look is recorded, or to take a correction over."""
    if sealed is None:
        return {}
    opened: dict[str, Any] = json.loads(crypto.unseal(sealed, context=CONTEXT))
    return opened
