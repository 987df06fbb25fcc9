"""Work moves between posts and units, and somebody always has it."""

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.models import Event
from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import (
    ActionNotYours,
    AlreadyExtended,
    AlreadyThere,
    AtTheTop,
    BadLimit,
    MayNotReturn,
    NoClock,
    TargetUnknown,
)
from xinqiao.workflow.models import DispatchRule, Item, Part
from xinqiao.workflow.services import assignments
from xinqiao.workflow.services.deadlines import extend_deadline
from xinqiao.workflow.services.whistle import reply_as_unit, whistle
from xinqiao.workflow.tests.conftest import LONG_AGO, START, Street

HOUR = timedelta(hours=1)


def current(item: Item, part: Part) -> list[object]:
    rows = item.assignments.filter(part=part, until__isnull=True)
    return [row.post or row.organisation for row in rows]


def test_up_the_ladder_and_back(street: Street) -> None:
    item = street.open()
    up: dict[str, Any] = {"item_id": item.pk, "reason": "超出能力", "at": START + HOUR}
    item = assignments.hand_up(actor=street.actor(street.desk), **up)
    assert (item.owner_post, item.level) == (street.street_desk, 4)
    assert current(item, Part.LEAD) == [street.street_desk]
    with pytest.raises(ActionNotYours):
        assignments.hand_up(actor=street.actor(street.worker), **up)
    item = assignments.send_back(actor=street.actor(street.street_desk), **up)
    assert (item.owner_post, item.level) == (street.desk, 5)
    for _step in range(2):
        item = assignments.hand_up(actor=SYSTEM, **up)
    assert item.owner_post == street.county_desk
    with pytest.raises(AtTheTop):
        assignments.hand_up(actor=SYSTEM, **up)
    ends = item.assignments.filter(until__isnull=False).order_by("id")
    assert [row.ended_by for row in ends] == ["handed_up", "returned", "handed_up", "handed_up"]


def test_accepting_runs_anew_for_the_next_one_but_handling_does_not(street: Street) -> None:
    item = street.open()
    assignments.accept_item(actor=street.actor(street.desk), item_id=item.pk, at=START + HOUR)
    item = assignments.hand_up(
        actor=street.actor(street.desk), item_id=item.pk, reason="x", at=START + 2 * HOUR
    )
    assert [d.clock for d in item.deadlines.order_by("id")] == ["accept", "handle", "accept"]
    assert item.deadlines.get(clock="handle").due_at == START + 7 * 24 * HOUR


def test_a_desk_sends_on_what_it_cannot_send_back(street: Street) -> None:
    item = street.open()
    item = assignments.send_back(
        actor=street.actor(street.desk), item_id=item.pk, reason="不属于本社区", at=START
    )
    assert item.owner_post == street.street_desk


def test_a_designated_unit_may_not_send_back(street: Street) -> None:
    DispatchRule.objects.create(
        flow="errand",
        target_organisation=street.water,
        may_return=False,
        valid_from=LONG_AGO,
    )
    item = street.open()
    with pytest.raises(MayNotReturn):
        assignments.send_back(
            actor=street.actor(street.water_post), item_id=item.pk, reason="x", at=START
        )


def test_dispatch_to_a_post_or_a_unit(street: Street) -> None:
    item = street.open()
    to_worker = Party(post_id=street.worker.pk)
    give: dict[str, Any] = {
        "actor": street.actor(street.desk),
        "item_id": item.pk,
        "reason": "",
        "at": START,
    }
    item = assignments.assign_item(to=to_worker, **give)
    assert (item.owner_post, item.level) == (street.worker, 6)
    with pytest.raises(AlreadyThere):
        assignments.assign_item(to=to_worker, **give)
    with pytest.raises(TargetUnknown):
        assignments.assign_item(to=Party(post_id=10**9), **give)
    item = assignments.assign_item(to=Party(organisation_id=street.water.pk), **give)
    assert (item.owner_organisation, item.owner_post) == (street.water, None)
    event = Event.objects.latest("id")
    assert event.data["from_post"] == street.worker.pk
    assert event.data["organisation"] == street.water.pk


def test_take_over_by_the_level_above(street: Street) -> None:
    item = street.open()
    item = assignments.take_over(
        actor=street.actor(street.street_desk), item_id=item.pk, reason="x", at=START
    )
    assert (item.owner_post, item.level) == (street.street_desk, 4)


def test_a_supervisor_watches(street: Street) -> None:
    item = street.open()
    item = assignments.add_supervisor(
        actor=street.actor(street.street_desk), item_id=item.pk, level=3, reason="", at=START
    )
    assert current(item, Part.SUPERVISE) == [street.county_desk]
    assert (item.owner_post, item.level) == (street.desk, 3)


def test_whistle_with_a_lead_and_co_units(street: Street) -> None:
    item = street.open()
    lead = Party(organisation_id=street.water.pk)
    co = [Party(post_id=street.worker.pk)]
    item = whistle(
        actor=street.actor(street.desk),
        item_id=item.pk,
        lead=lead,
        co=co,
        reason="水压低",
        at=START,
        limit=Limit(3, Unit.URGENT_HOURS),
    )
    assert item.owner_organisation == street.water
    assert current(item, Part.SUPERVISE) == [street.desk]
    assert current(item, Part.CO) == [street.worker]
    own = item.deadlines.get(clock="co")
    assert own.due_at == START + 3 * HOUR
    with pytest.raises(AlreadyThere):
        whistle(
            actor=street.actor(street.desk),
            item_id=item.pk,
            lead=None,
            co=co,
            reason="x",
            at=START,
        )
    with pytest.raises(ActionNotYours):
        reply_as_unit(actor=street.actor(street.water_post), item_id=item.pk, at=START)
    reply_as_unit(actor=street.actor(street.worker), item_id=item.pk, at=START + HOUR)
    own.refresh_from_db()
    assert own.met_at == START + HOUR
    assert item.assignments.get(part=Part.CO).replied_at == START + HOUR


def test_the_lead_unit_sends_back_to_who_whistled(street: Street) -> None:
    item = street.open()
    whistle(
        actor=street.actor(street.desk),
        item_id=item.pk,
        lead=Party(organisation_id=street.water.pk),
        co=[],
        reason="x",
        at=START,
    )
    item = assignments.send_back(
        actor=street.actor(street.water_post), item_id=item.pk, reason="非本单位", at=START
    )
    assert item.owner_post == street.desk
    assert current(item, Part.SUPERVISE) == []


def test_extend_once_with_a_reason(street: Street) -> None:
    item = street.open()
    more: dict[str, Any] = {
        "actor": street.actor(street.desk),
        "item_id": item.pk,
        "amount": 2,
        "unit": "working_days",
        "reason": "等待配件",
        "at": START + HOUR,
    }
    extend_deadline(clock="handle", **more)
    handle = item.deadlines.get(clock="handle")
    assert handle.due_at == START + 9 * 24 * HOUR
    assert (int(handle.amount), handle.extension_reason) == (7, "等待配件")
    with pytest.raises(AlreadyExtended):
        extend_deadline(clock="handle", **more)
    extend_deadline(clock="handle", again=True, **more)
    with pytest.raises(NoClock):
        extend_deadline(clock="verify", **more)
    for wrong in ({"amount": 0}, {"amount": -1}, {"unit": "weeks"}, {"amount": 10**9}):
        with pytest.raises(BadLimit):
            extend_deadline(clock="handle", **(more | wrong))
    with pytest.raises(ActionNotYours):
        extend_deadline(clock="handle", **(more | {"actor": street.actor(street.worker)}))
