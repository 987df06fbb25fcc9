"""Who of a batch is on the register already: by number, or by name and birth date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Person
from xinqiao.registry.register_errors import (
    AlreadyRegistered,
    HasLeft,
    LooksAlike,
    RegisteredElsewhere,
)
from xinqiao.registry.sealed import citizen_number_indexes, open_citizen_number
from xinqiao.registry.selectors.powers import may_read


@dataclass(frozen=True, slots=True)
class Twin:
    """A record with the same number, or the same name and birth date."""

    person_id: int
    area_path: str
    has_left: bool = False


@dataclass(slots=True)
class Known:
    """Records by number and by name with birth date; grows with the batch itself."""

    by_number: dict[bytes, Twin] = field(default_factory=dict)
    by_name: dict[tuple[str, date], list[Twin]] = field(default_factory=dict)

    def check(self, actor: Actor, person: Person, *, is_somebody_else: bool) -> None:
        """Raise what stands against adding this person (409); people unseen are never shown."""
        check_number(actor, self.by_number.get(index_of(person)))
        if is_somebody_else or person.born_on is None or person.citizen_number_index:
            # A number that is not on the register settles who somebody is.
            return
        twins = self.by_name.get((person.name, person.born_on), ())
        seen = [twin.person_id for twin in twins if may_read(actor, twin.area_path)]
        if seen:
            raise LooksAlike(field="name", person_ids=seen)

    def add(self, person: Person) -> None:
        """Remember a person of the batch; `pk` may still be empty."""
        twin = Twin(person.pk or 0, person.area_path)
        if person.citizen_number_index:
            self.by_number[index_of(person)] = twin
        if person.born_on is not None:
            self.by_name.setdefault((person.name, person.born_on), []).append(twin)


def check_number(actor: Actor, twin: Twin | None) -> None:
    """Raise HasLeft, AlreadyRegistered or RegisteredElsewhere when a record has the number."""
    if twin is None:
        return
    if twin.has_left:
        raise HasLeft(field="citizen_number", person_id=twin.person_id)
    if may_read(actor, twin.area_path):
        raise AlreadyRegistered(field="citizen_number", person_id=twin.person_id)
    raise RegisteredElsewhere(field="citizen_number")


def index_of(person: Person) -> bytes:
    """The blind index of the person's number; empty when there is none."""
    return bytes(person.citizen_number_index or b"")


def known_of(people: Sequence[Person]) -> Known:
    """The records that may be these people; two statements however many they are."""
    return Known(
        by_number=_by_number({index_of(p) for p in people} - {b""}) | _by_older_keys(people),
        by_name=_by_name({(p.name, p.born_on) for p in people if p.born_on is not None}),
    )


def _by_older_keys(people: Sequence[Person]) -> dict[bytes, Twin]:
    """Records whose index stands under an older key, while the keys turn; by the newest index."""
    if len(settings.INDEX_KEYS) == 1:
        return {}
    newest: dict[bytes, bytes] = {}
    for person in people:
        if person.citizen_number_sealed is not None:
            number = open_citizen_number(person.citizen_number_sealed)
            newest |= {old: index_of(person) for old in citizen_number_indexes(number)[1:]}
    return {newest[index]: twin for index, twin in _by_number(newest).items()}


def twin_by_number(index: bytes) -> Twin | None:
    """The record with this number, whoever may see it."""
    return _by_number([index]).get(index)


def _by_number(indexes: Iterable[bytes]) -> dict[bytes, Twin]:
    wanted = list(indexes)
    if not wanted:
        return {}
    found = Person.objects.filter(
        citizen_number_index__in=wanted, merged_into__isnull=True
    ).values_list("citizen_number_index", "pk", "area_path", "left_on", "died_on")
    return {
        bytes(index or b""): Twin(pk, path, has_left=left is not None and died is None)
        for index, pk, path, left, died in found
    }


def _by_name(pairs: Iterable[tuple[str, date | None]]) -> dict[tuple[str, date], list[Twin]]:
    wanted = list(pairs)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.name, p.born_on, p.id, p.area_path FROM registry_person p"
            " JOIN unnest(%s::text[], %s::date[]) AS w(name, born_on)"
            ' ON p.name = w.name COLLATE "C" AND p.born_on = w.born_on'
            " WHERE p.merged_into_id IS NULL ORDER BY p.id",
            [[name for name, _born in wanted], [born for _name, born in wanted]],
        )
        twins: dict[tuple[str, date], list[Twin]] = {}
        for name, born_on, pk, path in cursor.fetchall():
            twins.setdefault((name, born_on), []).append(Twin(pk, path))
    return twins
