"""People who leave the area, die, or come back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Act, ActKind, Membership, Person, Relation
from xinqiao.registry.register_errors import DayImpossible, HasDied, StillHere
from xinqiao.registry.sealed import citizen_number_indexes
from xinqiao.registry.selectors.scope import get_person
from xinqiao.registry.services.acts.common import (
    Doing,
    When,
    begin,
    chosen,
    end_memberships,
    finish,
    hand_on,
    make_head,
    members_of,
)
from xinqiao.registry.services.capture import check_head, lock_household
from xinqiao.registry.services.known import twin_by_number
from xinqiao.registry.services.preparing import choice_of, clean_reason
from xinqiao.registry.services.retention import use_again
from xinqiao.registry.services.tagging import end_all_tags


@transaction.atomic
def leave(
    *,
    actor: Actor,
    household_id: int,
    on: date,
    reason: str,
    at: datetime,
    person_ids: Collection[int] | None = None,
    new_head_id: int | None = None,
) -> Act:
    """Record that people moved out of the area (迁出); None: the whole household.

    Their categories end, the record stays. Records `registry.left` for each.
    """
    doing = begin(
        actor=actor, household_id=household_id, kind=ActKind.LEAVE, on=on, reason=reason, at=at
    )
    ids = _end(doing, person_ids, new_head_id)
    Person.objects.filter(pk__in=ids).update(left_on=on, updated_at=at)
    return finish(doing, people=ids)


@transaction.atomic
def record_death(
    *,
    actor: Actor,
    person_id: int,
    on: date,
    reason: str,
    at: datetime,
    new_head_id: int | None = None,
) -> Act:
    """Record a death (死亡注销). Categories end, the household goes on. Records `registry.died`.

    Raises PersonNotFound, HasDied (409), and what its parts raise.
    """
    person = get_person(actor=actor, person_id=person_id)
    if person.died_on is not None:
        raise HasDied
    membership = Membership.objects.filter(person=person, ended_at__isnull=True).first()
    if membership is None:
        return _died_away(actor, person, on=on, reason=reason, at=at)
    doing = begin(
        actor=actor,
        household_id=membership.household_id,
        kind=ActKind.DEATH,
        on=on,
        reason=reason,
        at=at,
    )
    ids = _end(doing, [person_id], new_head_id)
    Person.objects.filter(pk__in=ids).update(died_on=on, updated_at=at)
    return finish(doing, people=ids)


@transaction.atomic
def come_back(
    *,
    actor: Actor,
    household_id: int,
    on: date,
    reason: str,
    at: datetime,
    person_id: int | None = None,
    citizen_number: str = "",
    relation: str = Relation.OTHER,
) -> Act:
    """Let somebody who had left belong to a household here again (迁回), wherever they left from.

    person_id: a record the actor sees; or the citizen number of one that is elsewhere. Nothing of
    the record is told before it is here. Records `registry.returned`. Raises PersonNotFound,
    StillHere, HasDied, HeadTaken (409), and what its parts raise.
    """
    household = lock_household(actor, household_id)
    when = When(on=on, at=at, reason=clean_reason(reason))
    person = _returning(actor, person_id, citizen_number)
    if on > local_day(at) or (person.left_on is not None and on < person.left_on):
        raise DayImpossible(field="on")
    choice_of(Relation, relation, "relation")
    check_head(household, relation)
    doing = Doing(
        actor, when, ActKind.RETURN, to_household=household, area_path=household.area_path
    )
    Membership.objects.create(
        person=person,
        household=household,
        relation=relation,
        started_at=max(when.moment, household.started_at),
    )
    doing.note(person.pk, "", relation)
    person.left_on = None
    person.area_id, person.area_path = household.area_id, household.area_path
    person.updated_at = at
    person.version += 1
    person.save(update_fields=["left_on", "area", "area_path", "updated_at", "version"])
    use_again(actor=actor, person_id=person.pk, at=at)
    return finish(doing, people=[person.pk])


@transaction.atomic
def change_head(
    *, actor: Actor, household_id: int, person_id: int, on: date, reason: str, at: datetime
) -> Act:
    """Make somebody else the head of a household (户主变更). Records `registry.head_changed`."""
    doing = begin(
        actor=actor, household_id=household_id, kind=ActKind.HEAD, on=on, reason=reason, at=at
    )
    household = lock_household(actor, household_id)
    members = members_of(household)
    (row,) = chosen(members, [person_id])
    make_head(doing, members, row.person_id)
    return finish(doing, people=[person_id])


def _end(doing: Doing, person_ids: Collection[int] | None, new_head_id: int | None) -> list[int]:
    """End what people belonged to and their categories; the household goes on or ends."""
    household = lock_household(doing.actor, doing.household.pk if doing.household else 0)
    going = chosen(members_of(household), person_ids)
    ids = [row.person_id for row in going]
    end_memberships(doing, going, reason=doing.kind.value)
    end_all_tags(actor=doing.actor, person_ids=ids, at=doing.when.at)
    hand_on(doing, household, new_head_id=new_head_id)
    return ids


def _returning(actor: Actor, person_id: int | None, citizen_number: str) -> Person:
    if person_id is not None:
        found = get_person(actor=actor, person_id=person_id).pk
    else:
        indexes = citizen_number_indexes(citizen_number)
        twins = [twin for index in indexes if (twin := twin_by_number(index)) is not None]
        found = twins[0].person_id if twins else 0
    person = Person.objects.select_for_update(of=("self",)).filter(pk=found).first()
    if person is None:
        return get_person(actor=actor, person_id=0)
    if person.died_on is not None:
        raise HasDied
    if person.memberships.filter(ended_at__isnull=True).exists():
        raise StillHere
    return person


def _died_away(actor: Actor, person: Person, *, on: date, reason: str, at: datetime) -> Act:
    """A death of somebody who had left; there is no household to change."""
    if on > local_day(at):
        raise DayImpossible(field="on")
    when = When(on=on, at=at, reason=clean_reason(reason))
    doing = Doing(actor, when, ActKind.DEATH, area_path=person.area_path)
    doing.note(person.pk)
    Person.objects.filter(pk=person.pk).update(died_on=on, updated_at=at)
    return finish(doing, people=[person.pk])
