"""Putting dwellings, households and people on the register, one at a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Place
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import (
    DWELLING,
    HOUSEHOLD,
    PERSON,
    Dwelling,
    Household,
    Person,
    Relation,
)
from xinqiao.registry.register_errors import (
    BuildingNotFound,
    DwellingExists,
    HeadTaken,
    HouseholdEnded,
)
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.scope import get_dwelling, get_household
from xinqiao.registry.services.deriving import derive_tags
from xinqiao.registry.services.known import check_number, index_of, known_of, twin_by_number
from xinqiao.registry.services.preparing import (
    door_of,
    prepared_dwelling,
    prepared_household,
    prepared_membership,
    prepared_person,
)
from xinqiao.registry.services.tagging import give_tags


@transaction.atomic
def add_dwelling(*, actor: Actor, draft: DwellingDraft, at: datetime) -> Dwelling:
    """Add a unit and number to a building. Records `registry.dwelling_added`.

    Raises BuildingNotFound, RegisterNotYours, BadInput, DwellingExists.
    """
    place = building_of(draft.place_id)
    require_writer(actor, place.area.path)
    dwelling = prepared_dwelling(draft, place=place, at=at)
    save_dwelling(dwelling)
    append(
        kind="registry.dwelling_added",
        actor=actor,
        at=at,
        subject_kind=DWELLING,
        subject_id=dwelling.pk,
        area_path=dwelling.area_path,
        data={"place": place.pk},
    )
    return dwelling


@transaction.atomic
def open_household(
    *,
    actor: Actor,
    dwelling_id: int,
    at: datetime,
    started_on: date | None = None,
    is_collective: bool = False,
    note: str = "",
) -> Household:
    """Open an empty household in a dwelling; several may share it. `registry.household_opened`.

    started_on: the day they came, not after today; None: now. Raises DwellingNotFound.
    """
    dwelling = get_dwelling(actor=actor, dwelling_id=dwelling_id)
    require_writer(actor, dwelling.area_path)
    household = prepared_household(
        dwelling, at=at, started_on=started_on, is_collective=is_collective, note=note
    )
    household.save()
    record_household(actor, household, at)
    return household


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    household_id: int,
    draft: PersonDraft,
    at: datetime,
    since: date | None = None,
) -> Person:
    """Add somebody to a household. Records `registry.person_added`.

    since: the day they came; None: now.
    Raises HouseholdNotFound, HouseholdEnded, HeadTaken, BadInput and its kinds; for somebody who
    is on record: AlreadyRegistered, RegisteredElsewhere, HasLeft, LooksAlike (all 409).
    """
    person = _add(actor, household_id, draft, at=at, since=since)
    derive_tags(actor=actor, household_ids=[household_id], at=at)
    return person


@transaction.atomic
def capture_family(*, actor: Actor, family: FamilyDraft, at: datetime) -> list[Person]:
    """A dwelling if it is new, a household and its people; all of it or nothing.

    The plain way of what `capture_many` does by the thousand. Raises what its parts raise.
    """
    dwelling = dwelling_at(family.dwelling) or add_dwelling(
        actor=actor, draft=family.dwelling, at=at
    )
    household_id = family.household_id
    if household_id is None:
        opened = open_household(
            actor=actor,
            dwelling_id=dwelling.pk,
            at=at,
            started_on=family.started_on,
            is_collective=family.is_collective,
            note=family.note,
        )
        household_id = opened.pk
    people = [
        _add(actor, household_id, draft, at=at, since=family.started_on) for draft in family.people
    ]
    derive_tags(actor=actor, household_ids=[household_id], at=at)
    return people


def _add(
    actor: Actor, household_id: int, draft: PersonDraft, *, at: datetime, since: date | None
) -> Person:
    """Add somebody; which categories follow is for the caller to compute, once for all."""
    household = lock_household(actor, household_id)
    person = prepared_person(draft, area=household.area, at=at)
    known_of([person]).check(actor, person, is_somebody_else=draft.is_somebody_else)
    check_head(household, draft.relation)
    save_person(actor, person)
    prepared_membership(person, household, draft, at=at, since=since).save()
    append(
        kind="registry.person_added",
        actor=actor,
        at=at,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
        data={"household": household.pk, "dwelling": household.dwelling_id},
    )
    give_tags(actor=actor, person=person, codes=draft.tags, source=draft.tag_source, at=at)
    return person


def dwelling_at(draft: DwellingDraft) -> Dwelling | None:
    """The dwelling in use at this door, whoever may see it."""
    place = building_of(draft.place_id)
    unit, number = door_of(draft)
    found = Dwelling.objects.filter(place=place, unit=unit, number=number, retired_at__isnull=True)
    return found.first()


def building_of(place_id: int) -> Place:
    """The building with its area and estate. Raises BuildingNotFound."""
    found = Place.objects.select_related("area", "parent").filter(pk=place_id).first()
    if found is None:
        raise BuildingNotFound(field="place")
    return found


def lock_household(actor: Actor, household_id: int) -> Household:
    """Hold an open household that the actor keeps, until the transaction ends.

    Raises HouseholdNotFound, RegisterNotYours, HouseholdEnded.
    """
    get_household(actor=actor, household_id=household_id)
    locked = Household.objects.select_for_update(of=("self",)).select_related("area", "dwelling")
    household = locked.get(pk=household_id)
    require_writer(actor, household.area_path)
    if household.ended_at is not None:
        raise HouseholdEnded
    return household


def check_head(household: Household, relation: str) -> None:
    """Raise HeadTaken when somebody else is the head."""
    if (
        relation == Relation.HEAD
        and household.memberships.filter(relation=Relation.HEAD, ended_at__isnull=True).exists()
    ):
        raise HeadTaken(field="relation")


def save_dwelling(dwelling: Dwelling) -> None:
    """Write the row. Raises DwellingExists when the door is on the register."""
    try:
        with transaction.atomic():
            dwelling.save()
    except IntegrityError:
        raise DwellingExists(address=dwelling.address, field="number") from None


def save_person(actor: Actor, person: Person) -> None:
    """Write a new person. Raises as for a known number when somebody else was faster."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        check_number(actor, twin_by_number(index_of(person)))
        raise


def record_household(actor: Actor, household: Household, at: datetime) -> None:
    """Record that a household was opened."""
    append(
        kind="registry.household_opened",
        actor=actor,
        at=at,
        subject_kind=HOUSEHOLD,
        subject_id=household.pk,
        area_path=household.area_path,
        data={"dwelling": household.dwelling_id},
    )
