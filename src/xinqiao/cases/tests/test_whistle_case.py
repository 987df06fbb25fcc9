"""Whistling: units come, each with its own clock, and report."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.cases.errors import TargetNeeded, UnknownTarget
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.cases.tests.world import AT, HOUR, World, item_of, kinds_of, photo
from xinqiao.files.models import Attachment
from xinqiao.workflow.errors import ActionNotYours, ItemNotFound, TargetUnknown
from xinqiao.workflow.models import Deadline, Part


def test_a_co_unit_gets_its_own_clock_and_stops_it(world: World) -> None:
    case_id = world.handled()
    item = whistle_case(
        actor=world.desk, item_id=case_id, co=[world.water.pk], reason="请查水压", at=AT
    )
    assert item.state == "handling"
    assert item.owner_post_id == world.posts["worker"].pk
    clock = Deadline.objects.get(item_id=case_id, clock="co")
    assert (int(clock.amount), clock.unit) == (1, "working_days")
    token = photo()
    reply_as_co_unit(
        actor=world.water_staff,
        item_id=case_id,
        words="阀门已开",
        proof_tokens=[token],
        at=AT + HOUR,
    )
    clock.refresh_from_db()
    assert clock.met_at == AT + HOUR
    assert Attachment.objects.get(token=token).subject_id == case_id
    with pytest.raises(ActionNotYours):
        reply_as_co_unit(actor=world.water_staff, item_id=case_id, words="再报", at=AT + HOUR)


def test_a_new_lead_must_accept_and_the_former_watches(world: World) -> None:
    case_id = world.handled()
    item = whistle_case(
        actor=world.desk,
        item_id=case_id,
        lead=world.water.pk,
        co=[world.property.pk, world.water.pk],
        reason="水压低",
        at=AT,
    )
    assert (item.state, item.owner_organisation_id) == ("assigned", world.water.pk)
    parts = {
        (p.part, p.organisation_id or p.post_id)
        for p in item_of(case_id).assignments.filter(until=None)
    }
    assert parts == {
        (Part.LEAD, world.water.pk),
        (Part.CO, world.property.pk),
        (Part.SUPERVISE, world.posts["worker"].pk),
    }
    assert accept_case(actor=world.water_staff, item_id=case_id, at=AT).state == "handling"


def test_who_may_whistle(world: World) -> None:
    case_id = world.handled()
    more: dict[str, Any] = {"item_id": case_id, "co": [world.water.pk], "reason": "请查", "at": AT}
    with pytest.raises(ActionNotYours):
        whistle_case(actor=world.worker, **more)
    with pytest.raises(ItemNotFound):
        whistle_case(actor=world.other_desk, **more)
    whistle_case(actor=world.street_staff, **more)
    assert kinds_of(case_id)[-1] == "cases.whistled"


def test_nobody_or_somebody_elsewhere(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(TargetNeeded):
        whistle_case(actor=world.desk, item_id=case_id, reason="请来", at=AT)
    with pytest.raises(TargetUnknown):
        whistle_case(actor=world.desk, item_id=case_id, co=[999_999], reason="请来", at=AT)
    far = world.report(lon=105.025, lat=29.005).case_id
    with pytest.raises(UnknownTarget):
        whistle_case(
            actor=world.other_desk, item_id=far, co=[world.property.pk], reason="请来", at=AT
        )
    assert not Deadline.objects.filter(item_id=case_id, clock="co").exists()


def test_a_unit_that_was_not_called_has_no_say(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(ItemNotFound):
        reply_as_co_unit(actor=world.water_staff, item_id=case_id, words="好了", at=AT)
