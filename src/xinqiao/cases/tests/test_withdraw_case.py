"""Withdrawing: the requester needs no reason, everybody else does."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.models import Outcome
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.world import AT, World, case_of, item_of
from xinqiao.events.models import Event
from xinqiao.kit.clean import TextMissing
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.models import Deadline


def test_the_requester_withdraws(world: World) -> None:
    case_id = world.handled()
    item = withdraw_case(actor=world.resident, item_id=case_id, at=AT)
    assert (item.state, item.is_open) == ("withdrawn", False)
    assert case_of(case_id).outcome == Outcome.WITHDRAWN
    assert not Deadline.objects.filter(item_id=case_id, met_at=None, cancelled_at=None).exists()
    with pytest.raises(ActionNotPossible):
        withdraw_case(actor=world.resident, item_id=case_id, at=AT)


def test_by_the_link(world: World) -> None:
    reported = world.report(actor=ANONYMOUS)
    withdraw_case(actor=ANONYMOUS, token=reported.token, reason="已经好了", at=AT)
    assert case_of(reported.case_id).remarks.get().text == "已经好了"


def test_staff_say_why(world: World) -> None:
    case_id = world.report().case_id
    with pytest.raises(TextMissing):
        withdraw_case(actor=world.desk, item_id=case_id, at=AT)
    withdraw_case(actor=world.desk, item_id=case_id, reason="本人来电撤回", at=AT)
    assert Event.objects.get(kind="cases.withdrawn").on_behalf


def test_who_may_not(world: World) -> None:
    case_id = world.report().case_id
    with pytest.raises(ActionNotYours):
        withdraw_case(actor=world.worker, item_id=case_id, reason="不想办", at=AT)
    with pytest.raises(ItemNotFound):
        withdraw_case(actor=world.passer_by, item_id=case_id, reason="不想", at=AT)
    with pytest.raises(ActionNotPossible):
        withdraw_case(actor=world.resident, item_id=world.answered(), at=AT)
    assert item_of(case_id).state == "assigned"
