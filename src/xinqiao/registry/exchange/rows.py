"""A line of an office's file as a person: cells read into what the register is told.

Numbers, names and days are checked by the register itself, the same as at a desk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xinqiao.kit.csvio import Row
from xinqiao.registry.drafts import PersonDraft
from xinqiao.registry.exchange.errors import (
    CellMissing,
    DateUnreadable,
    NameMasked,
    NumberLostDigits,
    WordUnknown,
)
from xinqiao.registry.exchange.headings import NAMES, word_set, words
from xinqiao.registry.models import Relation, Sex, TagSource, Usage

_LOST: Final = re.compile(r"\d\.\d+e\+?1[4-8]", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4})(?:\D?)(\d{1,2})(?:\D?)(\d{1,2})日?(?: 00:00(?::00)?)?")
_BETWEEN: Final = re.compile(r"[,，、;；/|\s]+")
_PHONES: Final = re.compile(r"[,，、;；/]")
_MASKS: Final = frozenset("*＊×")
_PREFIX: Final = "与户主关系"
_DEFAULT_RELATION: Final = Relation.OTHER
_CHOICES: Final = {"sex": Sex, "relation": Relation, "usage": Usage}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What one line says: the person, and the words for the home and the household.

    `tags` are words of the file, not yet codes; `says_relation` is False for an empty cell.
    """

    line: int
    person: PersonDraft
    says_relation: bool
    tags: tuple[str, ...]
    grid: str
    estate: str
    building: str
    unit: str
    number: str
    address: str
    household: str
    head: str
    usage: str


class RowReader:
    """Reads lines of one file: `columns` is our field -> its column."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = dict(columns)
        self._pairs = tuple(self._columns.items())

    def read(self, line: int, cells: Row) -> PersonRow:
        """One line as a person. Raises what is wrong with it as a sentence (BadInput)."""
        said = dict.fromkeys(NAMES, "")
        for field, column in self._pairs:
            said[field] = cells.get(column, "").strip()
        relation = self._choice("relation", said["relation"].removeprefix(_PREFIX))
        return PersonRow(
            line=line,
            person=self._person(said, relation or _DEFAULT_RELATION),
            says_relation=bool(relation),
            tags=tuple(dict.fromkeys(filter(None, _BETWEEN.split(said["tags"])))),
            grid=said["grid"],
            estate=said["estate"],
            building=said["building"],
            unit=said["unit"],
            number=said["number"],
            address=said["address"],
            household=said["household"][:40],
            head=_joined(said["head"]),
            usage=self._choice("usage", said["usage"]) or Usage.OWN,
        )

    def _person(self, said: Mapping[str, str], relation: str) -> PersonDraft:
        name, number = said["name"], said["citizen_number"]
        if not name:
            raise CellMissing(column=self._columns["name"])
        if _is_masked(name):
            raise NameMasked(name=name[:20])
        if _LOST.fullmatch(number):
            raise NumberLostDigits(text=number)
        born_on = _day(said["born_on"])
        if _is_masked(number):
            number = ""
        if not number and born_on is None:
            raise CellMissing(column=self._columns.get("citizen_number", self._born_column()))
        phone = said["phone"]
        is_registered, lives_here = self._here(said["is_registered"], said["lives_here"])
        return PersonDraft(
            name=_joined(name),
            relation=relation,
            citizen_number=number,
            # A cell may hold two numbers; the first one is called.
            phone="" if _is_masked(phone) else _PHONES.split(phone, maxsplit=1)[0],
            sex=self._choice("sex", said["sex"]),
            born_on=born_on,
            employer=said["employer"],
            note=said["note"],
            is_registered=is_registered,
            lives_here=lives_here,
            tag_source=TagSource.IMPORT,
        )

    def _born_column(self) -> str:
        return self._columns.get("born_on", str(NAMES["born_on"]))

    def _choice(self, field: str, text: str) -> str:
        if not text:
            return ""
        known = words(field)
        found = known.get(text) or known.get(_folded(text)) or _labelled(field, text)
        if found is None:
            some = "、".join(list(known)[:6])
            raise WordUnknown(word=text[:20], column=self._columns[field], known=some)
        return found

    def _here(self, registered: str, lives: str) -> tuple[bool, bool]:
        """Registered here, lives here; where a file does not say, both are so."""
        is_registered = self._yes("is_registered", registered)
        lives_here = self._yes("lives_here", lives)
        if _folded(registered) in word_set("away"):
            return True, lives_here if lives else False
        return is_registered, lives_here

    def _yes(self, field: str, text: str) -> bool:
        word = _folded(text)
        if not word or word in word_set("yes"):
            return True
        if word in word_set("no") or word in word_set("away"):
            return False
        raise WordUnknown(word=text[:20], column=self._columns[field], known="是、否")


def _labelled(field: str, text: str) -> str | None:
    """A choice as our own pages and exports call it."""
    return next((value for value, label in _CHOICES[field].choices if label == text), None)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _is_masked(text: str) -> bool:
    return not _MASKS.isdisjoint(text)


def _joined(name: str) -> str:
    """Blanks inside a Han name only line it up (张 三); names in letters keep theirs."""
    if any(char.isascii() and char.isalpha() for char in name):
        return name
    return "".join(name.split())


def _day(text: str) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(_folded(text))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _refuse(text)
    except ValueError:
        return _refuse(text)


def _refuse(text: str) -> date:
    raise DateUnreadable(text=text[:40])
