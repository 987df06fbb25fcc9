"""The register's interface: masked, scoped, with versions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from xinqiao.cases.tests.api import Api, api, key_for
from xinqiao.registry.models import Dwelling, Person
from xinqiao.registry.tests.people import Village, build_village, household_of, number_of, told

NUMBER = number_of(date(1944, 5, 6))


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def patch(caller: Api, path: str, body: dict[str, Any]) -> Any:
    return caller.client.patch(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_capture_search_and_read(village: Village) -> None:
    worker = api(village.worker)
    door = worker.post(f"/buildings/{village.building}/dwellings", {"unit": "2", "number": "301"})
    assert door.status_code == 201
    opened = worker.post(f"/dwellings/{door.json()['id']}/households", {"note": "一户"})
    assert opened.status_code == 201
    people = f"/households/{opened.json()['id']}/people"
    told_of = {"name": "张德全", "citizen_number": NUMBER, "phone": "13800138000"}
    made = worker.post(people, told_of)
    assert made.status_code == 201
    assert made.json()["citizen_number"] == f"5110**********{NUMBER[-4:]}"
    assert made.json()["tags"] == ["elder", "very_old", "empty_nest", "living_alone"]
    again = worker.post(people, told_of | {"relation": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "already_registered")
    for words in ("张", "德全", NUMBER, "13800138000"):
        found = worker.post("/people/search", {"q": words}).json()["items"]
        assert [row["name"] for row in found] == ["张德全"]
    assert worker.get("/people/search", {"q": NUMBER}).status_code in (405, 422)
    dwellings = worker.post("/dwellings/search", {"q": "3栋301"}).json()["items"]
    assert [row["address"] for row in dwellings] == ["丽湖新城3栋2单元301"]
    home = worker.get(f"/households/{opened.json()['id']}").json()
    assert [row["name"] for row in home["members"]] == ["张德全"]
    assert worker.get(f"/dwellings/{door.json()['id']}").json()["households"] == [home["id"]]


def test_an_older_version_gets_409(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    worker, home = api(village.worker), household_of(old)
    paths = (
        f"/people/{old.pk}",
        f"/households/{home.pk}",
        f"/dwellings/{home.dwelling_id}",
    )
    for path in paths:
        assert patch(worker, path, {"version": 1, "note": "一"}).json()["note"] == "一"
        late = patch(worker, path, {"version": 1, "note": "二"})
        assert (late.status_code, late.json()["code"]) == (409, "stale")
        assert patch(worker, path, {"version": 2, "colour": "red"}).status_code == 422
    assert Person.objects.get().note == Dwelling.objects.get().note == "一"


def test_people_only_and_own_areas(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    assert api().get(f"/people/{old.pk}").status_code == 401
    assert api(key=key_for(write=True)).get(f"/people/{old.pk}").status_code == 403
    for actor in (village.neighbour, village.stranger):
        assert api(actor).get(f"/people/{old.pk}").status_code == 404
        assert api(actor).post("/people/search", {"q": "张德全"}).json()["items"] == []
    county = api(village.county)
    assert county.get(f"/people/{old.pk}").status_code == 200
    assert patch(county, f"/people/{old.pk}", {"version": 1, "note": "x"}).status_code == 403
