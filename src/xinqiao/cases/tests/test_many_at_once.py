"""Many requests at once: the same rows as one by one, few statements, everybody told once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.errors import BadScore, ProofNeeded, SameHandler
from xinqiao.cases.models import Case, Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case
from xinqiao.cases.services.many import accept_cases, call_back_cases, close_cases
from xinqiao.cases.services.report import report_case
from xinqiao.cases.services.report_many import report_cases
from xinqiao.cases.tests.world import AT, HOUR, IN_GRID, World, case_of, item_of, kinds_of, photo
from xinqiao.events.models import Event, OutboxEntry
from xinqiao.events.services.outbox import drain
from xinqiao.files.models import Attachment, Purpose
from xinqiao.kit.clean import TextMissing
from xinqiao.notifications.models import Notice
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.models import Deadline, Item

LATER = AT + HOUR
SOON: dict[str, Any] = {"at": LATER}


def draft(number: int, **more: Any) -> ReportDraft:
    facts: dict[str, Any] = {
        "text": f"第{number}处小广告没有清理。",
        "category_code": "env.garbage.",
        "lon": IN_GRID[0],
        "lat": IN_GRID[1],
        "source": Source.FIELD,
    }
    return ReportDraft(**(facts | more))


def collected(world: World, count: int = 3) -> list[int]:
    drafts = [draft(number) for number in range(count)]
    return [row.case_id for row in report_cases(actor=world.worker, drafts=drafts, at=AT)]


def rows_of(case_id: int) -> dict[str, Any]:
    """Everything that one request left behind, without keys and tokens."""
    hidden = {"id", "item_id", "number", "token", "words", "title", "text", "recorded_at"}

    def plain(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in hidden}

    log = Event.objects.filter(subject_kind="item", subject_id=case_id).order_by("id")
    files = Attachment.objects.filter(subject_kind="item", subject_id=case_id)
    return {
        "item": plain(Item.objects.filter(pk=case_id).values().get()),
        "case": plain(Case.objects.filter(pk=case_id).values().get()),
        "clocks": [plain(d) for d in Deadline.objects.filter(item=case_id).order_by("id").values()],
        "log": [{**plain(row), "subject_id": 0} for row in log.values()],
        "remarks": list(case_of(case_id).remarks.values_list("kind", "text", "is_public", "at")),
        "ratings": list(item_of(case_id).ratings.values_list("score", "words", "by_call_back")),
        "leads": list(item_of(case_id).assignments.values_list("part", "since", "accepted_at")),
        "files": list(files.values_list("purpose", "claimed_at", "sha256")),
    }


@pytest.mark.django_db
def test_together_is_the_same_as_one_by_one(world: World) -> None:
    alone = report_case(actor=world.worker, draft=draft(1), at=AT).case_id
    accept_case(actor=world.worker, item_id=alone, at=LATER)
    close_case(
        actor=world.worker, item_id=alone, words="清理完毕", proof_tokens=[photo()], at=LATER
    )
    call_back_case(actor=world.desk, item_id=alone, score=5, words="好", at=LATER)
    ids = collected(world)
    assert accept_cases(actor=world.worker, item_ids=ids, **SOON).refused == {}
    close_cases(actor=world.worker, item_ids=ids, words="清理完毕", proof_tokens=[photo()], **SOON)
    call_back_cases(actor=world.desk, item_ids=ids, score=5, words="好", **SOON)
    for case_id in ids:
        assert rows_of(case_id) == rows_of(alone)


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_number(world: World) -> None:
    few, more = collected(world, 3), collected(world, 30)
    with CaptureQueriesContext(connection) as small:
        accept_cases(actor=world.worker, item_ids=few, **SOON)
        close_cases(actor=world.worker, item_ids=few, words="好", proof_tokens=[photo()], **SOON)
    with CaptureQueriesContext(connection) as large:
        accept_cases(actor=world.worker, item_ids=more, **SOON)
        close_cases(actor=world.worker, item_ids=more, words="好", proof_tokens=[photo()], **SOON)
    assert len(large) == len(small)


@pytest.mark.django_db
def test_who_gets_many_is_told_once(world: World) -> None:
    ids = collected(world, 5)
    accept_cases(actor=world.worker, item_ids=ids, **SOON)
    close_cases(actor=world.worker, item_ids=ids, words="好", proof_tokens=[photo()], **SOON)
    while drain(at=LATER).taken:
        pass
    own = Notice.objects.filter(recipient_id=world.worker.user_id)
    told = {notice.template: notice.params for notice in own}
    assert told == {
        "cases.accept_together": {"count": 5},
        "cases.close_together": {"count": 5},
    }
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_a_resident_with_one_request_is_told_as_usual(world: World) -> None:
    ids = [world.report(actor=world.resident).case_id, *collected(world, 2)]
    accept_cases(actor=world.worker, item_ids=ids, **SOON)
    while drain(at=LATER).taken:
        pass
    told = Notice.objects.filter(recipient_id=world.resident.user_id)
    assert "cases.accepted" in set(told.values_list("template", flat=True))


@pytest.mark.django_db
def test_what_cannot_be_done_is_said_and_the_rest_is_done(world: World) -> None:
    ids = collected(world, 3)
    accept_case(actor=world.worker, item_id=ids[0], at=AT)
    result = accept_cases(actor=world.worker, item_ids=[*ids, 10**9], **SOON)
    assert [item.pk for item in result.done] == ids[1:]
    assert isinstance(result.refused[ids[0]], ActionNotPossible)
    assert isinstance(result.refused[10**9], ItemNotFound)
    assert kinds_of(ids[1]) == ["cases.reported", "cases.accepted"]


@pytest.mark.django_db
def test_owner_colleague_and_stranger(world: World) -> None:
    first, second = collected(world, 2)
    done = accept_cases(actor=world.colleague, item_ids=[first], **SOON)
    assert [item.pk for item in done.done] == [first]
    refused = accept_cases(actor=world.stranger, item_ids=[second], **SOON).refused
    assert isinstance(refused[second], ItemNotFound | ActionNotYours)
    assert item_of(second).state == "assigned"


@pytest.mark.django_db
def test_no_proof_no_words_no_low_score(world: World) -> None:
    ids = collected(world, 2)
    accept_cases(actor=world.worker, item_ids=ids, **SOON)
    with pytest.raises(ProofNeeded):
        close_cases(actor=world.worker, item_ids=ids, words="好", **SOON)
    with pytest.raises(TextMissing):
        close_cases(actor=world.worker, item_ids=ids, words=" ", proof_tokens=[photo()], **SOON)
    close_cases(actor=world.worker, item_ids=ids, words="好", proof_tokens=[photo()], **SOON)
    with pytest.raises(BadScore):
        call_back_cases(actor=world.desk, item_ids=ids, score=2, **SOON)
    own = call_back_cases(actor=world.worker, item_ids=ids, score=5, **SOON)
    assert own.done == []
    assert all(isinstance(error, SameHandler) for error in own.refused.values())


@pytest.mark.django_db
def test_a_round_sent_twice_is_one_round(world: World) -> None:
    drafts = [draft(number, idempotency_key=f"round-{number}") for number in range(3)]
    first = report_cases(actor=world.worker, drafts=drafts, at=AT)
    again = report_cases(actor=world.worker, drafts=[*drafts, draft(9)], at=LATER)
    assert [row.case_id for row in again[:3]] == [row.case_id for row in first]
    assert [row.is_new for row in again] == [False, False, False, True]
    assert Case.objects.count() == 4


@pytest.mark.django_db
def test_one_bad_line_of_a_round_takes_nothing(world: World) -> None:
    with pytest.raises(TextMissing):
        report_cases(actor=world.worker, drafts=[draft(1), draft(2, text="  ")], at=AT)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_photos_of_a_round_stay_with_their_request(world: World) -> None:
    token = photo(purpose=Purpose.REPORT)
    drafts = [draft(1), draft(2, photo_tokens=(token,))]
    _, second = report_cases(actor=world.worker, drafts=drafts, at=AT)
    assert Attachment.objects.get(token=token).subject_id == second.case_id
