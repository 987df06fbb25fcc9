"""The one-statement intake writes what the plain way writes, and never by stale rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from xinqiao.accounts.access import ANONYMOUS, SYSTEM
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Case, Source
from xinqiao.cases.services.report import report_case
from xinqiao.cases.services.report_plain import report_case_plain
from xinqiao.cases.tests.world import AT, IN_GRID, PHONE, World, kinds_of, make_world, photo
from xinqiao.events.models import Event, OutboxEntry
from xinqiao.files.errors import UploadGone
from xinqiao.grid.services.posts import close_post
from xinqiao.workflow.models import Assignment, Deadline, Item

WORDS = "楼下的垃圾桶满了，三天没有清运。"
# What differs by nature: keys, numbers, tokens, and what is sealed with a fresh nonce.
UNIQUE = {"id", "pk", "number", "token", "item_id", "event_id", "subject_id", "recorded_at"}
SEALED = {"reporter_name_sealed", "reporter_phone_sealed"}


def draft(**more: Any) -> ReportDraft:
    facts: dict[str, Any] = {
        "text": WORDS,
        "category_code": "env.garbage.",
        "lon": IN_GRID[0],
        "lat": IN_GRID[1],
        "source": Source.WEB,
    }
    return ReportDraft(**(facts | more))


def rows_of(case_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that belongs to a request, without what differs by nature."""
    events = Event.objects.filter(subject_kind="item", subject_id=case_id)
    found = {
        "item": Item.objects.filter(pk=case_id),
        "case": Case.objects.filter(pk=case_id),
        "assignments": Assignment.objects.filter(item=case_id).order_by("id"),
        "deadlines": Deadline.objects.filter(item=case_id).order_by("clock"),
        "events": events.order_by("id"),
        "outbox": OutboxEntry.objects.filter(event__in=events).order_by("subscriber"),
    }
    return {
        name: [
            {
                column: (value is not None) if column in SEALED else _plain(value)
                for column, value in row.items()
                if column not in UNIQUE
            }
            for row in rows.values()
        ]
        for name, rows in found.items()
    }


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


CASES: list[dict[str, Any]] = [
    {},
    {"reporter_name": "李先生", "reporter_phone": PHONE, "may_publish": True},
    {"lon": None, "lat": None, "address": "没有这个地方"},
    {"on_behalf": True, "reporter_name": "王奶奶", "source": Source.FIELD},
    {"source_system": "12345", "source_number": "A1", "kind": "complain"},
    {"idempotency_key": "k1", "text": "第一行\n第二行 emoji 🚰 'quoted' \\ %s %(x)s $1"},
]


@pytest.mark.parametrize("more", CASES)
@pytest.mark.parametrize("who", ["resident", "worker", "nobody"])
def test_both_ways_write_the_same_rows(world: World, more: dict[str, Any], who: str) -> None:
    actor = ANONYMOUS if who == "nobody" else getattr(world, who)
    if actor is ANONYMOUS and more.get("on_behalf"):
        return
    plain = report_case_plain(actor=actor, draft=draft(**more), at=AT)
    wanted = rows_of(plain.case_id)
    Case.objects.filter(pk=plain.case_id).update(source_number="", idempotency_key=None)
    fast = report_case(actor=actor, draft=draft(**more), at=AT)
    assert rows_of(fast.case_id) == wanted
    assert fast.number != plain.number
    assert Case.objects.get(pk=fast.case_id).token == fast.token


def test_one_statement_does_it_all(world: World) -> None:
    report_case(actor=ANONYMOUS, draft=draft(), at=AT)  # pictures are read once
    with CaptureQueriesContext(connection) as queries:
        report_case(actor=ANONYMOUS, draft=draft(), at=AT)
    # The cursor below Django's is not captured: whatever is captured is one too many, but for
    # the savepoint of this test's own transaction.
    assert [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]] == []


def test_the_server_plans_the_statement_once(world: World) -> None:
    for _ in range(3):
        report_case(actor=ANONYMOUS, draft=draft(), at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE '%cases_number_seq%'"
        )
        (runs,) = cursor.fetchone()
    assert runs is not None
    assert runs >= 2


def test_a_photo_is_tied_to_the_request(world: World) -> None:
    reported = report_case(actor=ANONYMOUS, draft=draft(photo_tokens=(photo(),)), at=AT)
    assert reported.is_new
    with pytest.raises(UploadGone):
        report_case(actor=ANONYMOUS, draft=draft(photo_tokens=("gone",)), at=AT)
    assert Case.objects.count() == 1  # nothing half-written


def test_rules_changed_meanwhile_are_obeyed(world: World) -> None:
    first = report_case(actor=ANONYMOUS, draft=draft(), at=AT)
    owner = Item.objects.get(pk=first.case_id).owner_post_id
    assert owner == world.posts["worker"].pk
    close_post(actor=SYSTEM, post_id=owner, at=AT)
    second = report_case(actor=ANONYMOUS, draft=draft(), at=AT)
    assert Item.objects.get(pk=second.case_id).owner_post_id != owner


def test_the_same_key_is_the_same_request(world: World) -> None:
    one = report_case(actor=ANONYMOUS, draft=draft(idempotency_key="k"), at=AT)
    two = report_case(actor=ANONYMOUS, draft=draft(idempotency_key="k"), at=AT)
    assert (two.case_id, two.number, two.token) == (one.case_id, one.number, one.token)
    assert not two.is_new
    assert kinds_of(one.case_id) == ["cases.reported"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_sends_at_once_make_one_request() -> None:
    with transaction.atomic():
        make_world()

    def send(_: int) -> tuple[int, bool]:
        try:
            done = report_case(actor=ANONYMOUS, draft=draft(idempotency_key="same"), at=AT)
            return done.case_id, done.is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))
    assert len({case_id for case_id, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert Case.objects.count() == 1
