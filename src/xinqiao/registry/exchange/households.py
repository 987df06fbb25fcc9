"""Which lines of a file are one household, and whether the register has it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import connection

from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.exchange.places import Home
from xinqiao.registry.exchange.rows import PersonRow
from xinqiao.registry.models import Relation, Usage

_NUMBER: Final = "户编号 %s"
_FOUND = """
SELECT d.place_id, d.unit, d.number, h.id, h.note, coalesce(p.name, '')
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS w(place_id, unit, number)
JOIN registry_dwelling d ON d.place_id = w.place_id AND d.unit = w.unit AND d.number = w.number
JOIN registry_household h ON h.dwelling_id = d.id
LEFT JOIN registry_membership m
    ON m.household_id = h.id AND m.relation = 'head' AND m.ended_at IS NULL
LEFT JOIN registry_person p ON p.id = m.person_id
WHERE d.retired_at IS NULL AND h.ended_at IS NULL ORDER BY h.id
"""

Door = tuple[int, str, str]


@dataclass(slots=True)
class Group:
    """Lines of one household: the same home, and the same household number or head."""

    home: Home
    rows: list[PersonRow] = field(default_factory=list)
    people: list[PersonDraft] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The office's own number of the household."""
        return next((row.household for row in self.rows if row.household), "")

    @property
    def head(self) -> str:
        """The name of the head, as lines say it."""
        named = next((row.head for row in self.rows if row.head), "")
        return named or next(
            (row.person.name for row in self.rows if row.person.relation == Relation.HEAD), ""
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A household that the register has at a door."""

    household_id: int
    note: str
    head: str


def grouped(rows: Sequence[tuple[PersonRow, Home, PersonDraft]]) -> list[Group]:
    """Lines by household, in the order of the file."""
    groups: dict[tuple[object, str], Group] = {}
    for row, home, person in rows:
        group = groups.setdefault((home.key, row.household or row.head), Group(home))
        group.rows.append(row)
        group.people.append(person)
    return list(groups.values())


def standing_at(groups: Sequence[Group]) -> dict[Door, list[Standing]]:
    """The open households at the doors of a batch; one statement."""
    doors = sorted({door for group in groups if (door := _door(group.home)) is not None})
    found: dict[Door, list[Standing]] = defaultdict(list)
    if not doors:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [list(column) for column in zip(*doors, strict=True)])
        for place_id, unit, number, *standing in cursor.fetchall():
            found[place_id, unit, number].append(Standing(*standing))
    return found


def family_of(group: Group, standing: Sequence[Standing], *, alone: bool) -> FamilyDraft:
    """What the register is told of a household. alone: it is the file's only one at this door."""
    joined = _same(group, standing, alone=alone)
    place_id = group.home.spot.place_id
    if place_id is None:
        raise ValueError("the place is not written yet")
    usages = (row.usage for row in group.rows)
    return FamilyDraft(
        dwelling=DwellingDraft(
            place_id=place_id,
            unit=group.home.unit,
            number=group.home.number,
            usage=next((usage for usage in usages if usage != Usage.OWN), Usage.OWN),
        ),
        people=tuple(_related(group, has_head=joined is not None)),
        household_id=joined.household_id if joined else None,
        note=_NUMBER % group.number if group.number else "",
    )


def _related(group: Group, *, has_head: bool) -> list[PersonDraft]:
    """Where no line says who the head is, it is the one whose name is, or who stands first."""
    people = list(group.people)
    if has_head or any(person.relation == Relation.HEAD for person in people):
        return people
    silent = [place for place, row in enumerate(group.rows) if not row.says_relation]
    named = [place for place in silent if people[place].name == group.head]
    for place in (named or silent)[:1]:
        people[place] = replace(people[place], relation=Relation.HEAD)
    return people


def _same(group: Group, standing: Sequence[Standing], *, alone: bool) -> Standing | None:
    """The household of the register that the lines mean: by number, by head, or the only one."""
    if not standing:
        return None
    if group.number:
        note = _NUMBER % group.number
        if found := next((one for one in standing if one.note == note), None):
            return found
    if group.head and (found := next((o for o in standing if o.head == group.head), None)):
        return found
    return standing[0] if alone and len(standing) == 1 and _may_join(group, standing[0]) else None


def _may_join(group: Group, standing: Standing) -> bool:
    """Another number or another head makes another household, though the door is the same."""
    other_number = bool(group.number and standing.note)
    return not other_number and not (group.head and standing.head)


def _door(home: Home) -> Door | None:
    place_id = home.spot.place_id
    return (place_id, home.unit, home.number) if place_id is not None else None


def door_of(group: Group) -> Door:
    """The door of a group whose place is written."""
    door = _door(group.home)
    if door is None:
        raise ValueError("the place is not written yet")
    return door
