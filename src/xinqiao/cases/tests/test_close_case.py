"""Closing with proof, and settling what another system has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.errors import NotImported, ProofNeeded, UnknownChoice
from xinqiao.cases.models import Kind, Outcome, RemarkKind, Source
from xinqiao.cases.services.close import close_case, settle_imported
from xinqiao.cases.services.pause import pause_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, case_of, item_of, kinds_of, photo
from xinqiao.files.errors import UploadGone
from xinqiao.files.models import Attachment
from xinqiao.kit.clean import TextMissing
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.models import Deadline

MORE: dict[str, Any] = {"words": "已清运", "at": AT + HOUR}


def test_the_owner_closes_with_a_photo(world: World) -> None:
    case_id = world.handled()
    token = photo()
    item = close_case(actor=world.worker, item_id=case_id, proof_tokens=[token], **MORE)
    case = case_of(case_id)
    assert (item.state, item.is_open, item.done_at) == ("answered", True, AT + HOUR)
    assert (case.answer, case.handler_id) == ("已清运", world.worker.user_id)
    assert case.outcome == Outcome.SOLVED
    assert Attachment.objects.get(token=token).subject_id == case_id
    assert case.remarks.get(kind=RemarkKind.CLOSING).is_public
    verify = Deadline.objects.get(item_id=case_id, clock="verify")
    assert verify.due_at == AT + HOUR + timedelta(days=7)


def test_no_proof_no_closing(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(ProofNeeded):
        close_case(actor=world.worker, item_id=case_id, **MORE)
    with pytest.raises(UploadGone):
        close_case(actor=world.worker, item_id=case_id, proof_tokens=["nothing"], **MORE)
    assert item_of(case_id).state == "handling"
    assert case_of(case_id).answer == ""


def test_a_question_needs_words_only(world: World) -> None:
    case_id = world.handled(kind=Kind.CONSULT, text="请问老年证怎么办？")
    close_case(actor=world.colleague, item_id=case_id, outcome=Outcome.EXPLAINED, **MORE)
    assert item_of(case_id).state == "answered"


def test_a_photo_of_another_request_is_no_proof(world: World) -> None:
    first, second = world.handled(), world.handled()
    token = photo()
    close_case(actor=world.worker, item_id=first, proof_tokens=[token], **MORE)
    with pytest.raises(UploadGone):
        close_case(actor=world.worker, item_id=second, proof_tokens=[token], **MORE)


def test_what_cannot_be(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(UnknownChoice):
        close_case(
            actor=world.worker, item_id=case_id, outcome="withdrawn", proof_tokens=["x"], **MORE
        )
    with pytest.raises(TextMissing):
        close_case(actor=world.worker, item_id=case_id, words=" ", at=AT)
    fresh = world.report().case_id
    with pytest.raises(ActionNotPossible):
        close_case(actor=world.worker, item_id=fresh, proof_tokens=[photo()], **MORE)


def test_only_the_owner_closes(world: World) -> None:
    case_id = world.handled()
    with pytest.raises(ActionNotYours):
        close_case(actor=world.desk, item_id=case_id, proof_tokens=[photo()], **MORE)
    with pytest.raises(ItemNotFound):
        close_case(actor=world.stranger, item_id=case_id, proof_tokens=[photo()], **MORE)


def test_closing_while_waiting_counts_the_time_before(world: World) -> None:
    case_id = world.handled()
    pause_case(actor=world.worker, item_id=case_id, reason="等配件", at=AT + HOUR)
    world.close(case_id, at=AT + 20 * DAY)
    assert item_of(case_id).is_late is False


def test_an_imported_request_is_settled_at_its_real_time(world: World) -> None:
    case_id = world.report(source=Source.IMPORT, source_number="7").case_id
    item = settle_imported(actor=SYSTEM, item_id=case_id, words="已转有关部门", at=AT + 11 * DAY)
    assert (item.state, item.closed_at) == ("closed", AT + 11 * DAY)
    assert case_of(case_id).answer == "已转有关部门"
    assert not Deadline.objects.filter(item_id=case_id, met_at=None, cancelled_at=None).exists()
    assert kinds_of(case_id)[-1] == "cases.settled"
    with pytest.raises(NotImported):
        settle_imported(actor=SYSTEM, item_id=world.report().case_id, words="好", at=AT)
