"""Correcting what the register holds: whoever read an older version is told so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import local_day
from xinqiao.registry.drafts import DwellingDraft
from xinqiao.registry.models import (
    DWELLING,
    HOUSEHOLD,
    PERSON,
    Dwelling,
    Household,
    Membership,
    Person,
    Relation,
)
from xinqiao.registry.register_errors import DwellingInUse, NotAMember, Stale
from xinqiao.registry.sealed import open_citizen_number
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.scope import get_dwelling, get_household, get_person
from xinqiao.registry.services.capture import check_head, save_dwelling
from xinqiao.registry.services.deriving import derive_tags
from xinqiao.registry.services.known import check_number, index_of, known_of, twin_by_number
from xinqiao.registry.services.preparing import (
    EMPLOYER_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    choice_of,
    fill_dwelling,
    set_identity,
    set_phone,
)

PERSON_FIELDS: Final = (
    "name",
    "citizen_number",
    "sex",
    "born_on",
    "phone",
    "employer",
    "note",
)
MEMBER_FIELDS: Final = ("relation", "is_registered", "lives_here")
DWELLING_FIELDS: Final = ("unit", "number", "floor", "usage", "note")
HOUSEHOLD_FIELDS: Final = ("is_collective", "note")


@transaction.atomic
def edit_person(
    *, actor: Actor, person_id: int, changes: Mapping[str, Any], version: int | None, at: datetime
) -> Person:
    """Correct a person, and how they belong to their household; what is not named stays.

    changes: of PERSON_FIELDS and MEMBER_FIELDS. version: the one that was read; None writes over
    any. Records `registry.person_edited` with the names of the fields. Raises PersonNotFound,
    RegisterNotYours, Stale (409), BadInput and its kinds, AlreadyRegistered, RegisteredElsewhere.
    """
    get_person(actor=actor, person_id=person_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    require_writer(actor, person.area_path)
    check_version(person, version)
    _known_fields(changes, (*PERSON_FIELDS, *MEMBER_FIELDS))
    _fill_words(person, changes)
    if changes.keys() & {"citizen_number", "sex", "born_on"}:
        _fill_identity(actor, person, changes, today=local_day(at))
    if "phone" in changes:
        set_phone(person, str(changes["phone"] or ""))
    person.version += 1
    person.updated_at = at
    _save_person(actor, person)
    homes = _edit_membership(person, changes)
    _record("person_edited", PERSON, person, actor, at, changes)
    if changes.keys() & {"citizen_number", "sex", "born_on", "lives_here"}:
        derive_tags(actor=actor, household_ids=homes, at=at)
    return person


@transaction.atomic
def edit_dwelling(
    *, actor: Actor, dwelling_id: int, changes: Mapping[str, Any], version: int | None, at: datetime
) -> Dwelling:
    """Correct a dwelling. Records `registry.dwelling_edited`.

    Raises DwellingNotFound, RegisterNotYours, Stale, BadInput, DwellingExists.
    """
    get_dwelling(actor=actor, dwelling_id=dwelling_id)
    rows = Dwelling.objects.select_for_update(of=("self",)).select_related("place__parent")
    dwelling = rows.get(pk=dwelling_id)
    require_writer(actor, dwelling.area_path)
    check_version(dwelling, version)
    _known_fields(changes, DWELLING_FIELDS)
    told = DwellingDraft(
        place_id=dwelling.place_id,
        number=dwelling.number,
        unit=dwelling.unit,
        floor=dwelling.floor,
        usage=dwelling.usage,
        note=dwelling.note,
    )
    fill_dwelling(dwelling, replace(told, **changes))
    dwelling.version += 1
    save_dwelling(dwelling)
    _record("dwelling_edited", DWELLING, dwelling, actor, at, changes)
    return dwelling


@transaction.atomic
def retire_dwelling(*, actor: Actor, dwelling_id: int, at: datetime) -> Dwelling:
    """Take a dwelling that is no more off the register. Records `registry.dwelling_retired`.

    Raises DwellingInUse (409) while somebody lives there.
    """
    get_dwelling(actor=actor, dwelling_id=dwelling_id)
    dwelling = Dwelling.objects.select_for_update().get(pk=dwelling_id)
    require_writer(actor, dwelling.area_path)
    if dwelling.households.filter(ended_at__isnull=True).exists():
        raise DwellingInUse
    if dwelling.retired_at is None:
        dwelling.retired_at = at
        dwelling.save(update_fields=["retired_at"])
        _record("dwelling_retired", DWELLING, dwelling, actor, at, {})
    return dwelling


@transaction.atomic
def edit_household(
    *,
    actor: Actor,
    household_id: int,
    changes: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> Household:
    """Correct a household's note and kind. Records `registry.household_edited`.

    Raises HouseholdNotFound, RegisterNotYours, Stale, BadInput.
    """
    get_household(actor=actor, household_id=household_id)
    household = Household.objects.select_for_update(of=("self",)).get(pk=household_id)
    require_writer(actor, household.area_path)
    check_version(household, version)
    _known_fields(changes, HOUSEHOLD_FIELDS)
    if "note" in changes:
        household.note = _line(changes["note"], NOTE_LIMIT, "note")
    if "is_collective" in changes:
        household.is_collective = bool(changes["is_collective"])
    household.version += 1
    household.save(update_fields=["note", "is_collective", "version"])
    _record("household_edited", HOUSEHOLD, household, actor, at, changes)
    if "is_collective" in changes:
        derive_tags(actor=actor, household_ids=[household.pk], at=at)
    return household


def check_version(row: Person | Dwelling | Household, version: int | None) -> None:
    """Raise Stale when the row has moved on since this version was read."""
    if version is not None and row.version != version:
        raise Stale


def _known_fields(changes: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for name in changes:
        if name not in allowed:
            raise BadInput(field=name)


def _fill_words(person: Person, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        person.name = _line(changes["name"], NAME_LIMIT, "name", required=True)
    if "employer" in changes:
        person.employer = _line(changes["employer"], EMPLOYER_LIMIT, "employer")
    if "note" in changes:
        person.note = _line(changes["note"], NOTE_LIMIT, "note")


def _fill_identity(
    actor: Actor, person: Person, changes: Mapping[str, Any], *, today: date
) -> None:
    """A new number tells sex and birth date anew; without one the old number goes on telling."""
    if "citizen_number" in changes:
        number, told = str(changes["citizen_number"] or ""), True
    else:
        number, told = open_citizen_number(person.citizen_number_sealed), False
    before = index_of(person)
    sex, born_on = changes.get("sex"), changes.get("born_on")
    if not number:
        sex = person.sex if sex is None else sex
        born_on = born_on if "born_on" in changes else person.born_on
    set_identity(person, citizen_number=number, sex=sex or "", born_on=born_on, today=today)
    if told and index_of(person) not in (b"", before):
        known_of([person]).check(actor, person, is_somebody_else=True)


def _save_person(actor: Actor, person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        check_number(actor, twin_by_number(index_of(person)))
        raise


def _edit_membership(person: Person, changes: Mapping[str, Any]) -> list[int]:
    """Change how somebody belongs to the present household; the households concerned."""
    rows = Membership.objects.select_related("household")
    membership = rows.filter(person=person, ended_at__isnull=True).first()
    wanted = {name: changes[name] for name in MEMBER_FIELDS if name in changes}
    if membership is None:
        if wanted:
            raise NotAMember
        return []
    relation = wanted.get("relation", membership.relation)
    if relation != membership.relation:
        choice_of(Relation, relation, "relation")
        check_head(membership.household, relation)
        membership.relation = relation
    membership.is_registered = bool(wanted.get("is_registered", membership.is_registered))
    membership.lives_here = bool(wanted.get("lives_here", membership.lives_here))
    if wanted:
        membership.save(update_fields=list(MEMBER_FIELDS))
    return [membership.household_id]


def _line(value: Any, limit: int, field: str, *, required: bool = False) -> str:
    return clean_text(
        str(value or ""), limit=limit, field=field, required=required, multiline=False
    )


def _record(
    what: str,
    kind: str,
    row: Person | Dwelling | Household,
    actor: Actor,
    at: datetime,
    changes: Mapping[str, Any],
) -> None:
    """Which fields, never their values: the log cannot forget."""
    append(
        kind=f"registry.{what}",
        actor=actor,
        at=at,
        subject_kind=kind,
        subject_id=row.pk,
        area_path=row.area_path,
        data={"fields": sorted(changes)} if changes else {},
    )
