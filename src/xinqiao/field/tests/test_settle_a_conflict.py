"""The same field changed by two: shown side by side, settled by the sender or the community."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.cases.tests.api import api, signed_in
from xinqiao.cases.tests.world import World
from xinqiao.events.models import Event
from xinqiao.field.models import CommandLog
from xinqiao.field.selectors.commands import figures
from xinqiao.field.tests.toys import Handset, Toys, command, handset


@pytest.fixture
def phone(world: World, toys: Toys) -> Handset:
    """The worker's phone; a toy was repainted and renamed by somebody else meanwhile."""
    toys.rows[1] = {"name": "电话 13900139000", "colour": "red"}
    return handset(world.worker)


def edit(**fields: Any) -> dict[str, Any]:
    base = {"name": "电话 13700137000", "colour": "blue"}
    return command("toys.edit", id=1, base={key: base[key] for key in fields}, fields=fields)


def test_other_fields_are_merged(phone: Handset, toys: Toys) -> None:
    toys.rows[1]["name"] = "电话 13700137000"
    assert phone.fates(edit(name="新名字")) == ["merged"] or toys.rows[1]["name"] == "新名字"
    assert toys.rows[1] == {"name": "新名字", "colour": "red"}


def test_both_values_are_shown_and_nothing_is_written(phone: Handset, toys: Toys) -> None:
    entered = edit(name="电话 13800138000")
    [answer] = phone.answers(entered)
    assert answer["fate"] == "conflict"
    assert answer["clashes"] == [
        {
            "field": "name",
            "label": "Name",
            "base": "电话 13700137000",
            "mine": "电话 13800138000",
            "theirs": "电话 139****9000",
        }
    ]
    assert toys.rows[1]["name"] == "电话 13900139000"
    assert phone.answers(entered)[0]["clashes"] == answer["clashes"]
    sealed = CommandLog.objects.get(pk=entered["id"])
    assert b"13800138000" not in bytes(sealed.payload_sealed or b"")
    assert "13800138000" not in str(Event.objects.get(kind="field.conflict_found").data)


def test_the_sender_takes_the_own_value(phone: Handset, toys: Toys) -> None:
    entered = edit(name="我的", colour="green")
    phone.answers(entered)
    choices = {"choices": {"name": "mine", "colour": "theirs"}}
    settled = phone.api.post(f"/field/conflicts/{entered['id']}", choices)
    assert settled.status_code == 200
    assert settled.json()["fate"] == "done"
    assert toys.rows[1] == {"name": "我的", "colour": "red"}
    again = phone.api.post(f"/field/conflicts/{entered['id']}", choices)
    assert again.status_code == 404
    row = CommandLog.objects.get(pk=entered["id"])
    assert row.settled_by_id is not None
    assert (row.payload_sealed, row.clashes_sealed) == (None, None)
    told = Event.objects.get(kind="field.conflict_settled").data
    assert (told["mine"], told["theirs"]) == (["name"], ["colour"])


def test_the_register_wins_without_writing(phone: Handset, toys: Toys) -> None:
    entered = edit(name="我的")
    phone.answers(entered)
    calls = len(toys.calls)
    answer = phone.api.post(f"/field/conflicts/{entered['id']}", {"choices": {}})
    assert answer.status_code == 200
    assert len(toys.calls) == calls
    assert toys.rows[1]["name"] == "电话 13900139000"
    assert phone.api.get("/field/conflicts").json()["items"] == []


def test_changed_again_meanwhile_is_a_conflict_again(phone: Handset, toys: Toys) -> None:
    entered = edit(name="我的")
    phone.answers(entered)
    toys.rows[1]["name"] = "又变了"
    answer = phone.api.post(f"/field/conflicts/{entered['id']}", {"choices": {"name": "mine"}})
    assert answer.json()["fate"] == "conflict"
    [open_one] = phone.api.get("/field/conflicts").json()["items"]
    assert open_one["id"] == answer.json()["id"] != entered["id"]
    assert open_one["clashes"][0]["theirs"] == "又变了"


def test_the_community_settles_when_the_phone_is_lost(
    world: World, phone: Handset, toys: Toys, django_assert_max_num_queries: Any
) -> None:
    entered = edit(name="电话 13800138000")
    phone.answers(entered)
    desk = signed_in(world.desk)
    with django_assert_max_num_queries(25):
        page = desk.get("/desk/field/").content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page
    assert "王网格" in page
    done = desk.post(f"/desk/field/conflicts/{entered['id']}/settle", {"field-name": "mine"})
    assert done.status_code == 302
    assert toys.rows[1]["name"] == "电话 13800138000"
    assert figures(actor=world.desk).conflicts_settled == 1


def test_strangers_see_and_settle_nothing(world: World, phone: Handset, toys: Toys) -> None:
    entered = edit(name="我的")
    phone.answers(entered)
    for who in ("stranger", "other_desk", "water_staff", "colleague"):
        other = api(world.actors[who])
        assert other.get("/field/conflicts").json()["items"] == []
        settled = other.post(f"/field/conflicts/{entered['id']}", {"choices": {"name": "mine"}})
        assert settled.status_code == 404
        assert other.get("/field/figures").json()["received"] == 0
    assert toys.rows[1]["name"] == "电话 13900139000"
    assert api().get("/field/conflicts").status_code == 401
    assert signed_in(world.resident).get("/desk/field/").status_code == 403


def test_a_choice_that_is_none(phone: Handset) -> None:
    entered = edit(name="我的")
    phone.answers(entered)
    path = f"/field/conflicts/{entered['id']}"
    assert phone.api.post(path, {"choices": {"colour": "mine"}}).status_code == 422
    assert phone.api.post(path, {"choices": {"name": "both"}}).status_code == 422


def test_figures_add_up(world: World, phone: Handset, toys: Toys) -> None:
    phone.answers(
        command(name="a"),
        command(name=""),
        command("toys.unheard-of"),
        edit(name="我的"),
    )
    told = phone.api.get("/field/figures").json()
    assert told == {
        "received": 4,
        "done": 1,
        "merged": 0,
        "conflicts_open": 1,
        "conflicts_settled": 0,
        "refused": 1,
        "waiting": 1,
    }
    assert figures(actor=world.desk).lost == 0
    page = signed_in(world.desk).get("/desk/field/?tab=refused").content.decode()
    assert "Please give a name." in page
