"""Dispatching, sending back, handing up, taking over, watching: somebody always has it."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.errors import TargetNeeded, UnknownTarget
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Remark
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.dispatch import dispatch_case, supervise_case, take_over_case
from xinqiao.cases.services.hand_up import hand_up_case
from xinqiao.cases.services.send_back import return_case
from xinqiao.cases.tests.world import AT, BEFORE, DAY, HOUR, World, item_of, kinds_of
from xinqiao.kit.clean import TextMissing
from xinqiao.workflow.errors import (
    ActionNotYours,
    AlreadyThere,
    AtTheTop,
    MayNotReturn,
    NotTheirArea,
)
from xinqiao.workflow.models import Deadline, Part
from xinqiao.workflow.services.dispatch_rules import RuleDraft, save_dispatch_rule


def test_the_community_hands_it_to_a_company(world: World) -> None:
    case_id = world.handled()
    item = dispatch_case(
        actor=world.desk,
        item_id=case_id,
        organisation_id=world.property.pk,
        reason="物业的职责",
        at=AT + HOUR,
    )
    assert (item.owner_post_id, item.owner_organisation_id) == (None, world.property.pk)
    assert item.state == "assigned"
    accept_case(actor=world.property_staff, item_id=case_id, at=AT + HOUR)
    assert Remark.objects.get(case_id=case_id).text == "物业的职责"


def test_a_new_owner_gets_new_time_to_accept_but_not_to_solve(world: World) -> None:
    case_id = world.report().case_id
    first = {d.clock: d for d in Deadline.objects.filter(item_id=case_id)}
    dispatch_case(
        actor=world.desk,
        item_id=case_id,
        post_id=world.posts["desk"].pk,
        reason="社区来办",
        at=AT + HOUR,
    )
    running = Deadline.objects.filter(item_id=case_id, met_at=None, cancelled_at=None)
    clocks = {d.clock: d for d in running}
    assert clocks["accept"].starts_at == AT + HOUR
    assert clocks["handle"].due_at == first["handle"].due_at


def test_who_may_dispatch(world: World) -> None:
    case_id = world.report().case_id
    desk = world.posts["desk"].pk
    more: dict[str, Any] = {
        "item_id": case_id,
        "post_id": desk,
        "reason": "请处理",
        "at": AT,
    }
    for who in ("worker", "colleague"):
        with pytest.raises(ActionNotYours):
            dispatch_case(actor=world.actors[who], **more)
    assert dispatch_case(actor=world.hotline, **more).owner_post_id == desk
    with pytest.raises(AlreadyThere):
        dispatch_case(actor=world.street_staff, **more)


def test_targets_that_make_no_sense(world: World) -> None:
    case_id = world.report().case_id

    def give(**target: Any) -> None:
        dispatch_case(actor=world.desk, item_id=case_id, reason="请处理", at=AT, **target)

    with pytest.raises(TargetNeeded):
        give()
    with pytest.raises(TargetNeeded):
        give(post_id=world.posts["desk"].pk, organisation_id=world.water.pk)
    for elsewhere in ("stranger", "neighbour"):
        with pytest.raises(NotTheirArea):
            give(post_id=world.posts[elsewhere].pk)
    with pytest.raises(UnknownTarget):
        give(post_id=world.posts["system_admin"].pk)
    assert item_of(case_id).owner_post_id == world.posts["worker"].pk
    with pytest.raises(TextMissing):
        dispatch_case(
            actor=world.desk, item_id=case_id, reason=" ", at=AT, post_id=world.posts["desk"].pk
        )


def test_a_company_elsewhere_cannot_be_given_it(world: World) -> None:
    case_id = world.report(lon=105.025, lat=29.005).case_id
    with pytest.raises(UnknownTarget):
        dispatch_case(
            actor=world.county_staff,
            item_id=case_id,
            organisation_id=world.property.pk,
            reason="请处理",
            at=AT,
        )


def test_sending_back_goes_to_who_gave_it(world: World) -> None:
    case_id = world.report().case_id
    item = return_case(actor=world.worker, item_id=case_id, reason="不在我的网格", at=AT)
    assert item.owner_post_id == world.posts["desk"].pk
    accept_case(actor=world.desk, item_id=case_id, at=AT)
    dispatch_case(
        actor=world.desk, item_id=case_id, organisation_id=world.water.pk, reason="供水", at=AT
    )
    item = return_case(actor=world.water_staff, item_id=case_id, reason="不是供水", at=AT)
    assert item.owner_post_id == world.posts["desk"].pk
    assert kinds_of(case_id).count("cases.returned") == 2


def test_a_designated_unit_may_not_send_back(world: World) -> None:
    draft = RuleDraft(
        flow=FLOW,
        category_code="utility.pipe.",
        target_organisation_id=world.water.pk,
        may_return=False,
    )
    save_dispatch_rule(actor=SYSTEM, draft=draft, at=BEFORE + DAY)
    case_id = world.report(category_code="utility.pipe.", text="水管爆裂").case_id
    assert item_of(case_id).owner_organisation_id == world.water.pk
    with pytest.raises(MayNotReturn):
        return_case(actor=world.water_staff, item_id=case_id, reason="不是我们", at=AT)


def test_up_the_ladder_to_the_county(world: World) -> None:
    case_id = world.handled()
    for who, next_owner in (
        ("worker", "desk"),
        ("desk", "street_staff"),
        ("street_staff", "county_staff"),
    ):
        item = hand_up_case(
            actor=world.actors[who], item_id=case_id, reason="超出权限", at=AT + HOUR
        )
        assert item.owner_post_id == world.posts[next_owner].pk
    with pytest.raises(AtTheTop):
        hand_up_case(actor=world.county_staff, item_id=case_id, reason="再往上", at=AT + HOUR)


def test_only_the_owner_hands_up(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(ActionNotYours):
        hand_up_case(actor=world.desk, item_id=case_id, reason="超出权限", at=AT)


def test_the_street_takes_over(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(ActionNotYours):
        take_over_case(actor=world.desk, item_id=case_id, reason="我来", at=AT)
    item = take_over_case(actor=world.street_staff, item_id=case_id, reason="我来办", at=AT)
    assert item.owner_post_id == world.posts["street_staff"].pk


def test_the_county_watches(world: World) -> None:
    case_id = world.handled()
    supervise_case(actor=world.county_staff, item_id=case_id, reason="群众反映多", at=AT)
    part = item_of(case_id).assignments.get(part=Part.SUPERVISE)
    assert part.post_id == world.posts["county_staff"].pk
    assert item_of(case_id).owner_post_id == world.posts["worker"].pk
    assert "cases.supervised" in kinds_of(case_id)
