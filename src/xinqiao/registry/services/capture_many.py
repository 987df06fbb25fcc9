"""Many households at once: one statement a table, the same rows and checks as one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Place
from xinqiao.kit.errors import DomainError
from xinqiao.registry.drafts import FamilyDraft, PersonDraft
from xinqiao.registry.errors import HouseholdNotFound
from xinqiao.registry.models import Dwelling, Household, Membership, Person, Relation, Tag
from xinqiao.registry.register_errors import BuildingNotFound, HeadTaken, HouseholdEnded, Stale
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.purposes import grounds_at
from xinqiao.registry.selectors.scope import visible_households
from xinqiao.registry.services.batches import Batch, Door, write_batch
from xinqiao.registry.services.consent import require_basis
from xinqiao.registry.services.known import known_of
from xinqiao.registry.services.preparing import (
    prepared_dwelling,
    prepared_household,
    prepared_membership,
    prepared_person,
)
from xinqiao.registry.services.tagging import tags_by_code


@dataclass(slots=True)
class Captured:
    """What became of one family: the rows, and by place in the draft what was refused and why."""

    dwelling: Dwelling | None = None
    household: Household | None = None
    people: dict[int, Person] = field(default_factory=dict)
    refused: dict[int, DomainError] = field(default_factory=dict)


@transaction.atomic
def capture_many(
    *, actor: Actor, families: Sequence[FamilyDraft], at: datetime, quiet: bool = False
) -> list[Captured]:
    """Capture families in a number of statements that does not grow with them.

    Who is refused is left out and named with the reason; a family of which nobody remains opens
    nothing. quiet: other rooms are not told. Raises Stale (409) when a colleague was faster with
    one of the same people: nothing is written, and the batch can be tried again.
    """
    batch = _read(actor, families, at)
    results = [_place(batch, family) for family in families]
    ready = _prepare(batch, families, results)
    batch.known = known_of([person for _f, _i, person in ready])
    for family_at, place, person in ready:
        _take(batch, families[family_at], results[family_at], place, person)
    try:
        with transaction.atomic():
            write_batch(batch, quiet=quiet)
    except IntegrityError as error:
        raise Stale from error
    return results


def _read(actor: Actor, families: Sequence[FamilyDraft], at: datetime) -> Batch:
    """What the register holds of these doors, households and categories; five statements."""
    place_ids = {family.dwelling.place_id for family in families}
    places = Place.objects.select_related("area", "parent").in_bulk(list(place_ids))
    asked = [f.household_id for f in families if f.household_id is not None]
    households = _open_households(actor, asked)
    heads = Membership.objects.filter(
        household_id__in=asked, relation=Relation.HEAD, ended_at__isnull=True
    )
    tags, refused_tags = _tags({code for f in families for p in f.people for code in p.tags}, at)
    return Batch(
        actor=actor,
        at=at,
        places=places,
        doors={},
        households=households,
        headed=set(heads.values_list("household_id", flat=True)) if asked else set(),
        tags=tags,
        refused_tags=refused_tags,
    )


def _open_households(actor: Actor, ids: list[int]) -> dict[int, Household]:
    if not ids:
        return {}
    seen = visible_households(actor=actor).filter(pk__in=ids)
    locked = seen.select_for_update(of=("self",)).select_related("dwelling", "area")
    return {household.pk: household for household in locked.order_by("pk")}


def _tags(codes: Iterable[str], at: datetime) -> tuple[dict[str, Tag], dict[str, DomainError]]:
    """Categories that somebody who is new may be given, and why others may not."""
    found: dict[str, Tag] = {}
    refused: dict[str, DomainError] = {}
    grounds = grounds_at(at=at)
    for code in codes:
        try:
            found[code] = tags_by_code([code], at)[code]
            require_basis(person=None, fields=[f"tag.{code}"], at=at, grounds=grounds)
        except DomainError as error:
            refused[code] = error
    return found, refused


def _place(batch: Batch, family: FamilyDraft) -> Captured:
    """Where a family lives; a refusal counts for everybody of it."""
    result = Captured()
    try:
        if family.household_id is not None:
            household = batch.households.get(family.household_id)
            if household is None:
                raise HouseholdNotFound
            require_writer(batch.actor, household.area_path)
            if household.ended_at is not None:
                raise HouseholdEnded
            result.household, result.dwelling = household, household.dwelling
            return result
        place = batch.places.get(family.dwelling.place_id)
        if place is None:
            raise BuildingNotFound(field="place")
        require_writer(batch.actor, place.area.path)
        dwelling = prepared_dwelling(family.dwelling, place=place, at=batch.at)
        result.household = prepared_household(
            dwelling,
            at=batch.at,
            started_on=family.started_on,
            is_collective=family.is_collective,
            note=family.note,
        )
        result.dwelling = dwelling
    except DomainError as error:
        result.refused = dict.fromkeys(range(len(family.people)), error)
    return result


def _prepare(
    batch: Batch, families: Sequence[FamilyDraft], results: Sequence[Captured]
) -> list[tuple[int, int, Person]]:
    """People whose own facts hold: (family, place in it, row). Known doors are found here."""
    ready = []
    for family_at, (family, result) in enumerate(zip(families, results, strict=True)):
        if result.household is None or result.dwelling is None:
            continue
        for place, draft in enumerate(family.people):
            try:
                area = result.dwelling.area
                person = prepared_person(draft, area=area, at=batch.at)
                _check_tags(batch, draft)
            except DomainError as error:
                result.refused[place] = error
            else:
                ready.append((family_at, place, person))
    new = [r.dwelling for r in results if r.dwelling and not r.dwelling.pk]
    batch.doors.update(_known_doors(new))
    return ready


def _check_tags(batch: Batch, draft: PersonDraft) -> None:
    for code in draft.tags:
        if code in batch.refused_tags:
            raise batch.refused_tags[code]


def _take(batch: Batch, family: FamilyDraft, result: Captured, place: int, person: Person) -> None:
    """Take one person into the batch, or refuse them."""
    draft, household, dwelling = family.people[place], result.household, result.dwelling
    if household is None or dwelling is None:
        return
    try:
        batch.known.check(batch.actor, person, is_somebody_else=draft.is_somebody_else)
        key = household.pk or -id(household)
        if draft.relation == Relation.HEAD:
            if key in batch.headed:
                raise HeadTaken(field="relation")
            batch.headed.add(key)
    except DomainError as error:
        result.refused[place] = error
        return
    if not result.people and not household.pk:
        result.dwelling = _open(batch, dwelling, household)
    result.people[place] = person
    batch.known.add(person)
    batch.memberships.append(
        prepared_membership(person, household, draft, at=batch.at, since=family.started_on)
    )
    batch.given += [(person, code, draft.tag_source) for code in dict.fromkeys(draft.tags)]


def _open(batch: Batch, dwelling: Dwelling, household: Household) -> Dwelling:
    """Open the household of somebody who is taken, in a dwelling that may be known."""
    known = batch.doors.get(_door(dwelling))
    if known is None:
        batch.doors[_door(dwelling)] = known = dwelling
        batch.new_dwellings.append(known)
    household.dwelling = known
    batch.new_households.append(household)
    return known


def _known_doors(dwellings: Sequence[Dwelling]) -> dict[Door, Dwelling]:
    """Dwellings in use that stand at these doors already; two statements at most."""
    doors = sorted({_door(dwelling) for dwelling in dwellings})
    if not doors:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id FROM registry_dwelling d"
            " JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS w(place_id, unit, number)"
            " ON d.place_id = w.place_id AND d.unit = w.unit AND d.number = w.number"
            " WHERE d.retired_at IS NULL",
            [list(column) for column in zip(*doors, strict=True)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = Dwelling.objects.select_related("area").filter(pk__in=ids) if ids else []
    return {_door(dwelling): dwelling for dwelling in found}


def _door(dwelling: Dwelling) -> Door:
    return dwelling.place_id, dwelling.unit, dwelling.number
