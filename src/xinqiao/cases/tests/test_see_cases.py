"""Who sees which requests: owner, colleague, called units, staff above, requester; nobody else."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.selectors.mine import my_cases
from xinqiao.cases.selectors.one import case_by_token, get_case
from xinqiao.cases.selectors.timeline import timeline
from xinqiao.cases.selectors.visible import visible_cases
from xinqiao.cases.services.note import add_note
from xinqiao.cases.services.whistle import whistle_case
from xinqiao.cases.tests.world import AT, PHONE, World, case_of, item_of
from xinqiao.kit.numbers import NumberMistyped

SEE = ("worker", "colleague", "desk", "second_desk", "street_staff", "county_staff", "hotline")
SEE_NOT = (
    "neighbour",
    "stranger",
    "other_desk",
    "water_staff",
    "property_staff",
    "passer_by",
    "system_admin",
    "security_admin",
    "audit_admin",
)


def test_the_gate(world: World) -> None:
    case_id = world.report().case_id
    number = item_of(case_id).number
    for who in (*SEE, "resident"):
        actor = world.actors[who]
        assert [c.pk for c in visible_cases(actor=actor)] == [case_id], who
        assert get_case(actor=actor, number=number).pk == case_id
    for who in SEE_NOT:
        actor = world.actors[who]
        assert not visible_cases(actor=actor).exists(), who
        with pytest.raises(CaseNotFound):
            get_case(actor=actor, number=number)
    assert not visible_cases(actor=ANONYMOUS).exists()


def test_a_called_unit_sees_what_it_was_called_to(world: World) -> None:
    case_id, other = world.handled(), world.handled()
    whistle_case(actor=world.desk, item_id=case_id, co=[world.water.pk], reason="请来", at=AT)
    assert [c.pk for c in visible_cases(actor=world.water_staff)] == [case_id]
    assert other not in {c.pk for c in visible_cases(actor=world.water_staff)}


def test_the_recorder_and_the_same_number_see_it(world: World) -> None:
    case_id = world.report(
        actor=world.stranger, on_behalf=True, reporter_phone=PHONE, reporter_name="老何"
    ).case_id
    assert [c.pk for c in visible_cases(actor=world.stranger)] == [case_id]
    assert [c.pk for c in my_cases(actor=world.resident)] == [case_id]
    assert not my_cases(actor=world.passer_by).exists()
    assert not my_cases(actor=ANONYMOUS).exists()


def test_a_number_as_it_is_said(world: World) -> None:
    number = item_of(world.report().case_id).number
    assert get_case(actor=world.worker, number=f"{number[:4]} {number[4:]}").item.number == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(NumberMistyped):
        get_case(actor=world.worker, number=wrong)


def test_the_link(world: World) -> None:
    reported = world.report(actor=ANONYMOUS)
    assert case_by_token(token=reported.token).pk == reported.case_id
    with pytest.raises(CaseNotFound):
        case_by_token(token="")


def test_the_timeline_hides_what_is_internal(world: World) -> None:
    case_id = world.answered()
    add_note(actor=world.desk, item_id=case_id, words="老问题", at=AT)
    inside = timeline(actor=world.desk, case=case_of(case_id))
    assert [e.kind for e in inside] == [
        "cases.noted",
        "cases.answered",
        "cases.accepted",
        "cases.reported",
    ]
    assert [e.text for e in inside][:2] == ["老问题", "已经清理干净。"]
    assert "王网格" in inside[1].actor
    outside = timeline(actor=world.resident, case=case_of(case_id))
    assert [e.kind for e in outside] == ["cases.answered", "cases.accepted", "cases.reported"]
    assert {e.actor for e in outside} == {""}
