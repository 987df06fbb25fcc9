"""What phones say of people and doors, read and checked before the register's services see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, Final

from xinqiao.field.contract import Row
from xinqiao.kit.errors import BadInput
from xinqiao.registry.drafts import DwellingDraft, PersonDraft

_TOLD: Final = frozenset(one.name for one in fields_of(PersonDraft)) - {"tag_source"}
_SWITCHES: Final = frozenset({"is_registered", "lives_here", "is_collective", "is_somebody_else"})


def person_of(said: Any) -> dict[str, Any]:
    """What a `PersonDraft` is made of. Raises BadInput."""
    if not isinstance(said, Mapping) or not said.get("name"):
        raise BadInput(field="name")
    told = {
        name: value for name, value in said.items() if name in _TOLD and value not in ("", None)
    }
    return typed(told)


def door_of(said: Row) -> DwellingDraft:
    """A door of a building. Raises BadInput."""
    checked = typed({name: said[name] for name in _DOOR if name in said})
    return DwellingDraft(place_id=id_of(said.get("building")), **_without_nothing(checked))


def typed(said: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the services take them: days are days, an empty one is none.

    Raises BadInput for what no form sends: a list where words belong, words for yes and no.
    """
    return {name: _typed(name, value) for name, value in said.items()}


def mapping_of(payload: Row, name: str) -> Row:
    """The member `name`, an object. Raises BadInput."""
    found = payload.get(name)
    if not isinstance(found, Mapping):
        raise BadInput(field=name)
    return found


def id_of(value: Any) -> int:
    """The id of a row. Raises BadInput."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(field="id")
    return value


_DOOR: Final = ("unit", "number", "floor", "usage", "note")


def _typed(name: str, value: Any) -> Any:
    if name == "born_on":
        return _day(value)
    if name == "tags":
        return _codes(value)
    if name == "floor":
        if value not in ("", None) and (not isinstance(value, int) or isinstance(value, bool)):
            raise BadInput(field=name)
        return None if value == "" else value
    if name in _SWITCHES:
        if not isinstance(value, bool):
            raise BadInput(field=name)
        return value
    if value is not None and not isinstance(value, str):
        raise BadInput(field=name)
    return value or ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        raise BadInput(field="born_on") from None


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise BadInput(field="tags")
    return tuple(value)


def _without_nothing(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in ("", None)}
