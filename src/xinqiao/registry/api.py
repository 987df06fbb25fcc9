"""`/api/v1/people|households|dwellings`: search, read, capture and correct the register.

Searching is a POST, since what is looked for may be a number that must not stand in an address.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from xinqiao.kit.time import local_day, now
from xinqiao.registry import schemas
from xinqiao.registry.api_callers import person as caller
from xinqiao.registry.drafts import DwellingDraft, PersonDraft
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.models import Dwelling, Person
from xinqiao.registry.selectors.details import (
    HouseholdDetail,
    dwelling_detail,
    household_detail,
)
from xinqiao.registry.selectors.scope import get_person, visible_people
from xinqiao.registry.selectors.search import (
    Filters,
    search_dwellings,
    search_people,
    with_home,
)
from xinqiao.registry.services.capture import add_dwelling, add_person, open_household
from xinqiao.registry.services.edit import edit_dwelling, edit_household, edit_person

router = Router(tags=["register"])


@router.post("/people/search", response=schemas.PersonPage, summary="Find people")
def find_people(request: HttpRequest, content: schemas.SearchIn) -> Any:
    """People of the caller's areas by name, number or telephone."""
    found = search_people(
        actor=caller(request),
        words=content.q,
        today=local_day(now()),
        filters=Filters(area=content.area, tag=content.tag),
        cursor=content.cursor,
        size=content.limit,
    )
    return {"items": [_person(row) for row in found.page], "next": found.page.next}


@router.get("/people/{person_id}", response=schemas.PersonOut, summary="Read one person")
def read_person(request: HttpRequest, person_id: int) -> Any:
    """One person, masked."""
    return _one_person(request, person_id)


@router.patch("/people/{person_id}", response=schemas.PersonOut, summary="Correct a person")
def patch_person(request: HttpRequest, person_id: int, content: schemas.PersonPatch) -> Any:
    """Change what is named. 409 `stale` when somebody changed the record in the meantime."""
    changes = _changes(content)
    version = changes.pop("version")
    edit_person(
        actor=caller(request), person_id=person_id, changes=changes, version=version, at=now()
    )
    return _one_person(request, person_id)


@router.post(
    "/households/{household_id}/people",
    response={201: schemas.PersonOut},
    summary="Add a person",
)
def post_person(request: HttpRequest, household_id: int, content: schemas.PersonIn) -> Any:
    """Add somebody. 409 with a code for somebody who is, or seems to be, on the register."""
    draft = PersonDraft(**content.dict())
    row = add_person(actor=caller(request), household_id=household_id, draft=draft, at=now())
    return Status(201, _one_person(request, row.pk))


@router.get(
    "/households/{household_id}", response=schemas.HouseholdOut, summary="Read one household"
)
def read_household(request: HttpRequest, household_id: int) -> Any:
    """One household and who belongs to it now."""
    return _household(household_detail(actor=caller(request), household_id=household_id))


@router.patch(
    "/households/{household_id}", response=schemas.HouseholdOut, summary="Correct a household"
)
def patch_household(
    request: HttpRequest, household_id: int, content: schemas.HouseholdPatch
) -> Any:
    """Change what is named. 409 `stale` as for a person."""
    actor, changes = caller(request), _changes(content)
    version = changes.pop("version")
    edit_household(
        actor=actor, household_id=household_id, changes=changes, version=version, at=now()
    )
    return _household(household_detail(actor=actor, household_id=household_id))


@router.post("/dwellings/search", response=schemas.DwellingPage, summary="Find dwellings")
def find_dwellings(request: HttpRequest, content: schemas.SearchIn) -> Any:
    """Dwellings of the caller's areas by a part of their address."""
    page = search_dwellings(
        actor=caller(request),
        words=content.q,
        filters=Filters(area=content.area),
        cursor=content.cursor,
        size=content.limit,
    )
    return {"items": [_dwelling(row) for row in page], "next": page.next}


@router.get("/dwellings/{dwelling_id}", response=schemas.DwellingOut, summary="Read one dwelling")
def read_dwelling(request: HttpRequest, dwelling_id: int) -> Any:
    """One door."""
    return _dwelling(dwelling_detail(actor=caller(request), dwelling_id=dwelling_id).dwelling)


@router.patch(
    "/dwellings/{dwelling_id}", response=schemas.DwellingOut, summary="Correct a dwelling"
)
def patch_dwelling(request: HttpRequest, dwelling_id: int, content: schemas.DwellingPatch) -> Any:
    """Change what is named. 409 `stale` as for a person."""
    actor, changes = caller(request), _changes(content)
    version = changes.pop("version")
    edit_dwelling(actor=actor, dwelling_id=dwelling_id, changes=changes, version=version, at=now())
    return _dwelling(dwelling_detail(actor=actor, dwelling_id=dwelling_id).dwelling)


@router.post(
    "/buildings/{place_id}/dwellings",
    response={201: schemas.DwellingOut},
    summary="Add a dwelling",
)
def post_dwelling(request: HttpRequest, place_id: int, content: schemas.DwellingIn) -> Any:
    """Add a door to a building."""
    actor = caller(request)
    draft = DwellingDraft(place_id=place_id, **content.dict())
    row = add_dwelling(actor=actor, draft=draft, at=now())
    return Status(201, _dwelling(dwelling_detail(actor=actor, dwelling_id=row.pk).dwelling))


@router.post(
    "/dwellings/{dwelling_id}/households",
    response={201: schemas.HouseholdOut},
    summary="Open a household",
)
def post_household(request: HttpRequest, dwelling_id: int, content: schemas.HouseholdIn) -> Any:
    """Open a household behind a door; people are added to it next."""
    actor = caller(request)
    row = open_household(actor=actor, dwelling_id=dwelling_id, at=now(), **content.dict())
    return Status(201, _household(household_detail(actor=actor, household_id=row.pk)))


def _changes(content: schemas.Strict) -> dict[str, Any]:
    """What was sent; null means nothing was said."""
    sent: dict[str, Any] = content.dict(exclude_unset=True, exclude_none=True)
    return sent


def _one_person(request: HttpRequest, person_id: int) -> dict[str, Any]:
    actor = caller(request)
    get_person(actor=actor, person_id=person_id)
    return _person(with_home(visible_people(actor=actor)).get(pk=person_id))


def _person(row: Person) -> dict[str, Any]:
    homes: list[Any] = row.homes  # type: ignore[attr-defined]
    tagged: list[Any] = row.now_tagged  # type: ignore[attr-defined]
    home = homes[0] if homes else None
    return {
        "id": row.pk,
        "version": row.version,
        "name": row.name,
        "sex": row.sex,
        "born_on": row.born_on,
        "citizen_number": masked_citizen_number(row.citizen_number_sealed),
        "phone": masked_phone(row.phone_sealed),
        "employer": row.employer,
        "note": row.note,
        "household": home.household_id if home else None,
        "dwelling": home.household.dwelling_id if home else None,
        "address": home.household.dwelling.address if home else "",
        "relation": home.relation if home else "",
        "is_registered": home.is_registered if home else False,
        "lives_here": home.lives_here if home else False,
        "tags": [one.tag.code for one in tagged if not one.tag.is_sensitive],
        "left_on": row.left_on,
        "died_on": row.died_on,
    }


def _dwelling(row: Dwelling) -> dict[str, Any]:
    households: list[Any] = row.now_here  # type: ignore[attr-defined]
    names = ("version", "unit", "number", "floor", "usage", "address", "note")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "building": row.place_id,
        "households": [household.pk for household in households],
    }


def _household(detail: HouseholdDetail) -> dict[str, Any]:
    row = detail.household
    names = ("version", "is_collective", "note", "started_at", "ended_at")
    members = [
        {"person": one.person_id, "name": one.person.name, "relation": one.relation}
        for one in detail.members
    ]
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "dwelling": row.dwelling_id,
        "members": members,
    }
