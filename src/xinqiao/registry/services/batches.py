"""The rows of many households, and writing them: one statement a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.grid.models import Place
from xinqiao.kit.bulk import insert_rows
from xinqiao.kit.errors import DomainError
from xinqiao.registry.models import (
    DWELLING,
    HOUSEHOLD,
    PERSON,
    Dwelling,
    Household,
    Membership,
    Person,
    PersonTag,
    Tag,
)
from xinqiao.registry.services.deriving import derive_tags, record_tagged
from xinqiao.registry.services.known import Known

Door = tuple[int, str, str]


@dataclass(slots=True)
class Batch:
    """Rows to write, and what is known before."""

    actor: Actor
    at: datetime
    places: dict[int, Place]
    doors: dict[Door, Dwelling]
    households: dict[int, Household]
    headed: set[int]
    tags: dict[str, Tag]
    refused_tags: dict[str, DomainError]
    known: Known = field(default_factory=Known)
    new_dwellings: list[Dwelling] = field(default_factory=list)
    new_households: list[Household] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    given: list[tuple[Person, str, str]] = field(default_factory=list)


def write_batch(batch: Batch, *, quiet: bool) -> None:
    """Write everything; the keys that a table gives are taken by the next."""
    insert_rows(Dwelling, batch.new_dwellings)
    for household in batch.new_households:
        household.dwelling = household.dwelling  # takes the key that was just given
    insert_rows(Household, batch.new_households)
    insert_rows(Person, [membership.person for membership in batch.memberships])
    for membership in batch.memberships:
        membership.person, membership.household = membership.person, membership.household
    insert_rows(Membership, batch.memberships)
    append_many(actor=batch.actor, events=_events(batch), quiet=quiet)
    _give(batch, quiet=quiet)
    homes = {membership.household_id for membership in batch.memberships}
    derive_tags(
        actor=batch.actor,
        household_ids=homes,
        are_new=not batch.households,
        at=batch.at,
        quiet=quiet,
    )


def _give(batch: Batch, *, quiet: bool) -> None:
    by_tag: dict[str, list[int]] = {}
    rows = []
    for person, code, source in batch.given:
        tag = batch.tags[code]
        by_tag.setdefault(code, []).append(person.pk)
        rows.append(
            PersonTag(
                person=person,
                tag=tag,
                source=source,
                since=batch.at,
                given_by_id=batch.actor.user_id,
            )
        )
    insert_rows(PersonTag, rows)
    for code, ids in by_tag.items():
        record_tagged(batch.actor, "tagged", batch.tags[code], ids, batch.at, quiet=quiet)


def _events(batch: Batch) -> list[NewEvent]:
    def new(what: str, kind: str, row: Any, data: dict[str, Any]) -> NewEvent:
        return NewEvent(
            kind=f"registry.{what}",
            at=batch.at,
            subject_kind=kind,
            subject_id=row.pk,
            area_path=row.area_path,
            data=data,
        )

    return [
        *(new("dwelling_added", DWELLING, d, {"place": d.place_id}) for d in batch.new_dwellings),
        *(
            new("household_opened", HOUSEHOLD, h, {"dwelling": h.dwelling_id})
            for h in batch.new_households
        ),
        *(
            new(
                "person_added",
                PERSON,
                m.person,
                {"household": m.household_id, "dwelling": m.household.dwelling_id},
            )
            for m in batch.memberships
        ),
    ]
