"""`POST /api/v1/rounds` and `/cases/actions/…`: many requests at once, for staff."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.cases.models import Case, Source
from xinqiao.cases.tests.api import REPORT, api, key_for
from xinqiao.cases.tests.world import World, case_of, item_of, photo


def a_round(count: int = 3) -> dict[str, Any]:
    return {"items": [{**REPORT, "key": f"round-of-monday-{n:03}"} for n in range(count)]}


def test_a_round_comes_in_and_can_be_sent_again(world: World) -> None:
    first = api(world.worker).post("/rounds", a_round())
    assert first.status_code == 201
    assert (len(first.json()["items"]), first.json()["known"]) == (3, 0)
    again = api(world.worker).post("/rounds", a_round(4)).json()
    assert again["known"] == 3
    assert again["items"][:3] == first.json()["items"]
    assert Case.objects.count() == 4
    assert {case.source for case in Case.objects.all()} == {Source.FIELD}


def test_the_same_key_of_two_people_is_two_requests(world: World) -> None:
    api(world.worker).post("/rounds", a_round())
    other = api(world.colleague).post("/rounds", a_round()).json()
    assert other["known"] == 0


def test_one_bad_line_takes_nothing_and_says_which(world: World) -> None:
    sent = a_round()
    sent["items"][1]["text"] = "  "
    answer = api(world.worker).post("/rounds", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "text_missing")
    assert not Case.objects.exists()
    assert api(world.worker).post("/rounds", a_round(201)).status_code == 422


def test_accept_close_and_call_back(world: World) -> None:
    ids = [world.report().case_id for _ in range(3)]
    numbers = [item_of(case_id).number for case_id in ids]
    done = api(world.worker).post("/cases/actions/accept", {"numbers": numbers}).json()
    assert done == {"done": numbers, "refused": []}
    body = {"numbers": numbers, "words": "清理完毕。", "proof_tokens": [photo()]}
    assert api(world.worker).post("/cases/actions/close", body).json()["refused"] == []
    own = api(world.worker).post("/cases/actions/call_back", {"numbers": numbers, "score": 5})
    assert own.json()["done"] == []
    other = api(world.desk).post("/cases/actions/call_back", {"numbers": numbers, "score": 4})
    assert other.json()["done"] == numbers
    assert [case_of(case_id).score for case_id in ids] == [4, 4, 4]


def test_owner_colleague_and_stranger(world: World) -> None:
    number = item_of(world.report().case_id).number
    body = {"numbers": [number]}
    for outsider in (world.stranger, world.water_staff):
        answer = api(outsider).post("/cases/actions/accept", body).json()
        assert answer["done"] == []
        assert [one["code"] for one in answer["refused"]] == ["item_not_found"]
    assert api(world.resident).post("/cases/actions/accept", body).status_code == 403
    assert api().post("/cases/actions/accept", body).status_code == 401
    keyed = api(key=key_for(write=True)).post("/rounds", a_round())
    assert (keyed.status_code, keyed.json()["code"]) == (403, "people_only")
    assert api(world.colleague).post("/cases/actions/accept", body).json()["done"] == [number]


@pytest.mark.parametrize("action", ["fly", "withdraw"])
def test_only_three_actions_are_for_many(world: World, action: str) -> None:
    number = item_of(world.report().case_id).number
    answer = api(world.worker).post(f"/cases/actions/{action}", {"numbers": [number]})
    assert answer.status_code == 422
