"""What happened is written once and stays as it was written."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Actor, HeldPost, Role
from xinqiao.events.models import Event, OutboxEntry
from xinqiao.events.selectors import LogFilter, log_entries, timeline
from xinqiao.events.services.append import NewEvent, append, append_many
from xinqiao.events.subscriptions import forget, outbox_names, subscriber

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
WORKER = Actor(
    user_id=7,
    name="李梅",
    posts=(
        HeldPost(1, Role.COMMUNITY, 5, "51.5110.", title="社区"),
        HeldPost(2, Role.GRID_WORKER, 6, "51.5110.01.", title="一网格"),
    ),
)
RESIDENT = Actor(user_id=9, name="王奶奶")


@pytest.fixture
def listener():
    subscriber("test.", "other.done", name="test.listener")(lambda event: None)
    yield "test.listener"
    forget("test.listener")


def record(kind="test.done", actor=WORKER, **more):
    return append(kind=kind, actor=actor, at=AT, subject_kind="thing", subject_id=1, **more)


def test_the_deepest_post_signs():
    event = record(area_path="51.5110.01.", data={"a": 1}, on_behalf=True)
    event.refresh_from_db()
    assert (event.actor_user_id, event.actor_post_id) == (7, 2)
    assert event.actor_label == "李梅 · 一网格"
    assert (event.on_behalf, event.data, event.at) == (True, {"a": 1}, AT)
    assert event.recorded_at is not None


def test_a_residents_name_never_enters_the_log():
    assert record(actor=RESIDENT).actor_label == ""
    assert record(actor=ANONYMOUS).actor_user_id is None
    assert record(actor=SYSTEM).actor_user_id is None


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        append(kind="x.y", actor=SYSTEM, at=datetime(2026, 3, 1), subject_kind="t", subject_id=1)


def test_subscribers_by_kind_and_by_prefix_are_owed(listener):
    assert outbox_names("test.done") == (listener,)
    events = [record(), record("other.done"), record("other.begun")]
    owed = list(OutboxEntry.objects.order_by("id").values_list("event_id", "subscriber"))
    assert owed == [(events[0].pk, listener), (events[1].pk, listener)]


def test_many_events_cost_two_statements(listener, django_assert_num_queries):
    new = [NewEvent(kind="test.done", at=AT, subject_kind="thing", subject_id=i) for i in range(50)]
    with django_assert_num_queries(4):  # and a savepoint
        events = append_many(actor=SYSTEM, events=new)
    assert [event.subject_id for event in events] == list(range(50))
    assert OutboxEntry.objects.count() == 50


def test_two_subscribers_of_one_name_are_refused(listener):
    def another(event):
        raise NotImplementedError

    with pytest.raises(ValueError, match=listener):
        subscriber("x.", name=listener)(another)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET kind = 'x'",
        "DELETE FROM events_event",
        "TRUNCATE events_event CASCADE",
        "TRUNCATE events_seal",
    ],
)
def test_the_log_cannot_be_changed(statement):
    record()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.count() == 1


def test_timeline_and_log():
    events = [record(), record("other.done"), record("test.undone", actor=RESIDENT)]
    assert list(timeline(subject_kind="thing", subject_id=1)) == events
    assert list(timeline(subject_kind="thing", subject_id=2)) == []
    wanted = LogFilter(kind="test.", actor_user_id=7, since=AT, subject_kind="thing", subject_id=1)
    assert list(log_entries(wanted)) == events[:1]
    assert list(log_entries(LogFilter(until=AT))) == []
    assert list(log_entries(LogFilter(kind="other.done", area_path=""))) == [events[1]]
