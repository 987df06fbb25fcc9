"""Categories that follow from the register, recomputed by set: after an act, and every night."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
# Who should have which category: each rule is one line of `fits`.
_WANTED = """
    WITH wanted AS (
        SELECT f.person_id, v.tag_id FROM ({facts}) AS f
        CROSS JOIN LATERAL (VALUES {fits}) AS v(tag_id, fits) WHERE v.fits
    )
"""
_BEGIN = """
    INSERT INTO registry_persontag (person_id, tag_id, source, since)
    SELECT w.person_id, w.tag_id, %s, %s FROM wanted w
    ON CONFLICT (tag_id, person_id) WHERE until IS NULL DO NOTHING
    RETURNING tag_id, person_id
"""
_END = """
    UPDATE registry_persontag t SET until = %s
    WHERE t.tag_id = ANY(%s) AND t.until IS NULL AND t.source = %s {people}
      AND NOT EXISTS (
        SELECT 1 FROM wanted w WHERE w.person_id = t.person_id AND w.tag_id = t.tag_id)
    RETURNING t.tag_id, t.person_id
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
    are_new: bool = False,
    quiet: bool = False,
) -> Derived:
    """Begin and end what the rules say, for these households (None: everywhere).

    Two statements for all rules. are_new: the households had nobody before, so nothing can end.
    Records `registry.tagged` and `registry.untagged`.
    """
    tags = {tag.pk: tag for tag in rule_tags(at)}
    if not tags or (household_ids is not None and not household_ids):
        return Derived()
    wanted, known = _wanted(tags.values(), local_day(at), household_ids)
    began = _rows(wanted + _BEGIN, [*known, TagSource.RULE, at])
    ended = []
    if not are_new:
        people = "" if household_ids is None else _PEOPLE_OF
        # Who has left a household is looked at by its past members, too.
        who = [] if household_ids is None else [list(household_ids)]
        sql = wanted + _END.format(people=people)
        ended = _rows(sql, [*known, at, list(tags), TagSource.RULE, *who])
    _record(actor, "tagged", [(tags[tag], who) for tag, who in began], at, quiet=quiet)
    _record(actor, "untagged", [(tags[tag], who) for tag, who in ended], at, quiet=quiet)
    return Derived(len(began), len(ended))


def rule_tags(at: datetime) -> list[Tag]:
    """The categories in force that have a rule."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return list(Tag.objects.filter(in_force, valid_from__lte=at).exclude(rule={}).order_by("pk"))


def record_tagged(
    actor: Actor, what: str, tag: Tag, person_ids: Collection[int], at: datetime, *, quiet: bool
) -> None:
    """Record who got or lost a category; which one is told only where it is not sensitive."""
    _record(actor, what, [(tag, pk) for pk in person_ids], at, quiet=quiet)


def _record(
    actor: Actor, what: str, changed: Sequence[tuple[Tag, int]], at: datetime, *, quiet: bool
) -> None:
    if not changed:
        return
    paths = dict(_paths({pk for _tag, pk in changed}))
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
                data={"tag": "" if tag.is_sensitive else tag.code},
            )
            for tag, pk in changed
        ],
    )


def _wanted(tags: Iterable[Tag], day: date, homes: Collection[int] | None) -> tuple[str, list[Any]]:
    """The statement's beginning, which says who should have which category."""
    facts, params = _facts(day, homes)
    fits = []
    for tag in tags:
        condition = condition_of(tag.rule)
        fits.append(f"(%s::bigint, {condition.sql})")
        params += [tag.pk, *condition.params]
    return _WANTED.format(facts=facts, fits=", ".join(fits)), params


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


def _rows(sql: str, params: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return sorted(cursor.fetchall())


def _paths(person_ids: Collection[int]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, area_path FROM registry_person WHERE id = ANY(%s)", [list(person_ids)]
        )
        return list(cursor.fetchall())
