"""What a visit goes to: its place, its area, the people and facilities its answers may name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Place
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Facility, Household, Membership, Person, Relation
from xinqiao.registry.selectors.scope import (
    get_facility,
    get_household,
    get_person,
    visible_facilities,
)
from xinqiao.visits.errors import WrongSubject
from xinqiao.visits.formlang import Around
from xinqiao.visits.models import FormSubject

# What a page offers for choosing; a grid has seldom more.
MOST_FACILITIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody or something to visit. `contact`: the person, or the head of the household."""

    area_id: int
    area_path: str
    title: str
    household: Household | None = None
    person: Person | None = None
    facility: Facility | None = None
    place: Place | None = None
    address: str = ""
    members: tuple[Membership, ...] = ()
    facilities: tuple[Facility, ...] = field(default=())

    @property
    def contact(self) -> Person | None:
        if self.person is not None:
            return self.person
        heads = [one for one in self.members if one.relation == Relation.HEAD]
        chosen = heads or list(self.members)
        return chosen[0].person if chosen else None

    @property
    def residents(self) -> int:
        """How many live here, as the register says."""
        return sum(1 for one in self.members if one.lives_here)

    def around(self, at: datetime) -> Around:
        """What answers of a visit at this moment may name."""
        people = {one.person_id for one in self.members}
        if self.person is not None:
            people.add(self.person.pk)
        return Around(
            today=local_day(at), people=people, facilities={one.pk for one in self.facilities}
        )


def subject_of(
    *,
    actor: Actor,
    kind: str,
    household_id: int | None = None,
    person_id: int | None = None,
    facility_id: int | None = None,
) -> Subject:
    """What a form about `kind` (FormSubject) goes to, in six statements at most.

    Raises WrongSubject (422), and the register's NotFound (404) outside the actor's area.
    """
    if kind == FormSubject.HOUSEHOLD and household_id:
        return _household(actor, get_household(actor=actor, household_id=household_id))
    if kind == FormSubject.PERSON and person_id:
        return _person(actor, get_person(actor=actor, person_id=person_id))
    if kind == FormSubject.FACILITY and facility_id:
        facility = get_facility(actor=actor, facility_id=facility_id)
        return Subject(
            area_id=facility.area_id,
            area_path=facility.area_path,
            title=facility.name,
            facility=facility,
            place=facility.place,
            facilities=(facility,),
        )
    raise WrongSubject(field="form")


def _household(actor: Actor, household: Household) -> Subject:
    address = household.dwelling.address
    return Subject(
        area_id=household.area_id,
        area_path=household.area_path,
        title=address,
        household=household,
        place=household.dwelling.place,
        address=address,
        members=members_of(household),
        facilities=_near(actor, household.area_path),
    )


def _person(actor: Actor, person: Person) -> Subject:
    own = (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("household__dwelling__place")
        .first()
    )
    household = own.household if own else None
    return Subject(
        area_id=person.area_id,
        area_path=person.area_path,
        title=person.name,
        household=household,
        person=person,
        place=household.dwelling.place if household else None,
        address=household.dwelling.address if household else "",
        members=members_of(household) if household else (),
        facilities=_near(actor, person.area_path),
    )


def members_of(household: Household) -> tuple[Membership, ...]:
    """Who belongs to a household now, its head first."""
    rows = Membership.objects.filter(household=household, ended_at__isnull=True)
    people = rows.select_related("person").order_by("id")
    return tuple(sorted(people, key=lambda one: one.relation != Relation.HEAD))


def _near(actor: Actor, area_path: str) -> tuple[Facility, ...]:
    near = visible_facilities(actor=actor).filter(area_path=area_path)
    return tuple(near.select_related("kind").order_by("name", "id")[:MOST_FACILITIES])
