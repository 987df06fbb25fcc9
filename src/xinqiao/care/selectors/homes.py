"""Where somebody lives, for those who come to help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xinqiao.grid.models import Area, Place
from xinqiao.registry.models import Membership, Person


@dataclass(frozen=True, slots=True)
class Home:
    """area: the grid. place: the building, where known. address: as people say it."""

    area: Area
    place: Place | None
    address: str


def home_of(person: Person) -> Home:
    """The present home of somebody; one statement, the grid alone when nobody knows the door."""
    found = homes_of([person.pk]).get(person.pk)
    return found or Home(person.area, None, "")


def homes_of(person_ids: Iterable[int]) -> dict[int, Home]:
    """The same for many; one statement."""
    rows = Membership.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    rows = rows.select_related("household__dwelling__place__area", "household__dwelling__area")
    return {
        row.person_id: Home(
            row.household.dwelling.area,
            row.household.dwelling.place,
            row.household.dwelling.address,
        )
        for row in rows
    }
