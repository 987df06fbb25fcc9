"""Asking, waiting, going on, extending: the clock waits with us, and no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import CaseNotFound, NoOpenQuestion, NotPaused
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.ask import answer_question, ask_requester
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.note import add_note
from xinqiao.cases.services.pause import pause_case, resume_case
from xinqiao.cases.services.reply import reply_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, PHONE, World, case_of, item_of, kinds_of
from xinqiao.events.models import Event
from xinqiao.workflow.errors import (
    ActionNotPossible,
    ActionNotYours,
    AlreadyExtended,
    BadLimit,
    ItemNotFound,
)
from xinqiao.workflow.models import Deadline


def _due(case_id: int) -> datetime:
    return Deadline.objects.get(item_id=case_id, clock="handle").due_at


def test_the_clock_waits_for_the_answer(world: World) -> None:
    case_id = world.handled()
    before = _due(case_id)
    ask_requester(actor=world.worker, item_id=case_id, question="是哪一个垃圾桶？", at=AT)
    assert item_of(case_id).state == "waiting"
    assert Deadline.objects.get(item_id=case_id, clock="handle").paused_at == AT
    assert Deadline.objects.get(item_id=case_id, clock="reply").met_at == AT
    answer_question(actor=world.resident, item_id=case_id, words="东门那个", at=AT + DAY)
    assert item_of(case_id).state == "handling"
    assert _due(case_id) == before + DAY
    said = case_of(case_id).remarks.order_by("id").values_list("kind", "text", "is_public")
    assert list(said) == [
        (RemarkKind.QUESTION, "是哪一个垃圾桶？", True),
        (RemarkKind.ANSWER, "东门那个", True),
    ]


def test_the_follow_link_answers_without_an_account(world: World) -> None:
    reported = world.report(actor=ANONYMOUS)
    accept_case(actor=world.worker, item_id=reported.case_id, at=AT)
    ask_requester(actor=world.worker, item_id=reported.case_id, question="几号楼？", at=AT)
    with pytest.raises(CaseNotFound):
        answer_question(actor=ANONYMOUS, token="wrong", words="3号", at=AT)
    answer_question(actor=ANONYMOUS, token=reported.token, words="3号", at=AT)
    assert item_of(reported.case_id).state == "handling"


def test_the_same_telephone_number_is_the_same_requester(world: World) -> None:
    case_id = world.handled(actor=world.hotline, on_behalf=True, reporter_phone=PHONE)
    ask_requester(actor=world.worker, item_id=case_id, question="几号楼？", at=AT)
    with pytest.raises(ItemNotFound):
        answer_question(actor=world.passer_by, item_id=case_id, words="不知道", at=AT)
    answer_question(actor=world.resident, item_id=case_id, words="3号", at=AT)
    assert Event.objects.get(kind="cases.question_answered").on_behalf is False


def test_staff_record_what_was_said_on_the_telephone(world: World) -> None:
    case_id = world.handled()
    ask_requester(actor=world.worker, item_id=case_id, question="几号楼？", at=AT)
    answer_question(actor=world.hotline, item_id=case_id, words="3号", at=AT)
    assert Event.objects.get(kind="cases.question_answered").on_behalf is True


def test_an_answer_without_a_question(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(NoOpenQuestion):
        answer_question(actor=world.resident, item_id=case_id, words="还有一件事", at=AT)
    pause_case(actor=world.worker, item_id=case_id, reason="等配件", at=AT)
    with pytest.raises(NoOpenQuestion):
        answer_question(actor=world.resident, item_id=case_id, words="还有一件事", at=AT)
    assert item_of(case_id).state == "waiting"


def test_pause_and_resume(world: World) -> None:
    case_id = world.handled()
    before = _due(case_id)
    with pytest.raises(ActionNotYours):
        pause_case(actor=world.desk, item_id=case_id, reason="等配件", at=AT)
    pause_case(actor=world.worker, item_id=case_id, reason="等配件", at=AT)
    with pytest.raises(ActionNotPossible):
        pause_case(actor=world.worker, item_id=case_id, reason="等配件", at=AT)
    resume_case(actor=world.desk, item_id=case_id, at=AT + DAY)
    assert _due(case_id) == before + DAY
    with pytest.raises(NotPaused):
        resume_case(actor=world.worker, item_id=case_id, at=AT + DAY)


def test_extending_once_with_a_reason(world: World) -> None:
    case_id = world.handled()
    before = _due(case_id)
    more: dict[str, Any] = {"item_id": case_id, "reason": "配件在路上", "at": AT}
    with pytest.raises(BadLimit):
        extend_case(actor=world.worker, amount=0, **more)
    extend_case(actor=world.worker, amount=2, **more)
    assert _due(case_id) > before
    with pytest.raises(AlreadyExtended):
        extend_case(actor=world.worker, amount=2, **more)
    with pytest.raises(ItemNotFound):
        extend_case(actor=world.stranger, amount=2, **more)


def test_a_first_answer_meets_its_clock(world: World) -> None:
    case_id = world.handled()
    reply_case(actor=world.colleague, item_id=case_id, words="已约好明天来修", at=AT + HOUR)
    assert case_of(case_id).answer == "已约好明天来修"
    assert Deadline.objects.get(item_id=case_id, clock="reply").met_at == AT + HOUR
    assert item_of(case_id).state == "handling"


def test_notes_are_for_colleagues(world: World) -> None:
    case_id = world.handled()
    add_note(actor=world.desk, item_id=case_id, words="老问题", at=AT)
    assert case_of(case_id).remarks.get().is_public is False
    with pytest.raises(ActionNotYours):
        add_note(actor=world.resident, item_id=case_id, words="?", at=AT)
    assert kinds_of(case_id)[-1] == "cases.noted"
