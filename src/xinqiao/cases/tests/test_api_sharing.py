"""`/api/v1/cases/near`, `/join`, `/duplicates`, and merging: what the pages do, for programs."""

from __future__ import annotations

from xinqiao.cases.models import Follower
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.tests.api import REPORT, api, key_for
from xinqiao.cases.tests.world import AT, PHONE, World, case_of, item_of
from xinqiao.kit.time import now

TYPED = {"text": "垃圾桶满了没人清运，味道很大", "lon": REPORT["lon"], "lat": REPORT["lat"]}


def test_nobody_known_sees_offers_without_anything_private(world: World) -> None:
    known = world.report(text=f"垃圾桶满了没人清运，电话{PHONE}", reporter_name="何美丽", at=now())
    answer = api().post("/cases/near", TYPED)
    assert answer.status_code == 200
    (offer,) = answer.json()
    assert offer["category"] == "垃圾堆放与清运"
    assert offer["number"] is None
    for secret in (PHONE, "何美丽", known.number):
        assert secret not in answer.content.decode()
    assert api(world.worker).post("/cases/near", TYPED).json()[0]["number"] == known.number
    assert api().post("/cases/near", {"text": "垃圾"}).json() == []


def test_joining_once_by_key_and_by_person(world: World) -> None:
    known = world.report(at=now())
    ref = api().post("/cases/near", TYPED).json()[0]["ref"]
    key = {"Idempotency_Key": "k" * 24}
    first = api().post("/cases/join", {"ref": ref}, **key)
    again = api().post("/cases/join", {"ref": ref}, **key)
    assert first.status_code == 201
    assert first.json()["token"] == again.json()["token"]
    assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    assert api(world.passer_by).post("/cases/join", {"ref": ref}).json()["count"] == 2
    assert Follower.objects.filter(case_id=known.case_id).count() == 2
    own = api(world.resident).post("/cases/join", {"ref": ref})
    assert (own.status_code, own.json()["code"]) == (409, "join_own")
    gone = api().post("/cases/join", {"ref": "made-up"})
    assert (gone.status_code, gone.json()["code"]) == (409, "join_gone")


def test_staff_read_duplicates_and_merge(world: World) -> None:
    main = world.report(at=now()).number
    other = world.report(actor=world.passer_by, at=now())
    rows = api(world.worker).get(f"/cases/{main}/duplicates").json()
    assert [row["number"] for row in rows] == [other.number]
    path = f"/cases/{other.number}/actions/merge"
    assert api(world.stranger).post(path, {"into": main}).status_code == 404
    assert api(world.passer_by).post(path, {"into": main}).status_code == 404
    done = api(world.worker).post(path, {"into": main})
    assert done.json()["state"] == "merged"
    split = api(world.worker).post(f"/cases/{other.number}/actions/split", {"reason": "两回事"})
    assert split.json()["state"] == "assigned"
    assert item_of(other.case_id).is_open
    assert api(world.stranger).get(f"/cases/{main}/duplicates").status_code == 404
    assert api(world.resident).get(f"/cases/{main}/duplicates").status_code == 404
    assert (
        api(key=key_for(area=world.community.path)).get(f"/cases/{main}/duplicates").status_code
        == 403
    )


def test_open311_says_a_merged_request_is_closed(world: World) -> None:
    main = world.report().case_id
    other = world.report(actor=world.passer_by, may_publish=True)

    merge_case(actor=world.worker, item_id=other.case_id, into_id=main, at=AT)
    assert case_of(other.case_id).item.state == "merged"
    shown = api().client.get(f"/open311/v2/requests/{other.number}.json").json()
    assert shown[0]["status"] == "closed"
