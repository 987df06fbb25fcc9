"""People who change their dwelling or their household: moved, split, joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Act, ActKind, Dwelling, Household, Membership, Relation
from xinqiao.registry.register_errors import EverybodyChosen, HeadTaken, SameDwelling, SameHousehold
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.scope import get_dwelling
from xinqiao.registry.services.acts.common import (
    Doing,
    begin,
    chosen,
    end_memberships,
    finish,
    hand_on,
    join,
    members_of,
)
from xinqiao.registry.services.capture import lock_household
from xinqiao.registry.services.preparing import choice_of


@transaction.atomic
def move(
    *,
    actor: Actor,
    household_id: int,
    on: date,
    reason: str,
    at: datetime,
    person_ids: Collection[int] | None = None,
    dwelling_id: int | None = None,
    to_household_id: int | None = None,
    relations: Mapping[int, str] | None = None,
    new_head_id: int | None = None,
) -> Act:
    """Move a household, or some of its people, to another dwelling or into a household there.

    person_ids: None: everybody. dwelling_id: where a household is opened for them; or
    to_household_id: the one they join (relations: what each is to its head). new_head_id: who
    leads those who stay. Both ends must be the actor's. Records `registry.moved`, or
    `registry.transferred` into another grid. Raises what its parts raise.
    """
    doing = begin(
        actor=actor, household_id=household_id, kind=ActKind.MOVE, on=on, reason=reason, at=at
    )
    source = _source(doing)
    members = members_of(source)
    going = chosen(members, person_ids)
    said = dict(relations or {})
    target: Household
    if to_household_id is not None:
        target = _joined(doing, to_household_id)
        after = _relations_of_guests(target, going, said)
    else:
        dwelling = get_dwelling(actor=actor, dwelling_id=dwelling_id or 0)
        require_writer(actor, dwelling.area_path)
        if dwelling.pk == source.dwelling_id and len(going) == len(members):
            raise SameDwelling(field="dwelling")
        target = _opened(doing, dwelling, like=source)
        after = _relations_of_movers(going, said)
    if target.area_path != source.area_path:
        doing.kind = ActKind.TRANSFER
    _go(doing, going, target, after, new_head_id)
    return finish(doing, people=[row.person_id for row in going])


@transaction.atomic
def split(
    *,
    actor: Actor,
    household_id: int,
    person_ids: Collection[int],
    on: date,
    reason: str,
    at: datetime,
    relations: Mapping[int, str] | None = None,
    new_head_id: int | None = None,
) -> Act:
    """Open a second household in the same dwelling for some of the people (分户).

    Records `registry.household_split`. Raises EverybodyChosen, and what its parts raise.
    """
    doing = begin(
        actor=actor, household_id=household_id, kind=ActKind.SPLIT, on=on, reason=reason, at=at
    )
    source = _source(doing)
    members = members_of(source)
    going = chosen(members, person_ids)
    if len(going) == len(members):
        raise EverybodyChosen(field="people")
    target = _opened(doing, source.dwelling, like=source)
    after = _relations_of_movers(going, dict(relations or {}))
    _go(doing, going, target, after, new_head_id)
    return finish(doing, people=[row.person_id for row in going])


@transaction.atomic
def merge(
    *,
    actor: Actor,
    household_id: int,
    into_household_id: int,
    on: date,
    reason: str,
    at: datetime,
    relations: Mapping[int, str] | None = None,
) -> Act:
    """Let everybody of a household join another one, which keeps its head (并户).

    relations: what each is to that head; "other" where nothing is said. Records
    `registry.household_merged`. Raises SameHousehold, and what its parts raise.
    """
    doing = begin(
        actor=actor, household_id=household_id, kind=ActKind.MERGE, on=on, reason=reason, at=at
    )
    target = _joined(doing, into_household_id)
    going = chosen(members_of(_source(doing)), None)
    after = _relations_of_guests(target, going, dict(relations or {}))
    _go(doing, going, target, after, None)
    return finish(doing, people=[row.person_id for row in going])


def _go(
    doing: Doing,
    going: list[Membership],
    target: Household,
    after: Mapping[int, str],
    new_head_id: int | None,
) -> None:
    end_memberships(doing, going, reason=doing.kind.value)
    join(doing, target, going, after)
    hand_on(doing, _source(doing), new_head_id=new_head_id)


def _source(doing: Doing) -> Household:
    if doing.household is None:
        raise SameHousehold
    return doing.household


def _joined(doing: Doing, household_id: int) -> Household:
    """The household they join. Raises SameHousehold, HouseholdNotFound, HouseholdEnded."""
    if household_id == _source(doing).pk:
        raise SameHousehold(field="to_household")
    doing.to_household = lock_household(doing.actor, household_id)
    return doing.to_household


def _opened(doing: Doing, dwelling: Dwelling, *, like: Household) -> Household:
    doing.to_household = Household.objects.create(
        dwelling=dwelling,
        area_id=dwelling.area_id,
        area_path=dwelling.area_path,
        is_collective=like.is_collective,
        started_at=doing.when.moment,
    )
    return doing.to_household


def _relations_of_guests(
    target: Household, going: list[Membership], said: Mapping[int, str]
) -> dict[int, str]:
    """Who joins a household is something to its head, and never the head beside another."""
    has_head = target.memberships.filter(relation=Relation.HEAD, ended_at__isnull=True).exists()
    after = {row.person_id: _said(said, row, Relation.OTHER) for row in going}
    if list(after.values()).count(Relation.HEAD) > (0 if has_head else 1):
        raise HeadTaken(field="relation")
    return after


def _relations_of_movers(going: list[Membership], said: Mapping[int, str]) -> dict[int, str]:
    """Their own relations where their head goes along; else one of them leads the new household."""
    if any(row.relation == Relation.HEAD for row in going):
        return {row.person_id: _said(said, row, row.relation) for row in going}
    after = {row.person_id: _said(said, row, Relation.OTHER) for row in going}
    heads = [pk for pk, relation in after.items() if relation == Relation.HEAD]
    if len(heads) > 1:
        raise HeadTaken(field="relation")
    if not heads:
        oldest = min(going, key=lambda row: (row.person.born_on or date.max, row.person_id))
        after[oldest.person_id] = Relation.HEAD
    return after


def _said(said: Mapping[int, str], row: Membership, otherwise: str) -> str:
    return choice_of(Relation, said.get(row.person_id) or otherwise, "relation")
