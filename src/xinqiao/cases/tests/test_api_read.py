"""`GET /api/v1/…`: everybody sees what their post lets them see, nobody a name or a telephone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.models import Source
from xinqiao.cases.tests.api import api, key_for
from xinqiao.cases.tests.world import AT, PHONE, World, item_of

SECRETS: dict[str, Any] = {"reporter_name": "何居民", "reporter_phone": PHONE}


def number_of(world: World, **more: Any) -> str:
    return item_of(world.report(**(SECRETS | more)).case_id).number


def test_owner_colleague_and_stranger(world: World) -> None:
    number = number_of(world)
    for actor in (world.worker, world.colleague, world.desk, world.county_staff, world.resident):
        assert api(actor).get(f"/cases/{number}").status_code == 200, actor
    for actor in (world.stranger, world.passer_by, world.water_staff, world.system_admin):
        answer = api(actor).get(f"/cases/{number}")
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found"), actor
        assert api(actor).get("/cases").json()["items"] == []
    assert api().get(f"/cases/{number}").status_code == 401
    assert api().get("/cases").status_code == 401


def test_a_key_reads_its_area_and_what_it_sent(world: World) -> None:
    number = number_of(world)
    assert api(key=key_for(area=world.community.path)).get(f"/cases/{number}").status_code == 200
    elsewhere = api(key=key_for(area=world.other_community.path, name="other"))
    assert elsewhere.get(f"/cases/{number}").status_code == 404
    sender = api(key=key_for(write=True, name="sender"))
    assert sender.get("/cases").json()["items"] == []
    body = {"text": "路灯坏了", "category": "facility.light", "address": "观湖社区"}
    sent = sender.post("/cases", body).json()["number"]
    assert [row["number"] for row in sender.get("/cases").json()["items"]] == [sent]
    assert sender.get(f"/cases/{sent}").json()["actions"] == []


def test_no_answer_holds_a_name_or_a_number(world: World) -> None:
    number = number_of(world)
    caller = api(world.desk)
    paths = ("/cases", f"/cases/{number}", f"/cases/{number}/timeline")
    told = "".join(caller.get(path).content.decode() for path in paths)
    assert PHONE not in told
    assert SECRETS["reporter_name"] not in told


def test_unchanged_is_304(world: World) -> None:
    number = number_of(world)
    caller = api(world.worker)
    first = caller.get(f"/cases/{number}")
    again = caller.get(f"/cases/{number}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    world_other = api(world.desk).get(f"/cases/{number}", **{"If-None-Match": first["ETag"]})
    assert world_other.status_code == 200


def test_pages_hold_every_request_once(world: World) -> None:
    numbers = {number_of(world) for _ in range(5)}
    caller, seen, cursor = api(world.desk), [], None
    while True:
        page = caller.get("/cases", {"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == numbers


def test_filters(world: World) -> None:
    light = number_of(world, text="路灯不亮了", category_code="facility.light.")
    number_of(world)
    caller = api(world.desk)

    def found(**query: object) -> list[str]:
        return [row["number"] for row in caller.get("/cases", query).json()["items"]]

    assert found(category="facility") == [light]
    assert found(words="路灯") == [light]
    assert found(words="灯") == [light]
    assert found(state="closed") == []
    assert len(found(area=world.community.code)) == 2
    assert found(area=world.other_community.code) == []
    assert len(found(owner=f"post:{world.posts['worker'].pk}")) >= 1
    assert found(colour="green") == []
    assert found(open=False) == []
    assert len(found(updated_since=AT.isoformat())) == 2
    assert found(opened_until=AT.isoformat()) == []


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "pink"},
        {"limit": 0},
        {"limit": "many"},
        {"cursor": "forged"},
        {"area": "x"},
        {"owner": "me"},
        {"updated_since": "yesterday"},
        {"updated_since": "2026-01-01T00:00:00"},
        {"nonsense": 1},
        {"words": "a\x00b"},
    ],
)
def test_a_filter_that_cannot_be_read(world: World, query: dict[str, object]) -> None:
    answer = api(world.desk).get("/cases", query)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_mistyped_number_says_so(world: World) -> None:
    number = number_of(world)
    wrong = str((int(number[0]) % 9) + 1) + number[1:]
    assert api(world.desk).get(f"/cases/{wrong}").json()["code"] == "number_mistyped"


def test_the_timeline_tells_staff_more_than_the_requester(world: World) -> None:
    case_id = world.answered(**SECRETS)
    number = item_of(case_id).number
    staff = api(world.desk).get(f"/cases/{number}/timeline").json()
    assert [e["kind"] for e in staff] == ["cases.reported", "cases.accepted", "cases.answered"]
    assert "王网格" in staff[1]["who"]
    mine = api(world.resident).get(f"/cases/{number}/timeline").json()
    assert {entry["who"] for entry in mine} == {""}
    assert mine[-1]["words"] == "已经清理干净。"


def test_points_on_the_map(world: World) -> None:
    number = number_of(world)
    told = api(world.worker).get("/items.geojson", {"bbox": "104.9,28.9,105.1,29.1"})
    assert told["Content-Type"] == "application/geo+json"
    features = told.json()["features"]
    assert [f["properties"]["number"] for f in features] == [number]
    assert (
        api(world.stranger).get("/items.geojson", {"bbox": "104,28,106,30"}).json()["features"]
        == []
    )
    for bbox in ("1,2,3", "a,b,c,d", "105,29,104,30", "nan,nan,nan,nan", ""):
        assert api(world.worker).get("/items.geojson", {"bbox": bbox}).status_code == 422


def test_categories_are_public(world: World) -> None:
    rows = api().get("/categories").json()
    by_code = {row["code"]: row for row in rows}
    assert by_code["env.garbage."]["parent"] == "env."


def test_a_list_costs_the_same_for_two_and_for_twenty(world: World, django_assert_max_num_queries):
    for _ in range(20):
        number_of(world)
    caller = api(world.desk)
    with django_assert_max_num_queries(8):
        assert len(caller.get("/cases").json()["items"]) == 20


def test_the_description_is_openapi_and_true(world: World) -> None:
    description = Client().get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert {"/api/v1/cases", "/api/v1/cases/{number}"} <= set(description["paths"])
    assert "key" in description["components"]["securitySchemes"]
    number = number_of(world)
    shape = {"$ref": "#/components/schemas/CaseOut", "components": description["components"]}
    case = api(world.worker).get(f"/cases/{number}").content
    Draft202012Validator(shape).validate(json.loads(case))


def test_nothing_lives_there(world: World) -> None:
    answer = api().get("/nothing")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")


def test_ones_own_are_those_made_recorded_or_called_about(world: World) -> None:
    made = number_of(world)
    called = number_of(world, actor=ANONYMOUS)
    recorded = number_of(
        world,
        actor=world.stranger,
        on_behalf=True,
        reporter_phone="13900139000",
        source=Source.FIELD,
    )

    def seen_by(actor: Actor) -> set[str]:
        return {row["number"] for row in api(actor).get("/cases").json()["items"]}

    assert seen_by(world.resident) == {made, called}
    assert seen_by(world.stranger) == {recorded}
    assert seen_by(world.passer_by) == {recorded}
