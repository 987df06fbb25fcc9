"""What a phone carries and what it may send back, declared by the rooms below and above.

A room registers both when it starts, so that the room of field work knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from xinqiao.accounts.access import Actor

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One kind of rows that a phone carries for its owner.

    rows(actor, at): what this actor may carry, each JSON-able with an `id`; least data, and only
    of the grids the actor holds. Constant statements however many rows.
    """

    name: str
    rows: Callable[[Actor, datetime], Sequence[Row]]


class Fate(StrEnum):
    """What became of a command."""

    DONE = "done"
    MERGED = "merged"  # somebody else changed other fields meanwhile; both are kept
    CONFLICT = "conflict"  # somebody else changed the same field; nothing is written for it
    REFUSED = "refused"  # with a sentence that says what to do


@dataclass(frozen=True, slots=True)
class Clash:
    """The same field changed by two: what it was, what the phone says, what the register says."""

    field: str
    label: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to one command. data: what the phone keeps, such as the new id."""

    fate: Fate = Fate.DONE
    message: str = ""
    clashes: tuple[Clash, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something a phone may ask for. The room of field work makes it happen exactly once.

    perform(actor, payload, happened_at): in one transaction; domain errors become REFUSED.
    happened_at: aware UTC, when the person did it; never later than now.
    """

    kind: str
    perform: Callable[[Actor, Row, datetime], Outcome]


_carried: Final[dict[str, Carried]] = {}
_commands: Final[dict[str, Command]] = {}


def register_carried(carried: Carried) -> None:
    """Make a kind of rows known; the last registration of a name counts."""
    _carried[carried.name] = carried


def register_command(command: Command) -> None:
    """Make a command known; the last registration of a kind counts."""
    _commands[command.kind] = command


def carried() -> tuple[Carried, ...]:
    """All kinds of rows, by name."""
    return tuple(one for _name, one in sorted(_carried.items()))


def command_of(kind: str) -> Command | None:
    return _commands.get(kind)


def compare(
    base: Row, mine: Row, theirs: Row, labels: Mapping[str, str]
) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    """Changes of `mine` against `base` that can be written, and those that clash.

    A field that both changed to the same value is no clash. Only fields of `labels` count.
    """
    writes: dict[str, Any] = {}
    clashes = []
    for name, label in labels.items():
        if name not in mine or mine[name] == base.get(name):
            continue
        if theirs.get(name) in (base.get(name), mine[name]):
            writes[name] = mine[name]
        else:
            clash = Clash(name, label, base.get(name), mine[name], theirs.get(name))
            clashes.append(clash)
    return writes, tuple(clashes)
