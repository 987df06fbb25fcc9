"""`POST /api/v1/cases/{number}/actions/{action}`: what a button does, for people only."""

from __future__ import annotations

from xinqiao.cases.tests.api import api, key_for
from xinqiao.cases.tests.world import World, item_of, kinds_of, photo


def test_owner_colleague_and_stranger(world: World) -> None:
    case_id = world.report().case_id
    path = f"/cases/{item_of(case_id).number}/actions/accept"
    assert api(world.stranger).post(path, {}).status_code == 404
    assert api(world.resident).post(path, {}).status_code == 403
    assert api().post(path, {}).status_code == 401
    keyed = api(key=key_for(write=True, area=world.community.path)).post(path, {})
    assert (keyed.status_code, keyed.json()["code"]) == (403, "people_only")
    done = api(world.colleague).post(path, {})
    assert done.status_code == 200
    assert done.json()["state"] == "handling"
    assert kinds_of(case_id) == ["cases.reported", "cases.accepted"]


def test_the_answer_says_what_may_be_done_next(world: World) -> None:
    number = item_of(world.report().case_id).number
    before = api(world.worker).get(f"/cases/{number}").json()["actions"]
    assert "accept" in {action["name"] for action in before}
    after = api(world.worker).post(f"/cases/{number}/actions/accept", {}).json()["actions"]
    names = {action["name"]: action["needs"] for action in after}
    assert names["close"] == ["words", "proof"]
    assert "accept" not in names


def test_closing_with_proof(world: World) -> None:
    number = item_of(world.handled()).number
    path = f"/cases/{number}/actions/close"
    without = api(world.worker).post(path, {"words": "修好了。"})
    assert (without.status_code, without.json()["code"]) == (422, "proof_needed")
    body = {"words": "修好了。", "outcome": "solved", "proof_tokens": [photo()]}
    done = api(world.worker).post(path, body).json()
    assert (done["state"], done["answer"]) == ("answered", "修好了。")


def test_a_version_that_is_no_longer_the_newest(world: World) -> None:
    number = item_of(world.report().case_id).number
    caller = api(world.worker)
    etag = caller.get(f"/cases/{number}")["ETag"]
    path = f"/cases/{number}/actions"
    assert caller.post(f"{path}/accept", {}, If_Match=etag).status_code == 200
    stale = caller.post(f"{path}/note", {"words": "看过了"}, If_Match=etag)
    assert (stale.status_code, stale.json()["code"]) == (412, "changed")
    fresh = caller.get(f"/cases/{number}")["ETag"]
    assert caller.post(f"{path}/note", {"words": "看过了"}, If_Match=fresh).status_code == 200
    assert caller.post(f"{path}/note", {"words": "看过了"}, If_Match="*").status_code == 200


def test_what_cannot_be_done_is_said(world: World) -> None:
    number = item_of(world.report().case_id).number
    caller = api(world.worker)
    unknown = caller.post(f"/cases/{number}/actions/fly", {})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_action")
    too_early = caller.post(f"/cases/{number}/actions/close", {"words": "好", "proof_tokens": []})
    assert too_early.status_code in {409, 422}
    strange = caller.post(f"/cases/{number}/actions/note", {"wrods": "x"})
    assert strange.status_code == 422
    missing = caller.post(f"/cases/{number}/actions/send_back", {})
    assert missing.status_code == 422
