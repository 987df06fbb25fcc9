"""Who may see which rows of the register: the gate that every list, search and export goes through.

By area only: grid staff see their grids, community, street and county staff what is below them.
A department, a property company or a hotline clerk sees nobody here.
"""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Model, QuerySet

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.grid.selectors.scope import below
from xinqiao.registry.errors import (
    DwellingNotFound,
    FacilityNotFound,
    HouseholdNotFound,
    PersonNotFound,
)
from xinqiao.registry.models import Dwelling, Facility, Household, Person

READERS: Final = (*GRID_ROLES, *AREA_STAFF)
M = TypeVar("M", bound=Model)


def visible_people(*, actor: Actor) -> QuerySet[Person]:
    """People of the actor's areas, without records merged into another.

    Nor those kept for the law alone (PIPL 47): `services.stored` finds them, on record.
    """
    return kept_people(actor=actor).filter(stored_only_at__isnull=True)


def kept_people(*, actor: Actor) -> QuerySet[Person]:
    """People of the actor's areas, those included that are kept for the law alone.

    For who comes back and for queries by law; never for a list.
    """
    return _scoped(Person.objects.filter(merged_into__isnull=True), actor)


def visible_households(*, actor: Actor) -> QuerySet[Household]:
    """Households of the actor's areas, ended ones included."""
    return _scoped(Household.objects.all(), actor)


def visible_dwellings(*, actor: Actor) -> QuerySet[Dwelling]:
    """Dwellings in use of the actor's areas."""
    return _scoped(Dwelling.objects.filter(retired_at__isnull=True), actor)


def visible_facilities(*, actor: Actor) -> QuerySet[Facility]:
    """Facilities and lanes in use of the actor's areas."""
    return _scoped(Facility.objects.filter(retired_at__isnull=True), actor)


def get_person(*, actor: Actor, person_id: int) -> Person:
    """One person. Raises PersonNotFound for strangers, too."""
    found = visible_people(actor=actor).filter(pk=person_id).first()
    if found is None:
        raise PersonNotFound
    return found


def get_household(*, actor: Actor, household_id: int) -> Household:
    """One household with its dwelling. Raises HouseholdNotFound for strangers, too."""
    found = visible_households(actor=actor).filter(pk=household_id).select_related("dwelling")
    if (household := found.first()) is None:
        raise HouseholdNotFound
    return household


def get_dwelling(*, actor: Actor, dwelling_id: int) -> Dwelling:
    """One dwelling. Raises DwellingNotFound for strangers, too."""
    found = visible_dwellings(actor=actor).filter(pk=dwelling_id).first()
    if found is None:
        raise DwellingNotFound
    return found


def get_facility(*, actor: Actor, facility_id: int) -> Facility:
    """One facility or lane. Raises FacilityNotFound for strangers, too."""
    found = visible_facilities(actor=actor).filter(pk=facility_id).select_related("kind")
    if (facility := found.first()) is None:
        raise FacilityNotFound
    return facility


def _scoped(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    return rows.filter(below(actor, *READERS, field="area_path"))
