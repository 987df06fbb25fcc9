"""My requests are on the phone; accepted and closed there, with photos, hours before signal."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from xinqiao.cases.models import Case
from xinqiao.cases.tests.world import World, photo
from xinqiao.field.services.forget import keep_photos
from xinqiao.field.tests.toys import command, handset
from xinqiao.files.models import Attachment
from xinqiao.files.services.expire import expire_unclaimed
from xinqiao.workflow.models import Item


def test_accept_and_close_without_signal(world: World) -> None:
    at = timezone.now()
    case_id = world.report(at=at).case_id
    phone = handset(world.worker)
    phone.sync()
    [carried] = phone.rows["items"].values()
    assert carried["id"] == case_id
    offered = {one["name"]: one["needs"] for one in carried["actions"]}
    assert offered["accept"] == []
    assert not {"dispatch", "whistle", "merge", "withdraw"} & offered.keys()
    accept = command("workflow.act", id=case_id, action="accept")
    close = command(
        "workflow.act",
        id=case_id,
        action="close",
        words="已经清理干净。",
        photos=[photo(at)],
        _after=[accept["id"]],
    )
    assert phone.fates(accept, close, accept, close) == ["done"] * 4
    assert Case.objects.get(pk=case_id).item.state == "answered"
    phone.sync()
    assert not any(one["name"] == "close" for one in phone.rows["items"][str(case_id)]["actions"])


def test_what_is_missing_or_over_comes_back_in_words(world: World) -> None:
    case_id = world.handled(at=timezone.now())
    phone = handset(world.worker)
    without_proof = command("workflow.act", id=case_id, action="close", words="好了")
    again = command("workflow.act", id=case_id, action="accept")
    answers = phone.answers(
        without_proof,
        again,
        command("workflow.act", id="x", action="accept"),
        command("workflow.act", id=case_id, action="dispatch"),
        command("workflow.act"),
    )
    assert [one["fate"] for one in answers] == ["refused"] * 5
    assert all(one["message"] for one in answers)
    assert Item.objects.get(pk=case_id).state == "handling"


def test_only_my_own_items(world: World) -> None:
    case_id = world.report(at=timezone.now()).case_id
    neighbour, stranger = handset(world.neighbour), handset(world.stranger)
    for phone in (neighbour, stranger):
        phone.sync()
        assert phone.rows.get("items", {}) == {}
        assert phone.fates(command("workflow.act", id=case_id, action="accept")) == ["refused"]
    assert Item.objects.get(pk=case_id).state == "assigned"


def test_a_photo_lives_as_long_as_its_entry_waits(world: World) -> None:
    at = timezone.now()
    phone, token = handset(world.worker), photo(at)
    waits = command("later.kind", photos=[token])
    assert phone.fates(waits) == ["waiting"]
    assert expire_unclaimed(at=at + timedelta(days=2)) == 0
    assert expire_unclaimed(at=at + timedelta(days=4)) == 1
    assert not Attachment.objects.filter(token=token).exists()
    assert keep_photos(at=at) == 0
