"""What of the register lies on the phone of somebody who works in a grid: no more than needed.

Never a citizen number, never a sensitive category. A telephone number stands there in full only
where the person has a category whose people are called regularly (see the ADR on phones).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from xinqiao.accounts.access import GRID_ROLES, Actor
from xinqiao.grid.models import Place, PlaceKind
from xinqiao.grid.selectors.places import visible_places
from xinqiao.grid.selectors.scope import paths_below
from xinqiao.registry import door_words
from xinqiao.registry.identity import masked_phone
from xinqiao.registry.models import Dwelling, Household, Membership, Person, PersonTag, Relation
from xinqiao.registry.sealed import open_phone
from xinqiao.registry.selectors.scope import (
    visible_dwellings,
    visible_households,
    visible_people,
)

Row = dict[str, Any]


def people_to_carry(*, actor: Actor) -> list[Row]:
    """People who live in the actor's own grids now; three statements."""
    homes = Membership.objects.filter(ended_at__isnull=True).select_related("household__dwelling")
    tags = PersonTag.objects.filter(until__isnull=True, tag__is_sensitive=False)
    called = PersonTag.objects.filter(until__isnull=True, tag__needs_contact=True)
    rows = _own(visible_people(actor=actor), actor).filter(
        left_on__isnull=True, died_on__isnull=True, stored_only_at__isnull=True
    )
    rows = rows.prefetch_related(
        Prefetch("memberships", queryset=homes, to_attr="homes"),
        Prefetch("tags", queryset=tags.select_related("tag"), to_attr="now_tagged"),
    ).order_by("pk")
    to_call = set(called.filter(person__in=rows.values("pk")).values_list("person_id", flat=True))
    return [person_row(person, is_called=person.pk in to_call) for person in rows]


def households_to_carry(*, actor: Actor) -> list[Row]:
    """Households that are there now; one statement."""
    rows = _own(visible_households(actor=actor), actor).filter(ended_at__isnull=True)
    return [household_row(row) for row in rows.select_related("dwelling").order_by("pk")]


def dwellings_to_carry(*, actor: Actor) -> list[Row]:
    """Dwellings in use; one statement."""
    return [dwelling_row(row) for row in _own(visible_dwellings(actor=actor), actor).order_by("pk")]


def buildings_to_carry(*, actor: Actor) -> list[Row]:
    """Buildings in use, by the name with which their addresses begin; one statement."""
    rows = visible_places(actor, *GRID_ROLES).filter(kind=PlaceKind.BUILDING)
    return [
        {"id": place.pk, "name": building_name(place), "lon": place.lon, "lat": place.lat}
        for place in rows.order_by("pk")
    ]


def person_row(person: Person, *, is_called: bool) -> Row:
    """One person; `homes` and `now_tagged` were read with them."""
    homes: list[Membership] = person.homes  # type: ignore[attr-defined]
    tagged: Iterable[PersonTag] = person.now_tagged  # type: ignore[attr-defined]
    home = homes[0] if homes else None
    sealed = person.phone_sealed
    return {
        "id": person.pk,
        "version": person.version,
        "name": person.name,
        "sex": person.sex,
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "phone": open_phone(sealed) if is_called else masked_phone(sealed),
        "can_call": is_called and sealed is not None,
        "employer": person.employer,
        "note": person.note,
        "household": home.household_id if home else None,
        "dwelling": home.household.dwelling_id if home else None,
        "address": home.household.dwelling.address if home else "",
        "relation": home.relation if home else "",
        "relation_name": str(Relation(home.relation).label) if home else "",
        "is_registered": home.is_registered if home else False,
        "lives_here": home.lives_here if home else False,
        "tags": [{"code": one.tag.code, "name": one.tag.name} for one in tagged],
    }


def household_row(household: Household) -> Row:
    return {
        "id": household.pk,
        "version": household.version,
        "dwelling": household.dwelling_id,
        "address": household.dwelling.address,
        "is_collective": household.is_collective,
        "note": household.note,
    }


def dwelling_row(dwelling: Dwelling) -> Row:
    return {
        "id": dwelling.pk,
        "version": dwelling.version,
        "building": dwelling.place_id,
        "unit": dwelling.unit,
        "number": dwelling.number,
        "floor": dwelling.floor,
        "usage": dwelling.usage,
        "address": dwelling.address,
        "note": dwelling.note,
    }


def building_name(place: Place) -> str:
    """The building as addresses begin with it: 丽湖新城3栋."""
    return door_words.building_name(place.parent.name if place.parent else "", place.name)


def as_carried(*, actor: Actor, person_id: int) -> Row | None:
    """One person as the actor's phone would carry them now, or None."""
    homes = Membership.objects.filter(ended_at__isnull=True).select_related("household__dwelling")
    tags = PersonTag.objects.filter(until__isnull=True).select_related("tag")
    found = visible_people(actor=actor).filter(pk=person_id)
    person = found.prefetch_related(
        Prefetch("memberships", queryset=homes, to_attr="homes"),
        Prefetch("tags", queryset=tags, to_attr="now_tagged"),
    ).first()
    if person is None:
        return None
    all_tags: list[PersonTag] = person.now_tagged
    return person_row(person, is_called=any(one.tag.needs_contact for one in all_tags))


def _own(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Only of the grids held in a grid post, however high the actor's other posts are."""
    return rows.filter(paths_below(actor.area_paths(*GRID_ROLES), field="area_path"))
