"""Checks that one record and a file of a hundred thousand pass alike; nothing is written here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from xinqiao.grid.address_words import spell
from xinqiao.grid.models import Area, Level, Place, PlaceKind
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import day_start, local_day
from xinqiao.registry.citizen_number import EARLIEST
from xinqiao.registry.door_words import floor_of, plain_part, spoken_address
from xinqiao.registry.drafts import DwellingDraft, PersonDraft
from xinqiao.registry.identity import parse_citizen_number
from xinqiao.registry.models import (
    Dwelling,
    Household,
    Membership,
    Person,
    Relation,
    Sex,
    Usage,
)
from xinqiao.registry.register_errors import (
    BadDoor,
    BirthContradicts,
    BirthImpossible,
    DayImpossible,
    NotABuilding,
    SexContradicts,
)
from xinqiao.registry.sealed import seal_citizen_number, seal_phone

NAME_LIMIT: Final = 60
EMPLOYER_LIMIT: Final = 100
NOTE_LIMIT: Final = 200
REASON_LIMIT: Final = 200
UNIT_LIMIT: Final = 10
NUMBER_LIMIT: Final = 20
FLOORS: Final = range(-9, 200)


def prepared_person(draft: PersonDraft, *, area: Area, at: datetime) -> Person:
    """The row of a person, unsaved, numbers sealed. Raises BadInput and its kinds (422)."""
    person = Person(area=area, area_path=area.path, created_at=at, updated_at=at)
    person.name = clean_text(
        draft.name, limit=NAME_LIMIT, field="name", required=True, multiline=False
    )
    person.employer = _line(draft.employer, EMPLOYER_LIMIT, "employer")
    person.note = _line(draft.note, NOTE_LIMIT, "note")
    choice_of(Relation, draft.relation, "relation")
    set_phone(person, draft.phone)
    set_identity(
        person,
        citizen_number=draft.citizen_number,
        sex=draft.sex,
        born_on=draft.born_on,
        today=local_day(at),
    )
    return person


def set_phone(person: Person, phone: str) -> None:
    """Seal a telephone number, or forget it when empty. Raises BadPhone."""
    plain = clean_phone(phone) if phone.strip() else ""
    person.phone_sealed, person.phone_index = seal_phone(plain)


def set_identity(
    person: Person, *, citizen_number: str, sex: str, born_on: date | None, today: date
) -> None:
    """Take sex and birth date from the number where there is one.

    Raises BadCitizenNumber, SexContradicts, BirthContradicts, BirthImpossible.
    """
    if sex:
        choice_of(Sex, sex, "sex")
    if born_on is not None and not EARLIEST <= born_on <= today:
        raise BirthImpossible(field="born_on")
    if not citizen_number.strip():
        person.citizen_number_sealed = person.citizen_number_index = None
        person.sex, person.born_on = sex, born_on
        return
    read = parse_citizen_number(citizen_number, today=today)
    if sex and sex != read.sex:
        raise SexContradicts(field="sex")
    if born_on is not None and born_on != read.born_on:
        raise BirthContradicts(field="born_on")
    person.sex, person.born_on = read.sex, read.born_on
    person.citizen_number_sealed, person.citizen_number_index = seal_citizen_number(read.number)


def prepared_dwelling(draft: DwellingDraft, *, place: Place, at: datetime) -> Dwelling:
    """The row of a dwelling, unsaved. place: with area and parent. Raises BadInput (422)."""
    if (
        place.kind != PlaceKind.BUILDING
        or place.retired_at is not None
        or place.area.level < Level.GRID
    ):
        raise NotABuilding(field="place")
    dwelling = Dwelling(place=place, area=place.area, area_path=place.area.path, created_at=at)
    fill_dwelling(dwelling, draft)
    return dwelling


def fill_dwelling(dwelling: Dwelling, draft: DwellingDraft) -> None:
    """Write what a draft says into the row. Raises BadInput (422)."""
    dwelling.unit, dwelling.number = door_of(draft)
    floor = draft.floor if draft.floor is not None else floor_of(dwelling.number)
    if floor is not None and floor not in FLOORS:
        raise BadInput(field="floor")
    dwelling.floor = floor
    dwelling.usage = choice_of(Usage, draft.usage, "usage")
    dwelling.note = _line(draft.note, NOTE_LIMIT, "note")
    dwelling.address = address_of(dwelling.place, dwelling.unit, dwelling.number)


def door_of(draft: DwellingDraft) -> tuple[str, str]:
    """Unit and number in the one spelling. Raises BadDoor, TextTooLong."""
    unit = door_part(draft.unit, UNIT_LIMIT, "unit")
    number = door_part(draft.number, NUMBER_LIMIT, "number")
    if not number:
        raise BadDoor(field="number")
    return unit, number


def door_part(text: str, limit: int, field: str) -> str:
    """A unit or number in the one spelling."""
    return clean_text(plain_part(text), limit=limit, field=field, multiline=False)


def address_of(place: Place, unit: str, number: str) -> str:
    """As people say it, at most 200 characters. place: with its parent."""
    estate = place.parent.name if place.parent_id and place.parent else ""
    return spoken_address(spell(estate), place.name, unit, number)[:200]


def choice_of(choices: type, value: str, field: str) -> str:
    """A value of a list of choices. Raises BadInput."""
    if value not in choices.values:  # type: ignore[attr-defined]
        raise BadInput(field=field)
    return str(value)


def prepared_household(
    dwelling: Dwelling,
    *,
    at: datetime,
    started_on: date | None = None,
    is_collective: bool = False,
    note: str = "",
) -> Household:
    """The row of a household, unsaved. Raises DayImpossible, BadInput."""
    if started_on is not None and started_on > local_day(at):
        raise DayImpossible(field="started_on")
    return Household(
        dwelling=dwelling,
        area_id=dwelling.area_id,
        area_path=dwelling.area_path,
        is_collective=is_collective,
        note=_line(note, NOTE_LIMIT, "note"),
        started_at=day_start(started_on) if started_on else at,
    )


def prepared_membership(
    person: Person, household: Household, draft: PersonDraft, *, at: datetime, since: date | None
) -> Membership:
    """The row of somebody in a household, unsaved. since: the day they came, None for now."""
    return Membership(
        person=person,
        household=household,
        relation=draft.relation,
        is_registered=draft.is_registered,
        lives_here=draft.lives_here,
        started_at=max(household.started_at, day_start(since)) if since else at,
    )


def clean_reason(reason: str) -> str:
    """Why something was done, which must be said."""
    return clean_text(reason, limit=REASON_LIMIT, field="reason", required=True, multiline=False)


def _line(text: str, limit: int, field: str) -> str:
    return clean_text(text, limit=limit, field=field, multiline=False)
