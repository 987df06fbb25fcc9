"""A request taken down without signal arrives once, where and as it was meant."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from xinqiao.cases.models import Case
from xinqiao.cases.tests.api import api
from xinqiao.cases.tests.world import World, make_world, photo


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def _send(world: World, command_id: str = "", **payload: Any) -> dict[str, Any]:
    site = api(world.worker)
    phone = site.post("/field/devices", {"name": "小米"}).json()["id"]
    command = {
        "id": command_id or str(uuid.uuid4()),
        "kind": "cases.report",
        "happened_at": timezone.now().isoformat(),
        "payload": {"text": "三栋楼下路灯不亮", "category": "env.", **payload},
    }
    answer = site.post("/field/commands", {"commands": [command]}, X_Field_Phone=phone)
    told: dict[str, Any] = answer.json()["answers"][0]
    return told


def test_it_arrives_with_its_photo_and_names_both(world: World) -> None:
    token = photo(timezone.now())
    told = _send(world, photos=[token], reporter_name="王大爷", reporter_phone="13800000009")
    case = Case.objects.select_related("item").get(pk=told["data"]["id"])
    assert (told["fate"], told["data"]["number"]) == ("done", case.item.number)
    assert case.item.area_path.startswith(world.grid.path)
    assert case.on_behalf


def test_sent_twice_it_is_one_request(world: World) -> None:
    key = str(uuid.uuid4())
    assert _send(world, key)["fate"] == "done"
    again = _send(world, key)
    assert (again["fate"], again["is_replay"]) == ("done", True)
    assert Case.objects.count() == 1


def test_words_that_say_nothing_are_asked_about_and_can_be_corrected(world: World) -> None:
    told = _send(world, text="嗯嗯", category="")
    assert told["fate"] == "refused"
    assert told["data"]["field"] == "category"
    assert Case.objects.count() == 0


def test_danger_is_sent_to_the_telephone(world: World) -> None:
    told = _send(world, text="三楼着火了")
    assert told["fate"] == "refused"
    assert "119" in told["message"]
