"""Records that look like one person, found set by set within the actor's area.

Equal citizen numbers cannot stand twice on the register, and two different valid numbers are two
people; what is left is the same name with the same birth date or the same telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.core import signing
from django.db import connection

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import BadCursor
from xinqiao.registry.extras import person_references
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.models import Membership, NotSame, Person, PersonTag
from xinqiao.registry.selectors.scope import get_person, visible_people

PAGE_SIZE: Final = 25
_SALT: Final = "xinqiao.registry.duplicates"

_PAIRS: Final = """
WITH seen AS MATERIALIZED ({scope}),
pairs AS (
    SELECT a.id AS first_id, b.id AS second_id, true AS same_birth, false AS same_phone
    FROM seen a JOIN seen b ON a.name = b.name AND a.born_on = b.born_on AND a.id < b.id
    WHERE NOT (a.numbered AND b.numbered)
    UNION ALL
    SELECT a.id, b.id, false, true
    FROM seen a JOIN seen b ON a.name = b.name AND a.phone_index = b.phone_index AND a.id < b.id
    WHERE NOT (a.numbered AND b.numbered)
)
SELECT first_id, second_id, bool_or(same_birth), bool_or(same_phone) FROM pairs
WHERE (first_id, second_id) > (%s, %s)
  AND NOT EXISTS (SELECT 1 FROM registry_notsame n
                  WHERE n.first_id = pairs.first_id AND n.second_id = pairs.second_id)
GROUP BY 1, 2 ORDER BY 1, 2 LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and why they look alike."""

    first: Person
    second: Person
    same_birth: bool
    same_phone: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of pairs; `next` is the cursor behind it."""

    items: Sequence[Pair]
    next: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a comparison, masked as on every page."""

    person: Person
    citizen_number: str
    phone: str
    address: str
    relation: str
    tags: tuple[str, ...]
    rows: int  # what hangs on the record in all rooms

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """The fuller record is proposed to be kept."""
        return self.person.user_id is not None, bool(self.citizen_number), self.rows


def suspected_pairs(*, actor: Actor, cursor: str = "", size: int = PAGE_SIZE) -> Pairs:
    """Pairs in the order of their ids, two statements. Raises BadCursor."""
    after = _read_cursor(cursor) if cursor else (0, 0)
    people = visible_people(actor=actor).exclude(name="")
    columns = "id", "name", "born_on", "phone_index"
    scope, params = people.values_list(*columns).query.sql_with_params()
    numbered = '"registry_person"."citizen_number_index" IS NOT NULL AS numbered'
    statement = _PAIRS.format(scope=scope.replace(" FROM ", f", {numbered} FROM ", 1))
    with connection.cursor() as rows:
        rows.execute(statement, [*params, *after, size + 1])
        found = rows.fetchall()
    more, found = len(found) > size, found[:size]
    known = Person.objects.select_related("area").in_bulk(
        {person_id for row in found for person_id in row[:2]}
    )
    items = [Pair(known[a], known[b], birth, phone) for a, b, birth, phone in found]
    return Pairs(items, signing.dumps(list(found[-1][:2]), salt=_SALT) if more else None)


def compare(*, actor: Actor, one_id: int, other_id: int, at: datetime) -> tuple[Side, Side]:
    """Both records side by side, the fuller one first. Raises PersonNotFound."""
    people = [get_person(actor=actor, person_id=person_id) for person_id in (one_id, other_id)]
    sides = [_side(person) for person in people]
    first, second = sorted(sides, key=lambda side: side.weight, reverse=True)
    return first, second


def is_not_same(one_id: int, other_id: int) -> bool:
    """Whether somebody has said that these are two people."""
    first, second = sorted((one_id, other_id))
    return NotSame.objects.filter(first_id=first, second_id=second).exists()


def _side(person: Person) -> Side:
    home = (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("household__dwelling")
        .first()
    )
    tags = PersonTag.objects.filter(person=person, until__isnull=True, tag__is_sensitive=False)
    return Side(
        person=person,
        citizen_number=masked_citizen_number(person.citizen_number_sealed),
        phone=masked_phone(person.phone_sealed),
        address=home.household.dwelling.address if home else "",
        relation=home.get_relation_display() if home else "",
        tags=tuple(tags.order_by("tag__position").values_list("tag__name", flat=True)),
        rows=sum(_count(reference, person.pk) for reference in person_references()),
    )


def _count(reference: Any, person_id: int) -> int:
    rows = apps.get_model(reference.model)._base_manager.filter(
        **{reference.field: person_id}, **dict(reference.where)
    )
    return int(rows.count())


def _read_cursor(cursor: str) -> tuple[int, int]:
    try:
        first, second = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor(field="cursor") from error
    return int(first), int(second)
