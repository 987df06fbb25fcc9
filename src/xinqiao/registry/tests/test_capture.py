"""Putting dwellings and people on the register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.kit.clean import BadPhone
from xinqiao.registry import sealed
from xinqiao.registry.drafts import DwellingDraft, PersonDraft
from xinqiao.registry.errors import ConsentMissing, DwellingNotFound, HouseholdNotFound
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.models import Dwelling, Household, Membership, Person
from xinqiao.registry.register_errors import (
    AlreadyRegistered,
    BadCitizenNumber,
    BadDoor,
    BirthContradicts,
    BirthImpossible,
    DayImpossible,
    DwellingExists,
    HeadTaken,
    LooksAlike,
    NotABuilding,
    OldCitizenNumber,
    RegisteredElsewhere,
    RegisterNotYours,
    SexContradicts,
    UnknownTag,
)
from xinqiao.registry.services.capture import add_dwelling, add_person, open_household
from xinqiao.registry.tests.people import (
    AT,
    HEAD,
    SPOUSE,
    TODAY,
    Village,
    build_village,
    household_of,
    kinds_since,
    number_of,
    tags_of,
    told,
)


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def test_a_family_is_captured(village: Village) -> None:
    old, wife = village.family(
        told("张德全", 1944, phone="138 0013 8000"),
        told("王秀兰", 1948, order=2, relation=SPOUSE),
    )
    dwelling = Dwelling.objects.get()
    assert (dwelling.address, dwelling.floor) == ("丽湖新城3栋2单元301", 3)
    assert dwelling.area_path == village.town.grids[0].path == old.area_path
    assert (old.sex, old.born_on, wife.sex) == ("male", date(1944, 5, 6), "female")
    assert household_of(old) == household_of(wife)
    assert kinds_since() == [
        *["tag_saved"] * 26,
        *["facility_kind_saved"] * 22,
        "dwelling_added",
        "household_opened",
        "person_added",
        "person_added",
        *["tagged"] * 5,
    ]


def test_numbers_are_sealed_and_found(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944, phone="13800138000"))
    number = number_of(date(1944, 5, 6))
    row = Person.objects.get(citizen_number_index=sealed.citizen_number_index(number))
    assert row == old
    assert Person.objects.get(phone_index=sealed.phone_index("13800138000")) == old
    assert number.encode() not in bytes(row.citizen_number_sealed or b"")
    assert masked_citizen_number(row.citizen_number_sealed) == f"5110**********{number[-4:]}"
    assert masked_phone(row.phone_sealed) == "138****8000"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"citizen_number": "110105491231002"}, OldCitizenNumber),
        ({"citizen_number": "511083194405060011"}, BadCitizenNumber),
        ({"sex": "female"}, SexContradicts),
        ({"born_on": date(1944, 5, 7)}, BirthContradicts),
        ({"citizen_number": "", "born_on": TODAY + timedelta(days=1)}, BirthImpossible),
        ({"phone": "12"}, BadPhone),
        ({"tags": ("unheard",)}, UnknownTag),
        ({"tags": ("disabled",)}, ConsentMissing),
    ],
)
def test_what_does_not_hold_is_refused_whole(
    village: Village, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        village.family(told("张德全", 1944, **more))
    assert not Person.objects.exists()
    assert not Household.objects.exists()


def test_without_a_number_the_told_facts_count(village: Village) -> None:
    (child,) = village.family(
        PersonDraft(name="小宝", relation="child", sex="male", born_on=date(2020, 1, 2))
    )
    assert (child.citizen_number_index, child.sex, child.born_on) == (
        None,
        "male",
        date(2020, 1, 2),
    )
    assert tags_of(child) == {"child"}


def test_the_same_number_is_refused(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    with pytest.raises(AlreadyRegistered) as caught:
        village.family(told("张德泉"), number="302")
    assert caught.value.params["person_id"] == old.pk
    with pytest.raises(RegisteredElsewhere) as hidden:
        village.family(
            told("张德全"), actor=village.stranger, place=village.far_building, number="1"
        )
    assert not hidden.value.params


def test_the_same_name_and_birth_date_is_shown(village: Village) -> None:
    (old,) = village.family(PersonDraft(name="张德全", born_on=date(1950, 5, 6)))
    twin = PersonDraft(name="张德全", born_on=date(1950, 5, 6))
    with pytest.raises(LooksAlike) as caught:
        village.family(twin, number="302")
    assert caught.value.params["person_ids"] == [old.pk]
    village.family(
        PersonDraft(name="张德全", born_on=date(1950, 5, 6), is_somebody_else=True), number="302"
    )
    # A colleague who may not see the other is not told of them.
    village.family(twin, actor=village.stranger, place=village.far_building, number="1")
    assert Person.objects.filter(name="张德全").count() == 3


def test_one_head_and_one_door(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    home = household_of(old)
    with pytest.raises(HeadTaken):
        add_person(
            actor=village.worker,
            household_id=home.pk,
            draft=told("张二", 1951, relation=HEAD),
            at=AT,
        )
    draft = DwellingDraft(place_id=village.building, unit="二单元", number="３０１室")
    with pytest.raises(DwellingExists):
        add_dwelling(actor=village.worker, draft=draft, at=AT)
    with pytest.raises(BadDoor):
        add_dwelling(
            actor=village.worker, draft=DwellingDraft(place_id=village.building, number=" "), at=AT
        )
    with pytest.raises(NotABuilding):
        add_dwelling(
            actor=village.community, draft=DwellingDraft(place_id=village.estate, number="1"), at=AT
        )


def test_who_may_write(village: Village) -> None:
    (old,) = village.family(told("张德全"))
    home = household_of(old)
    new = told("李四", 1960)
    with pytest.raises(RegisterNotYours):
        add_person(actor=village.county, household_id=home.pk, draft=new, at=AT)
    for actor in (village.neighbour, village.stranger, ANONYMOUS):
        with pytest.raises(HouseholdNotFound):
            add_person(actor=actor, household_id=home.pk, draft=new, at=AT)
        with pytest.raises(DwellingNotFound):
            open_household(actor=actor, dwelling_id=home.dwelling_id, at=AT)
        door = DwellingDraft(place_id=village.building, number="9")
        with pytest.raises(RegisterNotYours):
            add_dwelling(actor=actor, draft=door, at=AT)
    for actor, born in ((village.community, 1961), (village.street, 1962)):
        draft = told("李四", born, relation="other")
        add_person(actor=actor, household_id=home.pk, draft=draft, at=AT)
    assert Membership.objects.filter(household=home).count() == 3


def test_a_household_that_came_earlier(village: Village) -> None:
    (old,) = village.family(told("张德全"), started_on=date(2010, 1, 1))
    assert old.memberships.get().started_at.year == 2009  # midnight in Shanghai
    with pytest.raises(DayImpossible):
        village.family(told("李四", 1960), number="302", started_on=TODAY + timedelta(days=1))


def test_categories_follow_at_once(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    assert tags_of(old) == {"elder", "very_old", "empty_nest", "living_alone"}
    home = household_of(old)
    add_person(
        actor=village.worker,
        household_id=home.pk,
        draft=told("张小", 1985, relation="child"),
        at=AT,
    )
    assert tags_of(old) == {"elder", "very_old"}
