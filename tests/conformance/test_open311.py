"""Open311 GeoReport v2, method by method, in both formats, as the standard words it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from defusedxml import ElementTree
from django.test import Client

from xinqiao.cases.models import Case, Remark, Source
from xinqiao.cases.services.confirm import close_unconfirmed
from xinqiao.cases.tests.api import key_for
from xinqiao.cases.tests.world import IN_GRID, PHONE, World, item_of, make_world
from xinqiao.kit.time import now
from xinqiao.workflow.models import Item

BASE = "/open311/v2"
FORM = "application/x-www-form-urlencoded"
FORMATS = ("xml", "json")


@pytest.fixture
def town(db: None) -> World:
    return make_world()


def get(path: str, **query: Any) -> Any:
    return Client().get(f"{BASE}/{path}", query)


def post(form: str, fields: dict[str, Any]) -> Any:
    return Client().post(f"{BASE}/requests.{form}", urlencode(fields), content_type=FORM)


def rows(response: Any, form: str) -> list[dict[str, str]]:
    """The rows of a document, the same for both formats: names and texts."""
    if form == "json":
        assert response["Content-Type"] == "application/json; charset=utf-8"
        return [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in json.loads(response.content)
        ]
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    tree = ElementTree.fromstring(response.content)
    return [{child.tag: child.text or "" for child in row} for row in tree]


def sent(town: World, **more: Any) -> dict[str, Any]:
    return {
        "api_key": key_for(write=True),
        "service_code": "env.garbage",
        "lat": IN_GRID[1],
        "long": IN_GRID[0],
        "description": "垃圾桶满了",
        "first_name": "明",
        "last_name": "王",
        "phone": PHONE,
    } | more


def published(town: World, **more: Any) -> str:
    """A request of today whose reporter agreed to its publication."""
    facts: dict[str, Any] = {"may_publish": True, "at": now()}
    facts |= {"reporter_name": "何居民", "reporter_phone": PHONE}
    return item_of(town.report(**(facts | more)).case_id).number


@pytest.mark.parametrize("form", FORMATS)
def test_discovery_names_the_endpoint(town: World, form: str) -> None:
    answer = get(f"discovery.{form}")
    if form == "json":
        told = json.loads(answer.content)
        endpoint = told["endpoints"][0]
        assert endpoint["formats"] == ["text/xml", "application/json"]
        specification, url = endpoint["specification"], endpoint["url"]
    else:
        tree = ElementTree.fromstring(answer.content)
        assert tree.tag == "discovery"
        assert [f.text for f in tree.iter("format")] == ["text/xml", "application/json"]
        assert tree.find("changeset") is not None
        specification = tree.findtext("endpoints/endpoint/specification")
        url = tree.findtext("endpoints/endpoint/url")
    assert specification == "http://wiki.open311.org/GeoReport_v2"
    assert url.endswith("/open311/v2")


@pytest.mark.parametrize("form", FORMATS)
def test_the_list_of_services(town: World, form: str) -> None:
    found = {row["service_code"]: row for row in rows(get(f"services.{form}"), form)}
    service = found["env.garbage"]
    assert set(service) == {
        "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
    }  # fmt: skip
    assert service["metadata"].lower() == "true"
    assert service["type"] == "realtime"
    assert service["group"] == found["env"]["service_name"]


def test_a_service_definition(town: World) -> None:
    told = json.loads(get("services/env.garbage.json").content)
    assert told["service_code"] == "env.garbage"
    kind = told["attributes"][0]
    assert (kind["datatype"], kind["variable"], kind["required"]) == (
        "singlevaluelist",
        True,
        False,
    )
    assert {"key", "name"} == set(kind["values"][0])
    tree = ElementTree.fromstring(get("services/env.garbage.xml").content)
    assert tree.tag == "service_definition"
    assert [a.findtext("order") for a in tree.iter("attribute")] == ["1", "2"]
    assert tree.find("attributes/attribute/values/value/key") is not None


@pytest.mark.parametrize("form", FORMATS)
def test_a_request_is_sent_and_read_back(town: World, form: str) -> None:
    answer = post(form, sent(town))
    assert answer.status_code == 200
    (row,) = rows(answer, form)
    assert set(row) == {"service_request_id", "service_notice", "account_id"}
    number = row["service_request_id"]
    case = Case.objects.get(item__number=number)
    assert (case.source, case.item.area_id) == (Source.OPEN311, town.grid.pk)
    (read,) = rows(get(f"requests/{number}.{form}"), form)
    assert (read["status"], read["service_code"]) == ("open", "env.garbage")
    assert PHONE not in str(read)
    token = rows(get(f"tokens/{case.token}.{form}"), form)
    assert token == [{"service_request_id": number, "token": case.token}]


@pytest.mark.parametrize("form", FORMATS)
def test_the_fields_of_a_request(town: World, form: str) -> None:
    number = published(town, text="3号楼502室何居民家楼下垃圾，电话13800138000")
    (row,) = rows(get(f"requests/{number}.{form}"), form)
    assert list(row) == [
        "service_request_id", "status", "status_notes", "service_name", "service_code",
        "description", "agency_responsible", "service_notice", "requested_datetime",
        "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat",
        "long", "media_url",
    ]  # fmt: skip
    assert row["requested_datetime"].endswith("Z")
    assert "13800138000" not in row["description"]
    assert "502" not in row["description"]
    assert len(row["lat"].split(".")[1]) <= 3


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_for_everybody_is_not_shown(town: World, form: str) -> None:
    kept = item_of(town.report(at=now()).case_id).number
    shown = published(town)
    assert [r["service_request_id"] for r in rows(get(f"requests.{form}"), form)] == [shown]
    assert get(f"requests/{kept}.{form}").status_code == 404
    key = key_for(area=town.community.path)
    mine = rows(get(f"requests.{form}", api_key=key), form)
    assert {r["service_request_id"] for r in mine} == {shown, kept}
    assert mine[0]["lat"] == str(IN_GRID[1])


def test_filters_of_the_list(town: World) -> None:
    light = published(town, text="路灯坏了", category_code="facility.light.")
    garbage = published(town)
    old = published(town)
    Item.objects.filter(number=old).update(opened_at=now() - timedelta(days=100))

    def found(**query: Any) -> set[str]:
        return {r["service_request_id"] for r in rows(get("requests.json", **query), "json")}

    assert found() == {light, garbage}
    assert found(service_code="facility.light") == {light}
    assert found(service_code="facility.light,env.garbage") == {light, garbage}
    assert found(status="open") == {light, garbage}
    assert found(status="closed") == set()
    assert found(status="open,closed") == {light, garbage}
    assert found(status="") == {light, garbage}
    # The numbers override all other filters.
    assert found(service_request_id=f"{old},{light}", status="closed") == {old, light}
    start = (now() - timedelta(days=110)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found(start_date=start) == {old}
    assert found(end_date=start) == set()


def test_a_closed_request_says_how_it_ended(town: World) -> None:
    case_id = town.answered(may_publish=True, at=now())
    number = item_of(case_id).number
    row = json.loads(get(f"requests/{number}.json").content)[0]
    assert row["status"] == "open"
    close_unconfirmed(item_id=case_id, at=now())
    row = json.loads(get(f"requests/{number}.json").content)[0]
    assert row["status"] == "closed"
    assert "已经清理干净" in row["status_notes"]


def test_a_picture_elsewhere_is_not_fetched_but_noted(town: World) -> None:
    row = rows(post("json", sent(town, media_url="http://169.254.169.254/x.jpg")), "json")[0]
    assert "media_url" in row["service_notice"]
    remark = Remark.objects.get(case__item__number=row["service_request_id"])
    assert "169.254" in remark.text
    assert not remark.is_public


def test_attributes_say_kind_and_plate(town: World) -> None:
    fields = sent(town) | {"attribute[kind]": "complain", "attribute[plate]": town.plate}
    del fields["lat"], fields["long"]
    fields["address_string"] = "幸福小区"
    number = rows(post("json", fields), "json")[0]["service_request_id"]
    case = Case.objects.get(item__number=number)
    assert (case.kind, case.plate_id is not None) == ("complain", True)


ERRORS: dict[str, tuple[str, dict[str, Any], int]] = {
    "no such service": ("services/nothing", {}, 404),
    "no such request": ("requests/10000012", {}, 404),
    "no such number": ("requests/abc", {}, 404),
    "no such token": ("tokens/nothing", {}, 404),
    "a null byte": ("tokens/a%00b", {}, 404),
    "another city": ("services", {"jurisdiction_id": "sfgov.org"}, 404),
    "a span too long": (
        "requests",
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        400,
    ),
    "a date without zone": ("requests", {"start_date": "2026-01-01"}, 400),
    "a strange status": ("requests", {"status": "maybe"}, 400),
    "a wrong key": ("requests", {"api_key": "xq_wrong"}, 403),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("path", "query", "status"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_when_reading(
    town: World, path: str, query: dict[str, Any], status: int, form: str
) -> None:
    answer = get(f"{path}.{form}", **query)
    assert answer.status_code == status
    _check_error(answer, form, status)


REFUSED: dict[str, tuple[dict[str, Any], int]] = {
    "no key": ({"api_key": ""}, 403),
    "a wrong key": ({"api_key": "xq_wrong"}, 403),
    "another city": ({"jurisdiction_id": "sfgov.org"}, 404),
    "no service": ({"service_code": ""}, 400),
    "an unknown service": ({"service_code": "nothing"}, 404),
    "no place": ({"lat": "", "long": ""}, 400),
    "half a place": ({"lat": ""}, 400),
    "an address id": ({"lat": "", "long": "", "address_id": "7"}, 400),
    "not a number": ({"lat": "north"}, 400),
    "nowhere on earth": ({"lat": "nan"}, 400),
    "outside": ({"long": "100"}, 400),
    "a strange kind": ({"attribute[kind]": "gossip"}, 400),
    "a strange phone": ({"phone": "call me"}, 400),
    "an emergency": ({"description": "着火了"}, 400),
    "too long": ({"description": "字" * 6000}, 400),
    "a null byte": ({"description": "a\x00b"}, 400),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("more", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_errors_when_writing(town: World, more: dict[str, Any], status: int, form: str) -> None:
    answer = post(form, sent(town, **more))
    assert answer.status_code == status
    _check_error(answer, form, status)
    assert not Case.objects.exists()


@pytest.mark.parametrize("form", FORMATS)
def test_a_key_that_only_reads_and_a_body_that_is_no_form(town: World, form: str) -> None:
    _check_error(post(form, sent(town, api_key=key_for(name="reader"))), form, 403)
    body = json.dumps(sent(town, api_key=""))
    address = f"{BASE}/requests.{form}?api_key={key_for(write=True, name='other')}"
    answer = Client().post(address, body, content_type="application/json")
    _check_error(answer, form, 400)


def _check_error(answer: Any, form: str, status: int) -> None:
    """An array of code and description, in the format that was asked for."""
    assert answer.status_code == status
    (error,) = rows(answer, form)
    assert set(error) == {"code", "description"}
    assert error["code"] == str(status)
    assert len(error["description"]) > 5
    if form == "xml":
        assert ElementTree.fromstring(answer.content).tag == "errors"


def test_a_program_needs_no_form_token(town: World) -> None:
    client = Client(enforce_csrf_checks=True)
    body = urlencode(sent(town))
    assert client.post(f"{BASE}/requests.json", body, content_type=FORM).status_code == 200
