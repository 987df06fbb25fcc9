"""One door for every button, key and bulk action: the flow decides what it offers."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.cases.action_words import ACTIONS
from xinqiao.cases.errors import BadNumber, UnknownAction
from xinqiao.cases.flow import CASE_FLOW
from xinqiao.cases.models import Kind
from xinqiao.cases.selectors.actions import allowed_actions, row_actions
from xinqiao.cases.services.ask import ask_requester
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.perform import ACTION_NAMES, perform
from xinqiao.cases.tests.world import AT, HOUR, World, case_of, item_of, photo
from xinqiao.workflow.errors import ItemChanged
from xinqiao.workflow.flow import Need
from xinqiao.workflow.machine import check_flow
from xinqiao.workflow.selectors.items import visible_items
from xinqiao.workflow.selectors.parties import with_parts


def _names(world: World, who: str, case_id: int) -> set[str]:
    return {a.name for a in allowed_actions(actor=world.actors[who], case=case_of(case_id))}


def test_the_flow_is_sound_and_every_button_leads_somewhere() -> None:
    check_flow(CASE_FLOW)
    assert set(ACTIONS) <= ACTION_NAMES
    assert set(ACTIONS) <= {action.name for action in CASE_FLOW.actions}


def test_buttons_follow_state_and_post(world: World) -> None:
    case_id = world.report().case_id
    assert _names(world, "worker", case_id) == {
        "accept",
        "send_back",
        "hand_up",
        "extend",
        "merge",
        "recategorise",
        "note",
    }
    assert {"dispatch", "whistle", "withdraw"} <= _names(world, "desk", case_id)
    assert "accept" not in _names(world, "desk", case_id)
    assert _names(world, "stranger", case_id) == set()
    assert _names(world, "system_admin", case_id) == set()
    assert _names(world, "resident", case_id) == {"withdraw"}


def test_proof_is_not_asked_for_a_question(world: World) -> None:
    def needs(case_id: int) -> tuple[Need, ...]:
        actions = allowed_actions(actor=world.worker, case=case_of(case_id))
        return next(a.needs for a in actions if a.name == "close")

    assert Need.PROOF in needs(world.handled())
    assert needs(world.handled(kind=Kind.CONSULT)) == (Need.WORDS,)


def test_what_the_flow_cannot_know(world: World) -> None:
    case_id = world.handled()
    ask_requester(actor=world.worker, item_id=case_id, question="几号楼？", at=AT)
    assert "answer_question" in _names(world, "desk", case_id)
    perform(actor=world.desk, item_id=case_id, action="resume", data={}, at=AT)
    perform(actor=world.worker, item_id=case_id, action="pause", data={"reason": "等"}, at=AT)
    world.close(case_id)
    assert "call_back" in _names(world, "desk", case_id)
    assert "conclude" not in _names(world, "county_staff", case_id)
    for _ in range(2):
        rate_case(actor=world.resident, item_id=case_id, score=1, at=AT)
        perform(actor=world.worker, item_id=case_id, action="accept", data={}, at=AT)
        world.close(case_id)
    assert "conclude" in _names(world, "county_staff", case_id)


def test_rows_need_no_statement_when_parts_are_read(
    world: World, django_assert_num_queries: Any
) -> None:
    world.report()
    rows = list(with_parts(visible_items(actor=world.worker)))
    with django_assert_num_queries(0):
        assert next(a.name for a in row_actions(world.worker, rows[0])) == "accept"


def test_every_way_through_the_door(world: World) -> None:
    case_id = world.report().case_id

    def do(who: str, action: str, **data: object) -> str:
        actor = world.actors[who]
        return perform(actor=actor, item_id=case_id, action=action, data=data, at=AT).state

    assert do("worker", "accept") == "handling"
    assert do("worker", "reply", words="已联系") == "handling"
    assert do("worker", "ask", question="几号楼？") == "waiting"
    assert do("resident", "answer_question", words="3号") == "handling"
    assert do("worker", "extend", amount="2", unit="working_days", reason="等") == "handling"
    assert do("desk", "whistle", co=[str(world.water.pk)], reason="请来") == "handling"
    assert do("water_staff", "co_reply", words="好了", proof_tokens=[photo()]) == "handling"
    assert (
        do("desk", "dispatch", target=f"post:{world.posts['desk'].pk}", reason="我") == "assigned"
    )
    assert do("desk", "accept") == "handling"
    assert do("desk", "hand_up", reason="超权限") == "assigned"
    assert do("county_staff", "take_over", reason="我来") == "assigned"
    assert do("county_staff", "dispatch", organisation_id=world.water.pk, reason="供水")
    assert do("street_staff", "supervise", reason="盯紧") == "assigned"
    assert do("water_staff", "send_back", reason="不是") == "assigned"
    assert item_of(case_id).owner_post_id == world.posts["county_staff"].pk
    assert do("county_staff", "accept") == "handling"
    assert do("county_staff", "pause", reason="等") == "waiting"
    assert do("county_staff", "resume") == "handling"
    assert do("desk", "note", words="记一下") == "handling"
    assert do("county_staff", "close", words="好了", proof_tokens=photo()) == "answered"
    assert do("desk", "call_back", score="1") == "assigned"
    assert do("county_staff", "accept") == "handling"
    assert do("county_staff", "close", words="好了", proof_tokens=photo()) == "answered"
    assert do("resident", "rate", score=5, words="好") == "closed"


def test_bad_data_gets_a_sentence(world: World) -> None:
    case_id = world.report().case_id

    def do(action: str, **data: object) -> None:
        perform(actor=world.desk, item_id=case_id, action=action, data=data, at=AT)

    with pytest.raises(UnknownAction):
        do("fly")
    with pytest.raises(BadNumber):
        do("dispatch", target="post:abc", reason="好")
    with pytest.raises(BadNumber):
        do("extend", amount="很久", reason="好")
    with pytest.raises(ItemChanged):
        do("note", words="好", seen=(AT - HOUR).isoformat())
