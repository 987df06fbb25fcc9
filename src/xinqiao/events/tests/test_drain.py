"""The outbox delivers at least once, and one bad subscriber holds up nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.models import RateBucket
from xinqiao.events.models import OutboxEntry
from xinqiao.events.selectors import dead_entries, oldest_due
from xinqiao.events.services.append import append
from xinqiao.events.services.outbox import LAST_ATTEMPT, drain, revive
from xinqiao.events.subscriptions import forget, subscriber

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 1, tzinfo=UTC)


@pytest.fixture
def heard():
    seen = []
    subscriber("test.", name="test.good")(lambda event: seen.append(event.subject_id))
    yield seen
    forget("test.good")


@pytest.fixture
def bad():
    trouble = {"error": RuntimeError("secret words")}

    def handler(event):
        RateBucket.objects.create(key=f"half {event.pk}", period_start=AT, count=1)
        if trouble["error"]:
            raise trouble["error"]

    subscriber("test.", name="test.bad")(handler)
    yield trouble
    forget("test.bad")


def happen(subject_id=1):
    return append(
        kind="test.done", actor=SYSTEM, at=AT, subject_kind="thing", subject_id=subject_id
    )


def test_events_arrive_once_and_in_order(heard):
    for subject in (1, 2, 3):
        happen(subject)
    assert oldest_due() == AT
    assert drain(at=AT, limit=2).taken == 2
    assert drain(at=AT).taken == 1
    assert drain(at=AT).taken == 0
    assert heard == [1, 2, 3]
    assert oldest_due() is None


def test_a_failure_is_undone_and_tried_again(heard, bad):
    event = happen()
    assert drain(at=AT).failed == 1
    assert heard == [1]
    assert not RateBucket.objects.exists()
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.next_attempt_at) == (1, AT + timedelta(seconds=5))
    assert entry.last_error == "RuntimeError"
    assert drain(at=AT).taken == 0
    bad["error"] = None
    assert drain(at=AT + timedelta(seconds=5)).failed == 0
    assert RateBucket.objects.get().key == f"half {event.pk}"
    assert not OutboxEntry.objects.exists()


def test_ten_failures_wait_for_a_person(bad):
    happen()
    at = AT
    for _attempt in range(LAST_ATTEMPT):
        assert drain(at=at).taken == 1
        at += timedelta(hours=1)
    assert drain(at=at).taken == 0
    entry = dead_entries().get()
    bad["error"] = None
    assert revive(entry_id=entry.pk, at=at)
    assert not revive(entry_id=entry.pk, at=at)
    assert drain(at=at).failed == 0


def test_a_subscriber_that_no_longer_exists_is_shown(heard):
    happen()
    forget("test.good")
    assert drain(at=AT).failed == 1
    assert dead_entries().get().last_error == "no subscriber of this name"


def test_a_lost_database_is_no_failed_attempt(heard, bad):
    bad["error"] = OperationalError("gone")
    happen()
    with pytest.raises(OperationalError):
        drain(at=AT)
    assert set(OutboxEntry.objects.values_list("attempts", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_without_waiting(heard):
    happen(1)
    happen(2)
    first = OutboxEntry.objects.order_by("id")[0]
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM events_outboxentry WHERE id = %s FOR UPDATE", [first.pk])
        assert drain(at=AT).taken == 1
        assert heard == [2]
    finally:
        other.rollback()
        other.close()
    assert drain(at=AT).taken == 1
    assert heard == [2, 1]
