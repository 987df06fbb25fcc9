"""What rooms above add to the register: panels on its pages, rows that follow a person.

Registered when a room starts, so that the register imports no feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise

from xinqiao.accounts.access import Actor

Words = str | Promise
Context = Callable[[Actor, Any, datetime], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of a person, household, dwelling or facility.

    subject: one of registry.models.{PERSON, HOUSEHOLD, DWELLING, FACILITY}. `context(actor, row,
    at)` says what the template reads as `panel.context`; None leaves the panel out.
    """

    subject: str
    name: str
    template: str
    context: Context
    position: int = 100


@dataclass(frozen=True, slots=True)
class ShownPanel:
    name: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonReference:
    """A column that points at a person: `care.Grant`, `person`. Rows follow a merger and back.

    unique_with: fields that are unique together with the person; where both records have such a
    row, the absorbed one's row stays with the absorbed record and is named in the merger. The
    table's own unique constraints need not be repeated here. where: (field, value) that mark the
    rows about people, for a column that points at many kinds of things.
    """

    model: str
    field: str
    unique_with: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.model}.{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWords:
    """Columns with words about a person, which are emptied when the person is erased (PIPL 47).

    person: the way to the person's id, like `person` or `visit__person`. on_consent: the columns
    among them that rest on consent (health), emptied as soon as no basis carries them any longer.
    Each column becomes what `empty` says: "" or {} or None.
    """

    model: str
    empty: Mapping[str, Any]
    person: str = "person"
    on_consent: tuple[str, ...] = ()


_words: Final[dict[tuple[str, str], PersonWords]] = {}
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPart:
    """What a room above keeps about somebody, for the copy that the person may have (PIPL 45).

    `rows(person_ids, at)` says it in plain values for all records of one person; label is shown.
    """

    name: str
    label: Words
    rows: Callable[[list[int], datetime], Rows]


_copy_parts: Final[dict[str, CopyPart]] = {}
_panels: Final[dict[tuple[str, str], Panel]] = {}
_references: Final[dict[str, PersonReference]] = {}


def register_words(*words: PersonWords) -> None:
    """Make columns with words about people known."""
    _words.update({(one.model, one.person): one for one in words})


def person_words() -> tuple[PersonWords, ...]:
    """All columns with words about people, in the order of their tables."""
    return tuple(one for _key, one in sorted(_words.items()))


def register_copy(part: CopyPart) -> None:
    """Make a part of the copy known; the last registration of a name counts."""
    _copy_parts[part.name] = part


def copy_parts() -> tuple[CopyPart, ...]:
    """All parts, in the order of their names."""
    return tuple(part for _name, part in sorted(_copy_parts.items()))


def register_panel(panel: Panel) -> None:
    """Make a panel known; the last registration of a name counts."""
    _panels[panel.subject, panel.name] = panel


def register_reference(reference: PersonReference) -> None:
    """Make a reference known, so that a merger of people takes its rows along."""
    _references[reference.name] = reference


def person_references() -> tuple[PersonReference, ...]:
    """All references, in the order of their names."""
    return tuple(reference for _name, reference in sorted(_references.items()))


def shown_panels(subject: str, actor: Actor, row: Any, at: datetime) -> list[ShownPanel]:
    """The panels that have something to show to this actor, by position."""
    wanted = [panel for (kind, _name), panel in _panels.items() if kind == subject]
    shown = []
    for panel in sorted(wanted, key=lambda one: (one.position, one.name)):
        context = panel.context(actor, row, at)
        if context is not None:
            shown.append(ShownPanel(panel.name, panel.template, context))
    return shown
