"""Which column of an office's file is what: names and their synonyms are data, not code."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.registry.exchange.errors import ColumnsMissing

# (YYYY-MM-DD), * and the like around a name are for the eye.
_ASIDE: Final = re.compile(r"\([^)]*\)|[\s*:#、.]|^\d+(?=\D)")
_ENOUGH: Final = 2

NAMES: Final[dict[str, Promise]] = {
    "name": _("Name"),
    "sex": _("Sex"),
    "citizen_number": _("Citizen number"),
    "born_on": _("Birth date"),
    "phone": _("Telephone"),
    "grid": _("Grid"),
    "estate": _("Estate"),
    "building": _("Building"),
    "unit": _("Unit"),
    "number": _("Room"),
    "address": _("Address"),
    "relation": _("Relation to the head of the household"),
    "household": _("Number of the household"),
    "head": _("Head of the household"),
    "is_registered": _("Registered here"),
    "lives_here": _("Lives here"),
    "tags": _("Categories of the person"),
    "usage": _("Use of the dwelling"),
    "employer": _("Employer"),
    "note": _("Note"),
}


def match(file: str, columns: Sequence[str]) -> dict[str, str]:
    """Our field -> the file's column. Raises ColumnsMissing.

    Needed are a name, something to know the person by, and a home.
    """
    found = _fields(columns)
    missing = []
    if "name" not in found:
        missing.append(NAMES["name"])
    if not found.keys() & {"citizen_number", "born_on"}:
        missing.append(NAMES["citizen_number"])
    if "address" not in found and not found.keys() >= {"building", "number"}:
        missing += [NAMES["building"], NAMES["number"]]
    if missing:
        raise ColumnsMissing(
            file=file,
            missing=", ".join(str(one) for one in missing),
            columns=", ".join(columns)[:300],
            field="file",
        )
    return found


def is_header(cells: list[str]) -> bool:
    """Tell the names of columns from a title above them: a name and something else we know."""
    found = _fields([cell for cell in cells if cell])
    return "name" in found and len(found) >= _ENOUGH


@cache
def words(kind: str) -> Mapping[str, str]:
    """Office word -> our choice, for `sex`, `relation`, `usage`."""
    table: dict[str, list[str]] = _data("words.json")[kind]
    return {word: choice for choice, synonyms in table.items() for word in synonyms}


@cache
def word_set(kind: str) -> frozenset[str]:
    """Office words of one meaning: `yes`, `no`, `away`."""
    return frozenset(_data("words.json")[kind])


@cache
def first_names() -> Mapping[str, str]:
    """Our field -> the column name that the example and our own exports bear."""
    return {field: names[0] for field, names in _data("columns.json").items()}


def plain(name: str) -> str:
    """A column name without what is for the eye only."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name)).lower()


def _fields(columns: Sequence[str]) -> dict[str, str]:
    """The first synonym wins: a file with 住址 and 地址 means the former by the home."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column), column)
    found = {}
    for field, names in _data("columns.json").items():
        known = [by_name[plain(name)] for name in names if plain(name) in by_name]
        if known:
            found[field] = known[0]
    return found


@cache
def _data(name: str) -> dict:  # type: ignore[type-arg]
    folder = files("xinqiao.registry.exchange") / "data"
    return dict(json.loads((folder / name).read_text(encoding="utf-8")))
