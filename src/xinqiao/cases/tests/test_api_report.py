"""`POST /api/v1/cases`: anybody may report; sending it again changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from xinqiao.accounts.models import RateBucket
from xinqiao.cases import callers
from xinqiao.cases.exchange.tests.support import forget_pictures
from xinqiao.cases.models import Case, Source
from xinqiao.cases.tests.api import REPORT, Api, api, key_for, signed_in
from xinqiao.cases.tests.world import World, make_world
from xinqiao.kit.numbers import parse_number, spoken

UUID = "0190f8a2-7a54-7cc3-98c4-dc0c0c07398f"


def test_nobody_known_may_report(world: World) -> None:
    answer = api().post("/cases", REPORT)
    assert answer.status_code == 201
    told = answer.json()
    assert parse_number(told["spoken"]) == told["number"]
    assert told["follow_url"].endswith(f"/r/{told['token']}")
    assert answer["Location"] == f"/api/v1/cases/{told['number']}"
    case = Case.objects.get(item__number=told["number"])
    assert (case.source, case.item.area_id) == (Source.API, world.grid.pk)


def test_the_same_key_makes_one_request_and_gives_the_same_answer(world: World) -> None:
    first = api().post("/cases", REPORT, Idempotency_Key=UUID)
    again = api().post("/cases", REPORT, Idempotency_Key=UUID)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_two_systems_may_choose_the_same_key(world: World) -> None:
    for name in ("one", "two"):
        caller = api(key=key_for(write=True, name=name))
        assert caller.post("/cases", REPORT, Idempotency_Key=UUID).status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.parametrize("key", ["1", "short", "a" * 201, "with blank in the middle"])
def test_a_key_that_could_be_guessed_is_refused(world: World, key: str) -> None:
    answer = api().post("/cases", REPORT, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


def test_a_key_that_may_not_write_or_is_not_known(world: World) -> None:
    assert api(key=key_for()).post("/cases", REPORT).status_code == 403
    unknown = api(key="xq_nothing").post("/cases", REPORT)
    assert (unknown.status_code, unknown["WWW-Authenticate"]) == (401, "Bearer")
    assert not Case.objects.exists()


def test_a_session_needs_its_token(world: World) -> None:
    client = signed_in(world.resident)
    client.handler.enforce_csrf_checks = True
    refused = Api(client).post("/cases", REPORT)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_missing")
    assert api(world.resident).post("/cases", REPORT).status_code == 201


def test_a_resident_finds_it_among_their_own(world: World) -> None:
    number = api(world.resident).post("/cases", REPORT).json()["number"]
    assert Case.objects.get(item__number=number).item.requester_id == world.resident.user_id


def test_the_category_is_heard_in_the_words(world: World) -> None:
    answer = api().post("/cases", {k: v for k, v in REPORT.items() if k != "category"})
    assert answer.status_code == 201
    assert Case.objects.get().category.code.startswith("env.")


def test_too_many_from_one_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "REPORTS_AN_HOUR", 2)
    codes = [api().post("/cases", REPORT).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    assert "127.0.0.1" not in RateBucket.objects.get().key
    assert api(key=key_for(write=True)).post("/cases", REPORT).status_code == 201


BAD: dict[str, tuple[Any, int, str | None]] = {
    "not JSON": (b"{", 400, "bad_json"),
    "not UTF-8": (b'{"text": "\xff\xfe"}', 400, "bad_json"),
    "a list": (b"[]", 422, "invalid_request"),
    "an unknown field": (REPORT | {"colour": "red"}, 422, "invalid_request"),
    "a number for words": (REPORT | {"text": 7}, 422, "invalid_request"),
    "no words": (REPORT | {"text": "  "}, 422, "text_missing"),
    "too many words": (REPORT | {"text": "字" * 10_000}, 422, "text_too_long"),
    "a null byte": (REPORT | {"text": "a\x00b"}, 422, "invalid_request"),
    "a null byte in a code": (REPORT | {"plate": "a\x00b"}, 422, "invalid_request"),
    "half a surrogate": (b'{"text": "\\ud800", "category": "env."}', 422, None),
    "half a point": (REPORT | {"lat": None}, 422, "bad_point"),
    "no number": (b'{"text": "a", "lon": NaN, "lat": 1}', 422, "invalid_request"),
    "outside": (REPORT | {"lon": 100.0}, 422, "outside_grid"),
    "an unknown category": (REPORT | {"category": "no.such."}, 422, "unknown_category"),
    "an unknown plate": (
        {"text": "灯坏了", "category": "env.", "plate": "X"},
        404,
        "unknown_plate",
    ),
    "an emergency": (REPORT | {"text": "着火了，有人被困"}, 422, "emergency"),
    "an unknown photo": (REPORT | {"photos": ["nothing"]}, 422, None),
    "for somebody, by nobody": (REPORT | {"on_behalf": True}, 403, "sign_in_to_help"),
    "a strange kind": (REPORT | {"kind": "gossip"}, 422, "invalid_request"),
    "ten photos": (REPORT | {"photos": ["x"] * 10}, 422, "invalid_request"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_a_problem_with_a_sentence(
    world: World, body: object, status: int, code: str | None
) -> None:
    answer = api().post("/cases", body)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= set(told)
    assert told["status"] == status
    assert code is None or told["code"] == code
    assert len(told["detail"]) > 5
    assert not Case.objects.exists()


def test_an_unknown_field_is_named(world: World) -> None:
    told = api().post("/cases", {**REPORT, "colour": "red"}).json()
    assert [fault["field"] for fault in told["errors"]] == ["colour"]


def test_a_body_without_end_is_refused(world: World) -> None:
    answer = api().post("/cases", {**REPORT, "text": "字" * 1_000_000})
    assert answer.status_code == 413


def test_reporting_looks_nothing_up(world: World, django_assert_num_queries) -> None:
    caller = Api(Client())
    caller.post("/cases", REPORT)
    with django_assert_num_queries(3):
        # The sender's rate, and the savepoint that only a test needs around the intake statement,
        # which itself goes past Django's counter.
        caller.post("/cases", REPORT)


def test_the_number_is_sayable(world: World) -> None:
    told = api().post("/cases", REPORT).json()
    assert told["spoken"] == spoken(told["number"])


def test_programs_need_no_form_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert Api(client).post("/cases", REPORT).status_code == 201
    assert Api(client, key_for(write=True)).post("/cases", REPORT).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_four_sides_at_once_makes_one_request() -> None:
    make_world()
    forget_pictures()
    start = Barrier(4)

    def send(_n: int) -> Any:
        start.wait()
        try:
            return api().post("/cases", REPORT, Idempotency_Key=UUID).json()["number"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(send, range(4)))
    assert len(set(numbers)) == 1
    assert Case.objects.count() == 1
