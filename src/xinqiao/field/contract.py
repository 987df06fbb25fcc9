"""What a phone carries and what it may send back, declared by the rooms below and above.

A room registers both when it starts, so that the room of field work knows none of them.

How a payload is written, so that replay and settling work for every kind:
- A row that an earlier command of the same person makes is called `new:<uuid of that command>`
  anywhere in a payload; the server puts `Outcome.data["id"]` in its place before `perform`.
  `new:<uuid>.<name>` stands for `Outcome.data[name]` (a household made together with a person).
- A change of something that is on record carries `fields` (what the person entered, only what was
  touched) and `base` (the same fields as the phone carried them). `compare` reads both, and a
  conflict is settled by sending the chosen `fields` again with what the register said as `base`.
- Photos are tokens of uploads under any name ending in `tokens` or `photos`: they stay valid for
  as long as a command waits or is open as a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise

from xinqiao.accounts.access import Actor

Words = str | Promise
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One kind of rows that a phone carries for its owner.

    rows(actor, at): what this actor may carry, each JSON-able with an `id`; least data, and only
    of the grids the actor holds. Constant statements however many rows.
    """

    name: str
    rows: Callable[[Actor, datetime], Sequence[Row]]
    label: Words = ""  # what people call these rows


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
    """The answer to one command.

    data: what the phone keeps, such as the new `id`; ids and numbers only, nothing that names
    people, since it stays in the clear. area_path: where it belongs, for those who settle it.
    """

    fate: Fate = Fate.DONE
    message: str = ""
    clashes: tuple[Clash, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    area_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something a phone may ask for. The room of field work makes it happen exactly once.

    perform(actor, payload, happened_at): in one transaction; domain errors become REFUSED.
    happened_at: aware UTC, when the person did it; never later than now. page(data): address of
    the page of what it is about, from `Outcome.data`, for those who settle a conflict.
    """

    kind: str
    perform: Callable[[Actor, Row, datetime], Outcome]
    label: Words = ""  # what people call it: "Person changed"
    page: Callable[[Mapping[str, Any]], str] | None = None


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


def commands() -> tuple[Command, ...]:
    """All commands, by kind."""
    return tuple(one for _kind, one in sorted(_commands.items()))


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
