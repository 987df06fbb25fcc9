"""Categories that follow from the register, recomputed by set: after an act, and every night."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.time import local_day
from xinqiao.registry.models import PERSON, Tag, TagSource
from xinqiao.registry.tag_rules import condition_of

# Facts of everybody who lives here: age in full years, people of the household, their youngest.
# Somebody without a birth date makes the youngest unknown, and unknown is never old.
_FACTS = """
    SELECT p.id AS person_id, p.area_path, p.sex,
           date_part('year', age(%s::date, p.born_on))::int AS age,
           count(*) OVER home AS people,
           CASE WHEN bool_and(p.born_on IS NOT NULL) OVER home
                THEN min(date_part('year', age(%s::date, p.born_on))::int) OVER home END AS youngest
    FROM registry_membership m
    JOIN registry_person p ON p.id = m.person_id
    JOIN registry_household h ON h.id = m.household_id
    WHERE m.ended_at IS NULL AND m.lives_here AND NOT h.is_collective
      AND p.merged_into_id IS NULL AND p.stored_only_at IS NULL {homes}
    WINDOW home AS (PARTITION BY m.household_id)
"""
_BEGIN = """
    INSERT INTO registry_persontag (person_id, tag_id, source, since)
    SELECT f.person_id, %s, %s, %s FROM ({facts}) AS f WHERE {condition}
    ON CONFLICT (tag_id, person_id) WHERE until IS NULL DO NOTHING
    RETURNING person_id
"""
_END = """
    UPDATE registry_persontag t SET until = %s
    WHERE t.tag_id = %s AND t.until IS NULL AND t.source = %s {people}
      AND NOT EXISTS (SELECT 1 FROM ({facts}) AS f WHERE f.person_id = t.person_id AND {condition})
    RETURNING t.person_id
"""


@dataclass(frozen=True, slots=True)
class Derived:
    """How many categories began and ended."""

    began: int = 0
    ended: int = 0


@transaction.atomic
def derive_tags(
    *,
    actor: Actor = SYSTEM,
    at: datetime,
    household_ids: Collection[int] | None = None,
    quiet: bool = False,
) -> Derived:
    """Begin and end what the rules say, for these households (None: everywhere).

    Two statements a rule. Records `registry.tagged` and `registry.untagged`.
    """
    if household_ids is not None and not household_ids:
        return Derived()
    began = ended = 0
    for tag in rule_tags(at):
        new = _begin(tag, at, household_ids)
        old = _end(tag, at, household_ids)
        began, ended = began + len(new), ended + len(old)
        record_tagged(actor, "tagged", tag, new, at, quiet=quiet)
        record_tagged(actor, "untagged", tag, old, at, quiet=quiet)
    return Derived(began, ended)


def rule_tags(at: datetime) -> list[Tag]:
    """The categories in force that have a rule."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return list(Tag.objects.filter(in_force, valid_from__lte=at).exclude(rule={}).order_by("pk"))


def record_tagged(
    actor: Actor, what: str, tag: Tag, person_ids: Collection[int], at: datetime, *, quiet: bool
) -> None:
    """Record who got or lost a category; which one is told only where it is not sensitive."""
    if not person_ids:
        return
    data = {"tag": "" if tag.is_sensitive else tag.code}
    paths = dict(_paths(person_ids))
    append_many(
        actor=actor,
        quiet=quiet,
        events=[
            NewEvent(
                kind=f"registry.{what}",
                at=at,
                subject_kind=PERSON,
                subject_id=pk,
                area_path=paths.get(pk, ""),
                data=data,
            )
            for pk in person_ids
        ],
    )


def _begin(tag: Tag, at: datetime, homes: Collection[int] | None) -> list[int]:
    condition = condition_of(tag.rule)
    facts, known = _facts(local_day(at), homes)
    sql = _BEGIN.format(facts=facts, condition=condition.sql)
    return _ids(sql, [tag.pk, TagSource.RULE, at, *known, *condition.params])


def _end(tag: Tag, at: datetime, homes: Collection[int] | None) -> list[int]:
    condition = condition_of(tag.rule)
    facts, known = _facts(local_day(at), homes)
    people = "" if homes is None else _PEOPLE_OF
    sql = _END.format(facts=facts, condition=condition.sql, people=people)
    # Who has left a household is looked at by its past members, too.
    who = [] if homes is None else [list(homes)]
    return _ids(sql, [at, tag.pk, TagSource.RULE, *who, *known, *condition.params])


_PEOPLE_OF = (
    "AND t.person_id IN (SELECT person_id FROM registry_membership WHERE household_id = ANY(%s))"
)


def _facts(day: date, homes: Collection[int] | None) -> tuple[str, list[Any]]:
    if homes is None:
        return _FACTS.format(homes=""), [day, day]
    # A person who moved on has facts in the household of today.
    now_in = (
        "AND m.household_id IN (SELECT n.household_id FROM registry_membership n"
        " JOIN registry_membership o ON o.person_id = n.person_id"
        " WHERE n.ended_at IS NULL AND o.household_id = ANY(%s))"
    )
    return _FACTS.format(homes=now_in), [day, day, list(homes)]


def _ids(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return sorted(row[0] for row in cursor.fetchall())


def _paths(person_ids: Collection[int]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, area_path FROM registry_person WHERE id = ANY(%s)", [list(person_ids)]
        )
        return list(cursor.fetchall())
