"""Whose work is it: a pure decision over rules and seats held in memory.

Most specific rule first: deeper category, then deeper area, then higher priority, then the older
rule. A rule names a role, found at the nearest area upwards from the place, or an organisation.
The last resort is the desk of the community, then of the street, then of the county, so that
nothing is ever unassigned. Every step is kept: "why am I here".
Source: DESIGN "The ideas everything hangs on", 6.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

# Levels as in `grid.Level`: the smaller, the wider.
COUNTY, STREET, COMMUNITY, GRID = 3, 4, 5, 6

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Party:
    """Who has work: a post or an organisation, exactly one (ValueError otherwise)."""

    post_id: int | None = None
    organisation_id: int | None = None

    def __post_init__(self) -> None:
        if (self.post_id is None) == (self.organisation_id is None):
            raise ValueError("A party is a post or an organisation, exactly one.")


@dataclass(frozen=True, slots=True)
class Rule:
    """A dispatch rule. category and area_path: prefixes, "" for all; role "" means organisation."""

    id: int
    flow: str
    category: str
    area_path: str
    role: str
    organisation_id: int | None
    may_return: bool
    priority: int
    valid_from: datetime
    valid_until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether the rule is valid at that moment."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as dispatch sees it. held: half-open times in which somebody holds it."""

    post_id: int
    role: str
    area_path: str
    level: int
    is_desk: bool
    held: tuple[tuple[datetime, datetime | None], ...]

    def has_holder(self, at: datetime) -> bool:
        """Whether somebody sits there at that moment."""
        return any(start <= at and (end is None or at < end) for start, end in self.held)


@dataclass(frozen=True, slots=True)
class Decision:
    """The owner of something new, its level, and how that was found."""

    party: Party
    level: int
    may_return: bool
    steps: tuple[Step, ...]


class NoDeskAnywhere(LookupError):
    """No rule fits and no desk exists from the community up to the county."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Rules, seats and desks, indexed for look-up."""

    rules: Mapping[tuple[str, str, str], Sequence[Rule]]
    seats: Mapping[tuple[str, str], Sequence[Seat]]
    desks: Mapping[str, Seat]
    organisations: frozenset[int]

    @classmethod
    def of(
        cls, *, rules: Iterable[Rule], seats: Iterable[Seat], organisations: Iterable[int]
    ) -> Self:
        """Index rules and seats; organisations: ids of those that are open."""
        by_place: dict[tuple[str, str, str], list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: (-rule.priority, rule.id)):
            by_place.setdefault((rule.flow, rule.category, rule.area_path), []).append(rule)
        by_role: dict[tuple[str, str], list[Seat]] = {}
        desks: dict[str, Seat] = {}
        for seat in sorted(seats, key=lambda seat: seat.post_id):
            by_role.setdefault((seat.role, seat.area_path), []).append(seat)
            if seat.is_desk:
                desks[seat.area_path] = seat
        return cls(by_place, by_role, desks, frozenset(organisations))


def prefixes(path: str) -> Iterator[str]:
    """A dotted path and its ancestors, deepest first, "" last: `a.b.` gives `a.b.`, `a.`, ``."""
    while path:
        yield path
        path = path[: path.rfind(".", 0, -1) + 1]
    yield ""


def decide(
    directory: Directory, *, flow: str, category: str, area_path: str, at: datetime
) -> Decision:
    """Find the owner of something new about `category` in `area_path`. Raises NoDeskAnywhere."""
    steps: list[Step] = [{"code": "place", "area": area_path, "category": category}]
    areas = tuple(prefixes(area_path))
    for category_prefix in prefixes(category):
        for area_prefix in areas:
            for rule in directory.rules.get((flow, category_prefix, area_prefix), ()):
                if rule.holds(at) and (found := _apply(directory, rule, areas, at, steps)):
                    return found
    seat = desk_above(directory, area_path, level=COMMUNITY)
    if seat is None:
        raise NoDeskAnywhere(area_path)
    steps.append({"code": "desk", "area": seat.area_path, "post": seat.post_id})
    return Decision(Party(post_id=seat.post_id), seat.level, True, tuple(steps))


def _apply(
    directory: Directory, rule: Rule, areas: Sequence[str], at: datetime, steps: list[Step]
) -> Decision | None:
    steps.append(
        {"code": "rule", "rule": rule.id, "category": rule.category, "area": rule.area_path}
    )
    if rule.organisation_id is not None:
        if rule.organisation_id not in directory.organisations:
            steps.append({"code": "closed", "organisation": rule.organisation_id})
            return None
        steps.append({"code": "organisation", "organisation": rule.organisation_id})
        # A unit outside the ladder counts as its lowest step: every level above watches over it.
        party = Party(organisation_id=rule.organisation_id)
        return Decision(party, GRID, rule.may_return, tuple(steps))
    for area in areas:
        for seat in directory.seats.get((rule.role, area), ()):
            if seat.has_holder(at):
                steps.append(
                    {"code": "seat", "role": rule.role, "area": area, "post": seat.post_id}
                )
                party = Party(post_id=seat.post_id)
                return Decision(party, seat.level, rule.may_return, tuple(steps))
            steps.append({"code": "vacant", "role": rule.role, "area": area, "post": seat.post_id})
    steps.append({"code": "nobody", "role": rule.role})
    return None


def desk_above(directory: Directory, area_path: str, *, level: int) -> Seat | None:
    """The desk at `level` over `area_path`, else that of the next wider area that has one."""
    for area in prefixes(area_path):
        seat = directory.desks.get(area)
        if seat is not None and seat.level <= level:
            return seat
    return None
