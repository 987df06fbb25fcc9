"""Correcting records: versions, contradictions, who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xinqiao.events.models import Event
from xinqiao.kit.errors import BadInput, DomainError
from xinqiao.registry import sealed
from xinqiao.registry.drafts import PersonDraft
from xinqiao.registry.errors import PersonNotFound
from xinqiao.registry.register_errors import (
    AlreadyRegistered,
    DwellingExists,
    DwellingInUse,
    HeadTaken,
    RegisteredElsewhere,
    RegisterNotYours,
    SexContradicts,
    Stale,
)
from xinqiao.registry.services.edit import (
    edit_dwelling,
    edit_household,
    edit_person,
    retire_dwelling,
)
from xinqiao.registry.tests.people import (
    AT,
    Village,
    build_village,
    household_of,
    number_of,
    tags_of,
    told,
)


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def test_what_is_not_named_stays(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944, phone="13800138000", employer="退休"))
    changed = edit_person(
        actor=village.worker,
        person_id=old.pk,
        changes={"phone": "13900139000", "note": "耳背"},
        version=1,
        at=AT,
    )
    assert (changed.version, changed.employer, changed.note) == (2, "退休", "耳背")
    assert sealed.open_phone(changed.phone_sealed) == "13900139000"
    assert sealed.open_citizen_number(changed.citizen_number_sealed) == number_of(date(1944, 5, 6))
    event = Event.objects.get(kind="registry.person_edited")
    assert event.data == {"fields": ["note", "phone"]}


def test_an_older_version_is_refused(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    home = household_of(old)
    edit_person(actor=village.worker, person_id=old.pk, changes={"note": "一"}, version=1, at=AT)
    edit_household(
        actor=village.worker, household_id=home.pk, changes={"note": "一"}, version=1, at=AT
    )
    edit_dwelling(
        actor=village.worker,
        dwelling_id=home.dwelling_id,
        changes={"usage": "rented"},
        version=1,
        at=AT,
    )
    calls: list[Any] = [
        lambda: edit_person(
            actor=village.community, person_id=old.pk, changes={"note": "二"}, version=1, at=AT
        ),
        lambda: edit_household(
            actor=village.community, household_id=home.pk, changes={"note": "二"}, version=1, at=AT
        ),
        lambda: edit_dwelling(
            actor=village.community,
            dwelling_id=home.dwelling_id,
            changes={"note": "二"},
            version=1,
            at=AT,
        ),
    ]
    for call in calls:
        with pytest.raises(Stale):
            call()
    old.refresh_from_db()
    assert old.note == "一"


def test_the_number_goes_on_telling(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    with pytest.raises(SexContradicts):
        _edit(village, old.pk, sex="female")
    with pytest.raises(BadInput):
        _edit(village, old.pk, area_path="1.")
    _edit(village, old.pk, citizen_number=number_of(date(1990, 5, 6)))
    old.refresh_from_db()
    assert old.born_on == date(1990, 5, 6)
    assert tags_of(old) == set()


def test_a_number_added_later_meets_its_owner(village: Village) -> None:
    village.family(told("张德全", 1944))
    village.family(
        told("远方人", 1955), actor=village.stranger, place=village.far_building, number="1"
    )
    (new,) = village.family(PersonDraft(name="张德泉"), number="302")
    for born, error in ((1944, AlreadyRegistered), (1955, RegisteredElsewhere)):
        with pytest.raises(error):
            _edit(village, new.pk, citizen_number=number_of(date(born, 5, 6)))
    _edit(village, new.pk, born_on=date(1940, 1, 1), sex="male")
    assert "very_old" in tags_of(new)


def test_relation_and_where_somebody_lives(village: Village) -> None:
    old, son = village.family(
        told("张德全", 1944), told("张小", 1980, relation="child", lives_here=False)
    )
    assert "living_alone" in tags_of(old)
    with pytest.raises(HeadTaken):
        _edit(village, son.pk, relation="head")
    _edit(village, son.pk, relation="other", lives_here=True)
    assert son.memberships.get().relation == "other"
    assert tags_of(old) == {"elder", "very_old"}


def test_a_door_that_is_taken_and_one_in_use(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    village.family(told("李四", 1960), number="302")
    home = household_of(old)
    with pytest.raises(DwellingExists):
        edit_dwelling(
            actor=village.worker,
            dwelling_id=home.dwelling_id,
            changes={"number": "302"},
            version=None,
            at=AT,
        )
    with pytest.raises(DwellingInUse):
        retire_dwelling(actor=village.worker, dwelling_id=home.dwelling_id, at=AT)


def test_strangers_and_overseers(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    outsiders: list[tuple[Any, type[DomainError]]] = [
        (village.neighbour, PersonNotFound),
        (village.stranger, PersonNotFound),
        (village.county, RegisterNotYours),
    ]
    for actor, error in outsiders:
        with pytest.raises(error):
            edit_person(actor=actor, person_id=old.pk, changes={"note": "x"}, version=1, at=AT)


def _edit(village: Village, person_id: int, **changes: Any) -> None:
    edit_person(actor=village.worker, person_id=person_id, changes=changes, version=None, at=AT)
