"""The register on the phone: what it carries, and what comes back from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xinqiao.field.contract import Fate, Outcome, carried, command_of
from xinqiao.kit.errors import BadInput
from xinqiao.registry import sealed
from xinqiao.registry.errors import HouseholdNotFound, PersonNotFound
from xinqiao.registry.models import Dwelling, Household, Person
from xinqiao.registry.register_errors import AlreadyRegistered
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.services.edit import edit_person
from xinqiao.registry.tests.people import AT, Village, build_village, household_of, number_of, told
from xinqiao.registry.tests.test_capture_many import families_of


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def rows_of(name: str, village: Village, actor: Any = None) -> list[dict[str, Any]]:
    kind = next(one for one in carried() if one.name == name)
    return [dict(row) for row in kind.rows(actor or village.worker, AT)]


def send(kind: str, village: Village, payload: dict[str, Any], actor: Any = None) -> Outcome:
    command = command_of(f"registry.{kind}")
    assert command is not None
    return command.perform(actor or village.worker, payload, AT)


def test_least_data_of_the_own_grid(village: Village) -> None:
    old, son = village.family(
        told("张德全", 1944, phone="13800138000"),
        told("张小", 1985, relation="child", phone="13900139000"),
    )
    village.family(
        told("张三丰", 1955), actor=village.neighbour, place=village.other_building, number="1"
    )
    rows = {row["id"]: row for row in rows_of("people", village)}
    assert sorted(rows) == [old.pk, son.pk]
    # Very old people are called regularly; their son is not.
    assert (rows[old.pk]["phone"], rows[old.pk]["can_call"]) == ("13800138000", True)
    assert (rows[son.pk]["phone"], rows[son.pk]["can_call"]) == ("139****9000", False)
    assert number_of(date(1944, 5, 6)) not in str(rows)
    assert rows[old.pk]["address"] == "丽湖新城3栋2单元301"
    assert [row["name"] for row in rows_of("buildings", village)] == ["丽湖新城3栋"]
    assert len(rows_of("households", village)) == len(rows_of("dwellings", village)) == 1
    for name in ("people", "households", "dwellings", "buildings"):
        assert rows_of(name, village, village.community) == []


def test_constant_statements(village: Village, django_assert_max_num_queries: Any) -> None:
    capture_many(actor=village.worker, families=families_of(village, 50), at=AT)
    with django_assert_max_num_queries(7):
        assert len(rows_of("people", village)) > 80
        assert rows_of("households", village)
        assert rows_of("dwellings", village)
        assert rows_of("buildings", village)


def test_somebody_new_behind_a_new_door(village: Village) -> None:
    payload: dict[str, Any] = {
        "dwelling": {"building": village.building, "unit": "2", "number": "301"},
        "person": {"name": "张德全", "citizen_number": number_of(date(1944, 5, 6)), "phone": ""},
    }
    done = send("add_person", village, payload)
    person = Person.objects.get()
    assert done.data["id"] == person.pk
    assert done.data["household"] == household_of(person).pk
    assert done.area_path == person.area_path
    with pytest.raises(AlreadyRegistered):
        send("add_person", village, payload)
    wife = {"name": "王秀兰", "relation": "spouse", "born_on": "1948-05-06", "sex": "female"}
    send("add_person", village, {"household": done.data["household"], "person": wife})
    assert (Dwelling.objects.count(), Household.objects.count()) == (1, 1)
    with pytest.raises(HouseholdNotFound):
        send(
            "add_person",
            village,
            {"household": done.data["household"], "person": wife},
            village.neighbour,
        )


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"household": "1", "person": {"name": "x"}},
        {"dwelling": {"id": True}, "person": {"name": "x"}},
        {"dwelling": [], "person": {"name": "x"}},
    ],
)
def test_nonsense_is_refused(village: Village, payload: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        send("add_person", village, payload)


def test_two_change_one_person(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944, phone="13800138000"))
    base = rows_of("people", village)[0]
    changes = {"note": "耳背", "employer": "退休"}
    edit_person(actor=village.community, person_id=old.pk, changes=changes, version=1, at=AT)
    outcome = send(
        "edit_person",
        village,
        {
            "id": old.pk,
            "fields": {"phone": "13900139000", "note": "爱下棋", "employer": "退休"},
            "base": {name: base[name] for name in ("phone", "note", "employer")},
            "version": base["version"],
        },
    )
    assert outcome.fate is Fate.CONFLICT
    (clash,) = outcome.clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs) == ("note", "", "爱下棋", "耳背")
    old.refresh_from_db()
    assert (sealed.open_phone(old.phone_sealed), old.note) == ("13900139000", "耳背")
    outcome = send(
        "edit_person",
        village,
        {"id": old.pk, "fields": {"born_on": ""}, "base": {"born_on": ""}, "version": 1},
    )
    assert outcome.fate is Fate.MERGED
    with pytest.raises(PersonNotFound):
        send("edit_person", village, {"id": old.pk, "fields": {}, "base": {}}, village.stranger)


def test_households_and_dwellings(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    home = household_of(old)
    note = {"fields": {"note": "有狗"}, "base": {"note": ""}}
    assert send("edit_household", village, {"id": home.pk, **note}).fate is Fate.DONE
    rented = {"fields": {"usage": "rented"}, "base": {"usage": "own"}}
    assert send("edit_dwelling", village, {"id": home.dwelling_id, **rented}).fate is Fate.DONE
    again = {"fields": {"usage": "vacant"}, "base": {"usage": "own"}}
    assert send("edit_dwelling", village, {"id": home.dwelling_id, **again}).fate is Fate.CONFLICT
    home.refresh_from_db()
    assert home.note == "有狗"
    door = send("add_dwelling", village, {"building": village.building, "number": "9"})
    made = send("add_household", village, {"dwelling": {"id": door.data["id"]}})
    assert Household.objects.get(pk=made.data["id"]).dwelling_id == door.data["id"]
