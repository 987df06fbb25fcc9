"""A grid worker sets a phone up, takes the grid along, and sends back what was entered."""

from __future__ import annotations

import base64
import gzip
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from xinqiao.cases.tests.api import api
from xinqiao.cases.tests.world import World
from xinqiao.events.models import Event
from xinqiao.field import contract
from xinqiao.field.contract import Command, Outcome, register_command
from xinqiao.field.models import CommandLog, Load, Phone
from xinqiao.field.services.forget import forget_old
from xinqiao.field.services.waiting import try_waiting
from xinqiao.field.tests.toys import Toys, command, handset, marks


def test_first_sync_takes_everything_and_the_next_only_what_changed(
    world: World, toys: Toys, django_assert_max_num_queries: Any
) -> None:
    toys.rows = {key: {"name": f"门牌{key}", "colour": "blue"} for key in range(1, 200)}
    phone = handset(world.worker)
    assert len(base64.b64decode(phone.key)) == 32
    with django_assert_max_num_queries(45):
        first = phone.sync()
    assert first.json()["full"]
    assert len(phone.rows["toys"]) == 199
    assert [grid["code"] for grid in first.json()["meta"]["grids"]] == [world.grid.code]
    assert first.json()["meta"]["grids"][0]["boundary"]["type"] == "MultiPolygon"
    assert first["Cache-Control"] == "private, no-store"

    again = phone.sync()
    assert again.status_code == 304
    assert again["X-Phone-Until"]

    toys.rows[7]["colour"] = "red"
    del toys.rows[9]
    delta = phone.sync().json()
    assert delta["meta"] is None
    assert delta["kinds"] == {
        "toys": {"rows": [{"id": 7, "name": "门牌7", "colour": "red"}], "removed": ["9"]}
    }
    assert phone.rows["toys"].keys() == {str(key) for key in toys.rows}


def test_an_answer_lost_on_the_way_is_given_again(world: World, toys: Toys) -> None:
    toys.rows = {1: {"name": "a", "colour": "blue"}, 2: {"name": "b", "colour": "blue"}}
    phone = handset(world.worker)
    phone.sync()
    cursor = phone.cursor
    toys.rows[1]["colour"] = "red"
    phone.sync()
    # The phone never got it: it asks from the cursor that it has.
    phone.cursor = cursor
    repeated = phone.sync().json()
    assert [row["id"] for row in repeated["kinds"]["toys"]["rows"]] == [1]
    phone.cursor = "unknown-or-forgotten"
    assert phone.sync().json()["full"]
    assert Load.objects.filter(phone_id=phone.id).count() <= 3


def test_the_log_counts_and_names_nobody(world: World, toys: Toys) -> None:
    toys.rows = {5: {"name": "张大娘", "colour": "blue"}}
    phone = handset(world.worker)
    phone.sync()
    phone.sync()
    event = Event.objects.get(kind="field.synced")
    assert event.data["carries"]["toys"] == 1
    assert event.area_path == world.grid.path
    assert "张大娘" not in str(event.data)


def test_gzip_for_who_can_read_it(world: World, toys: Toys) -> None:
    toys.rows = {1: {"name": "a" * 2000, "colour": "blue"}}
    phone = handset(world.worker)
    response = phone.api.client.get(
        "/api/v1/field/bundle", headers={"X-Field-Phone": phone.id, "Accept-Encoding": "gzip"}
    )
    assert response["Content-Encoding"] == "gzip"
    assert b'"toys"' in gzip.decompress(response.content)


def test_a_command_happens_once(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    first = command(name="3-201")
    answers = phone.answers(first, first, command(name="3-202"))
    assert [one["fate"] for one in answers] == ["done", "done", "done"]
    assert [one["is_replay"] for one in answers] == [False, True, False]
    assert answers[1]["data"] == answers[0]["data"]
    assert phone.fates(first) == ["done"]
    assert marks() == {"3-201": 1, "3-202": 1}
    assert CommandLog.objects.get(pk=first["id"]).payload_sealed is None


def test_one_refused_keeps_no_other_up(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    wrong, builds_on_it = command(name=""), command(name="b")
    builds_on_it["payload"]["of"] = f"new:{wrong['id']}"
    answers = phone.answers(wrong, builds_on_it, command(name="c"))
    assert [one["fate"] for one in answers] == ["refused", "waiting", "done"]
    assert answers[0]["message"] == "Please give a name."
    assert marks() == {"c": 1}
    # Corrected under the same id, so what builds on it is still right.
    corrected = command(name="a", _id=wrong["id"], _attempt=2)
    assert phone.fates(corrected, builds_on_it) == ["done", "done"]
    assert marks() == {"a": 1, "b": 1, "c": 1}
    assert phone.answers(builds_on_it)[0]["data"]["of"] == phone.answers(corrected)[0]["data"]["id"]


def test_after_waits_for_what_has_not_come_yet(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    first = command(name="first")
    second = command(name="second", _after=[first["id"]])
    assert phone.fates(second) == ["waiting"]
    assert marks() == {}
    assert phone.fates(first, second) == ["done", "done"]


def test_the_same_id_with_other_content_is_refused_and_harms_nothing(
    world: World, toys: Toys
) -> None:
    phone = handset(world.worker)
    first = command(name="a")
    phone.answers(first)
    [answer] = phone.answers(command(name="b", _id=first["id"]))
    assert answer["fate"] == "refused"
    assert "other content" in answer["message"] or "内容" in answer["message"]
    assert phone.fates(first) == ["done"]
    stranger = handset(world.stranger)
    [stolen] = stranger.answers(first)
    assert (stolen["fate"], stolen["data"]) == ("refused", {})
    assert marks() == {"a": 1}


def test_an_unknown_kind_is_kept_and_done_after_the_update(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    later = command("toys.paint", name="z")
    [answer] = phone.answers(later)
    assert answer["fate"] == "waiting"
    assert answer["message"]
    soon = timezone.now() + timedelta(hours=1)
    assert try_waiting(at=soon) == 0
    register_command(Command(kind="toys.paint", perform=toys.add))
    try:
        assert try_waiting(at=soon + timedelta(hours=1)) == 1
    finally:
        contract._commands.pop("toys.paint")
    assert phone.fates(later) == ["done"]
    assert marks() == {"z": 1}


@pytest.mark.parametrize("fault", ["down", "broken"])
def test_our_trouble_loses_nothing_and_writes_no_half(
    world: World, toys: Toys, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    phone = handset(world.worker)
    entry = command(name="a")
    setattr(toys, fault, True)
    assert phone.fates(entry) == ["waiting"]
    assert marks() == {}
    assert "张大娘" not in caplog.text
    setattr(toys, fault, False)
    assert phone.fates(entry) == ["done"]
    assert marks() == {"a": 1}


def test_a_row_that_points_nowhere_keeps_no_other_up(world: World, toys: Toys) -> None:
    """PostgreSQL says so at the commit only, which would take all that is sent with it along."""

    def nowhere(*_told: Any) -> Outcome:
        Load.objects.create(phone_id=uuid.uuid4(), cursor="x", at=timezone.now(), manifest={})
        return Outcome()

    register_command(Command(kind="toys.edit", perform=nowhere))
    phone = handset(world.worker)
    assert phone.fates(command("toys.edit"), command(name="a")) == ["waiting", "done"]
    assert marks() == {"a": 1}
    assert not Load.objects.exists()


def test_the_clock_of_the_phone_is_set_right(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    fast = timedelta(hours=5)
    now = timezone.now()
    entry = command(name="a", _at=now + fast - timedelta(minutes=10))
    phone.send(entry, sent_at=now + fast)
    kept = CommandLog.objects.get(pk=entry["id"])
    assert abs(kept.happened_at - (now - timedelta(minutes=10))) < timedelta(seconds=20)
    future = command(name="b", _at=now + timedelta(days=400))
    phone.answers(future)
    assert toys.calls[-1][1] <= timezone.now()
    [old] = phone.answers(command(name="c", _at=now - timedelta(days=31)))
    assert old["fate"] == "refused"
    assert "30" in old["message"]


def test_what_no_form_makes_is_refused_alone(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    deep: dict[str, Any] = {}
    for _level in range(200):
        deep = {"a": deep}
    bad = [
        command(name="a", deep=deep),
        command(name="a\0b"),
        command(name="a", long="长" * 40_000),
        command(name="\ud800"),
    ]
    answers = phone.answers(*bad, command(name="good"))
    assert [one["fate"] for one in answers] == ["refused"] * 4 + ["done"]
    assert all(one["message"] for one in answers[:4])
    assert (
        phone.api.post("/field/commands", "[" * 100_000, X_Field_Phone=phone.id).status_code == 400
    )
    assert phone.send(*[command(name="x")] * 51).status_code == 422
    big = '{"commands": [], "x": "' + "a" * 11_000_000 + '"}'
    assert phone.api.post("/field/commands", big, X_Field_Phone=phone.id).status_code == 413


def test_too_often_is_told_when_to_come_again(
    world: World, toys: Toys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xinqiao.field.api.SYNCS_AN_HOUR", 2)
    phone = handset(world.worker)
    statuses = [phone.sync().status_code for _time in range(3)]
    assert statuses == [200, 304, 429]
    assert int(phone.sync()["Retry-After"]) > 0


def test_what_is_decided_is_forgotten_after_its_time(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    done, refused, waits = command(name="a"), command(name=""), command("later.kind")
    phone.answers(done, refused, waits)
    now = timezone.now()
    assert forget_old(at=now + timedelta(days=31)) == 0
    assert CommandLog.objects.get(pk=refused["id"]).payload_sealed is None
    assert CommandLog.objects.get(pk=waits["id"]).payload_sealed is not None
    assert forget_old(at=now + timedelta(days=91)) == 2
    assert [str(row.pk) for row in CommandLog.objects.all()] == [waits["id"]]
    # What waited for a month is refused in the end: it stays on the community's list.
    assert try_waiting(at=now + timedelta(days=31)) == 1
    assert CommandLog.objects.get().fate == "refused"


def test_who_may_not(world: World, toys: Toys) -> None:
    assert api().get("/field/bundle").status_code == 401
    assert api().post("/field/commands", {"commands": []}).status_code == 401
    water = api(world.actors["water_staff"])
    assert water.post("/field/devices", {"name": "x"}).json()["code"] == "no_grid_post"
    assert api(world.desk).post("/field/devices", {}).json()["code"] == "no_grid_post"
    mine = handset(world.worker)
    mine.sync()
    theirs = api(world.colleague)
    other = theirs.client.get("/api/v1/field/bundle", headers={"X-Field-Phone": mine.id})
    assert (other.status_code, other.json()["code"]) == (409, "phone_of_another")
    assert api(world.worker).get("/field/bundle").json()["code"] == "phone_missing"
    unknown = api(world.worker).client.get(
        "/api/v1/field/bundle", headers={"X-Field-Phone": str(uuid.uuid4())}
    )
    assert (unknown.status_code, unknown.json()["code"]) == (410, "phone_unknown")
    assert Phone.objects.count() == 1
