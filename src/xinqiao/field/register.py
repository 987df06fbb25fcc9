"""The register on the phone: people, households, dwellings and buildings, and writing them there.

The room of the register lies below this one, so it is declared here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.field.contract import (
    Carried,
    Command,
    Fate,
    Outcome,
    Row,
    compare,
    register_carried,
    register_command,
)
from xinqiao.field.register_payloads import door_of, id_of, mapping_of, person_of, typed
from xinqiao.registry.drafts import PersonDraft
from xinqiao.registry.errors import PersonNotFound
from xinqiao.registry.models import Dwelling, Household, Person
from xinqiao.registry.register_errors import Stale
from xinqiao.registry.selectors.carrying import (
    as_carried,
    buildings_to_carry,
    dwelling_row,
    dwellings_to_carry,
    household_row,
    households_to_carry,
    people_to_carry,
)
from xinqiao.registry.selectors.scope import get_dwelling, get_household
from xinqiao.registry.services.capture import (
    add_dwelling,
    add_person,
    dwelling_at,
    open_household,
)
from xinqiao.registry.services.edit import edit_dwelling, edit_household, edit_person

PERSON_LABELS: Final[Mapping[str, Promise]] = {
    "name": _("Full name"),
    "citizen_number": _("Citizen number"),
    "sex": _("Sex"),
    "born_on": _("Date of birth"),
    "phone": _("Telephone"),
    "employer": _("Employer"),
    "note": _("Remarks"),
    "relation": _("Relation to the head of the household"),
    "is_registered": _("Registered here"),
    "lives_here": _("Lives here"),
}
HOUSEHOLD_LABELS: Final[Mapping[str, Promise]] = {
    "is_collective": _("Collective household"),
    "note": _("Remarks"),
}
DWELLING_LABELS: Final[Mapping[str, Promise]] = {
    "unit": _("Stairwell unit"),
    "number": _("Room number"),
    "floor": _("Floor"),
    "usage": _("Use"),
    "note": _("Remarks"),
}

Read = Callable[[Actor, int], Row]
Write = Callable[..., Any]


@transaction.atomic
def add_person_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Somebody new, in a household that is known or behind a door that may be new.

    payload: {household | dwelling: {id} | {building, unit, number}, person: {…}}. data: id,
    household, dwelling. Raises what capture raises.
    """
    household = _home(actor, payload, happened_at)
    draft = PersonDraft(**person_of(payload.get("person")))
    person = add_person(actor=actor, household_id=household.pk, draft=draft, at=happened_at)
    made = {"id": person.pk, "household": household.pk, "dwelling": household.dwelling_id}
    return Outcome(data=made, area_path=person.area_path)


def add_household_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """An empty household. payload: {dwelling: {id} | {building, unit, number}, note}."""
    household = _home(actor, {**payload, "household": None}, happened_at)
    made = {"id": household.pk, "dwelling": household.dwelling_id}
    return Outcome(data=made, area_path=household.area_path)


def add_dwelling_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """A door that is not on the register. payload: {building, unit, number, floor, usage, note}."""
    dwelling = add_dwelling(actor=actor, draft=door_of(payload), at=happened_at)
    return Outcome(data={"id": dwelling.pk}, area_path=dwelling.area_path)


def edit_person_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Change a person: what two changed alike or apart is kept, what they changed differently not.

    payload: {id, fields, base}, as the phone carried them.
    """
    write = _writer(edit_person, "person_id", actor, happened_at)
    return _edited(actor, payload, PERSON_LABELS, _read_person, write)


def edit_household_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Change a household; as for a person."""
    write = _writer(edit_household, "household_id", actor, happened_at)
    return _edited(actor, payload, HOUSEHOLD_LABELS, _read_household, write)


def edit_dwelling_there(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Change a dwelling; as for a person."""
    write = _writer(edit_dwelling, "dwelling_id", actor, happened_at)
    return _edited(actor, payload, DWELLING_LABELS, _read_dwelling, write)


def _edited(
    actor: Actor,
    payload: Row,
    labels: Mapping[str, Promise],
    read: Read,
    write: Callable[[int, int, dict[str, Any]], Person | Household | Dwelling],
) -> Outcome:
    key = id_of(payload.get("id"))
    mine, base = mapping_of(payload, "fields"), mapping_of(payload, "base")
    said = {name: str(label) for name, label in labels.items()}
    for is_last in (False, True):
        theirs = read(actor, key)
        writes, clashes = compare(base, mine, theirs, said)
        try:
            row = write(key, int(theirs["version"]), writes) if writes else None
        except Stale:
            if is_last:
                raise
            continue
        break
    has_moved = payload.get("version") not in (None, theirs["version"])
    fate = Fate.CONFLICT if clashes else Fate.MERGED if has_moved else Fate.DONE
    path = row.area_path if row is not None else str(theirs.get("area_path", ""))
    return Outcome(fate=fate, clashes=clashes, data={"id": key}, area_path=path)


def _writer(
    service: Write, key_name: str, actor: Actor, at: datetime
) -> Callable[[int, int, dict[str, Any]], Any]:
    def write(key: int, version: int, writes: dict[str, Any]) -> Any:
        given = {key_name: key, "changes": typed(writes), "version": version}
        return service(actor=actor, at=at, **given)

    return write


def _read_person(actor: Actor, key: int) -> Row:
    found = as_carried(actor=actor, person_id=key)
    if found is None:
        raise PersonNotFound
    return found


def _read_household(actor: Actor, key: int) -> Row:
    household = get_household(actor=actor, household_id=key)
    return household_row(household) | {"area_path": household.area_path}


def _read_dwelling(actor: Actor, key: int) -> Row:
    dwelling = get_dwelling(actor=actor, dwelling_id=key)
    return dwelling_row(dwelling) | {"area_path": dwelling.area_path}


def _home(actor: Actor, payload: Row, at: datetime) -> Household:
    """The household meant; a door without one gets one, and a new door is added first."""
    if payload.get("household") is not None:
        return get_household(actor=actor, household_id=id_of(payload["household"]))
    door = mapping_of(payload, "dwelling")
    if "id" in door:
        dwelling_id = get_dwelling(actor=actor, dwelling_id=id_of(door["id"])).pk
    else:
        draft = door_of(door)
        known = dwelling_at(draft) or add_dwelling(actor=actor, draft=draft, at=at)
        dwelling_id = known.pk
    note = str(payload.get("note") or "")
    return open_household(actor=actor, dwelling_id=dwelling_id, note=note, at=at)


def _page(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda data: reverse(f"registry:{name}", args=[data["id"]])


def register() -> None:
    """Say what of the register phones carry and what they may send."""
    for carried in (
        Carried(
            name="people",
            rows=lambda actor, _at: people_to_carry(actor=actor),
            label=_("People of the grid"),
        ),
        Carried(
            name="households",
            rows=lambda actor, _at: households_to_carry(actor=actor),
            label=_("Households"),
        ),
        Carried(
            name="dwellings",
            rows=lambda actor, _at: dwellings_to_carry(actor=actor),
            label=_("Dwellings"),
        ),
        Carried(
            name="buildings",
            rows=lambda actor, _at: buildings_to_carry(actor=actor),
            label=_("Buildings"),
        ),
    ):
        register_carried(carried)
    commands: tuple[tuple[str, Callable[..., Outcome], Promise, str], ...] = (
        ("add_person", add_person_there, _("Person added"), "person"),
        ("add_household", add_household_there, _("Household opened"), "household"),
        ("add_dwelling", add_dwelling_there, _("Dwelling added"), "dwelling"),
        ("edit_person", edit_person_there, _("Person corrected"), "person"),
        ("edit_household", edit_household_there, _("Household corrected"), "household"),
        ("edit_dwelling", edit_dwelling_there, _("Dwelling corrected"), "dwelling"),
    )
    for kind, perform, label, page in commands:
        register_command(
            Command(kind=f"registry.{kind}", perform=perform, label=label, page=_page(page))
        )
