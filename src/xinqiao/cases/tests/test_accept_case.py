"""Accepting: by who has it, once, and never by a stranger."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import AlreadyAccepted
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.tests.world import AT, HOUR, World, item_of, kinds_of
from xinqiao.workflow.errors import ActionNotYours, ItemChanged, ItemNotFound
from xinqiao.workflow.models import Deadline


def test_the_owner_accepts_and_the_clock_is_met(world: World) -> None:
    case_id = world.report().case_id
    item = accept_case(actor=world.worker, item_id=case_id, at=AT + HOUR)
    assert item.state == "handling"
    clock = Deadline.objects.get(item_id=case_id, clock="accept")
    assert clock.met_at == AT + HOUR
    assert kinds_of(case_id) == ["cases.reported", "cases.accepted"]


def test_a_colleague_of_the_same_post_may_accept(world: World) -> None:
    case_id = world.report().case_id
    assert accept_case(actor=world.colleague, item_id=case_id, at=AT).state == "handling"


def test_a_second_click_is_harmless_and_says_so(world: World) -> None:
    case_id = world.report().case_id
    accept_case(actor=world.worker, item_id=case_id, at=AT)
    for actor in (world.worker, world.colleague):
        with pytest.raises(AlreadyAccepted) as refused:
            accept_case(actor=actor, item_id=case_id, at=AT + HOUR)
        assert "2026-11-23 10:00" in refused.value.params["time"]
    assert kinds_of(case_id).count("cases.accepted") == 1


@pytest.mark.parametrize("who", ["desk", "street_staff", "county_staff"])
def test_who_watches_over_it_cannot_accept_for_the_owner(world: World, who: str) -> None:
    case_id = world.report().case_id
    with pytest.raises(ActionNotYours):
        accept_case(actor=world.actors[who], item_id=case_id, at=AT)
    assert item_of(case_id).state == "assigned"


@pytest.mark.parametrize(
    "who", ["stranger", "neighbour", "other_desk", "passer_by", "system_admin", "audit_admin"]
)
def test_strangers_do_not_learn_that_it_exists(world: World, who: str) -> None:
    case_id = world.report().case_id
    with pytest.raises(ItemNotFound):
        accept_case(actor=world.actors[who], item_id=case_id, at=AT)
    with pytest.raises(ItemNotFound):
        accept_case(actor=ANONYMOUS, item_id=case_id, at=AT)


def test_a_page_that_is_too_old_is_refused(world: World) -> None:
    case_id = world.report().case_id
    with pytest.raises(ItemChanged):
        accept_case(actor=world.worker, item_id=case_id, at=AT + HOUR, seen=AT - HOUR)
