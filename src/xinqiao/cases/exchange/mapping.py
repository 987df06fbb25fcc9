"""Which column of a foreign file is what: shipped mappings, mapping files, and their check.

A mapping is JSON: `system` (name of the source, part of what makes a request unique), `columns`
(our field -> the names it may have, first match wins), and optionally `categories` and `kinds`
(their word -> our code), `default_category`, `placeholders` (places are written as A市, A2区).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from xinqiao.cases.exchange.errors import ColumnsMissing, MappingUnknown, MappingUnreadable
from xinqiao.cases.models import Kind

SHIPPED: Final = Path(__file__).parent / "data"
FIELDS: Final = (
    "number",
    "time",
    "subject",
    "body",
    "reply",
    "reply_time",
    "category",
    "kind",
    "area",
    "address",
    "name",
    "phone",
    "lon",
    "lat",
    "outcome",
)
NEEDED: Final = ("number", "time")
_KEYS: Final = frozenset(
    {"system", "columns", "categories", "kinds", "default_category", "placeholders"}
)


@dataclass(frozen=True, slots=True)
class FileMap:
    """A mapping, checked. `columns`: our field -> names it may have in the file."""

    system: str
    columns: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    default_category: str = ""
    placeholders: bool = False

    def match(self, file: str, columns: Sequence[str]) -> dict[str, str]:
        """Return our field -> the file's own column. Raises ColumnsMissing."""
        present = {name.strip(): name for name in columns}
        found = {
            ours: present[theirs[0]]
            for ours, names in self.columns.items()
            if (theirs := [name for name in names if name in present])
        }
        missing = [name for name in NEEDED if name not in found]
        if "body" not in found and "subject" not in found:
            missing.append("body")
        if missing:
            raise ColumnsMissing(
                file=file, missing=", ".join(missing), columns=", ".join(columns) or "-"
            )
        return found


def shipped() -> list[str]:
    """Names of the mappings that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.json"))


def shipped_map(name: str) -> FileMap:
    """The shipped mapping of that name. Raises MappingUnknown."""
    if name not in shipped():
        raise MappingUnknown(name=name, known=", ".join(shipped()), field="system")
    return read_map(SHIPPED / f"{name}.json")


def read_map(path: Path) -> FileMap:
    """Read a mapping file. Raises MappingUnreadable with what is wrong; OSError when not there."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise MappingUnreadable(name=path.name, problem=str(error)[:200]) from error
    problem = _problem(content)
    if problem:
        raise MappingUnreadable(name=path.name, problem=problem)
    return FileMap(
        system=content["system"].strip(),
        columns={
            name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in content["columns"].items()
        },
        categories=content.get("categories", {}),
        kinds=content.get("kinds", {}),
        default_category=content.get("default_category", ""),
        placeholders=content.get("placeholders", False),
    )


def _problem(content: Any) -> str:
    """What is wrong with a mapping, as a sentence; empty when nothing is."""
    if not isinstance(content, dict):
        return _("It must be one JSON object.")
    if unknown := sorted(set(content) - _KEYS):
        return _("It does not know “%(name)s”.") % {"name": unknown[0]}
    system = content.get("system")
    if not isinstance(system, str) or not 0 < len(system.strip()) <= 60:
        return _("“system” must name the source in 1 to 60 characters.")
    columns = content.get("columns")
    if not isinstance(columns, dict) or not columns:
        return _("“columns” must say which column is what.")
    if unknown := sorted(set(columns) - set(FIELDS)):
        return _("“columns” does not know “%(name)s”; it knows: %(known)s.") % {
            "name": unknown[0],
            "known": ", ".join(FIELDS),
        }
    if not all(_is_names(value) for value in columns.values()):
        return _("Each of “columns” must be a name or a list of names.")
    return _problem_of_words(content)


def _problem_of_words(content: Mapping[str, Any]) -> str:
    for name in ("categories", "kinds"):
        words = content.get(name, {})
        if not isinstance(words, dict) or not all(isinstance(v, str) for v in words.values()):
            return _("“%(name)s” must map their words to our codes.") % {"name": name}
    if wrong := sorted(set(content.get("kinds", {}).values()) - set(Kind.values)):
        return _("“kinds” does not know “%(name)s”; it knows: %(known)s.") % {
            "name": wrong[0],
            "known": ", ".join(Kind.values),
        }
    if not isinstance(content.get("default_category", ""), str):
        return _("“default_category” must be a category code.")
    if not isinstance(content.get("placeholders", False), bool):
        return _("“placeholders” must be true or false.")
    return ""


def _is_names(value: Any) -> bool:
    names = [value] if isinstance(value, str) else value
    return (
        isinstance(names, list)
        and bool(names)
        and all(isinstance(name, str) and name for name in names)
    )
