"""The log is sealed in a chain, and whatever is done to it afterwards shows."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.models import Event, Seal
from xinqiao.events.seals import verify
from xinqiao.events.services.append import append
from xinqiao.events.services.seal import seal_events

AT = datetime(2026, 3, 1, 1, tzinfo=UTC)


def record(count=3):
    for number in range(count):
        append(
            kind="test.done",
            actor=SYSTEM,
            at=AT,
            subject_kind="thing",
            subject_id=number,
            data={"words": "路灯", "share": 0.1, "number": number},
        )


def tamper(statement, *values):
    """Do what somebody with the database in hand could do: take the guard off first."""
    with connection.cursor() as cursor:
        for table in ("events_event", "events_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("events_event", "events_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_an_empty_log_holds():
    assert seal_events(at=AT) == 0
    assert verify().holds


@pytest.mark.django_db
def test_everything_is_sealed_in_batches_and_only_once():
    record(7)
    assert seal_events(at=AT, batch=3) == 7
    assert [seal.count for seal in Seal.objects.order_by("id")] == [3, 3, 1]
    assert seal_events(at=AT, batch=3) == 0
    found = verify()
    assert (found.holds, found.seals, found.events, found.unsealed) == (True, 3, 7, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET data = data || '{\"number\": 9}' WHERE subject_id = 2",
        "UPDATE events_event SET at = at + interval '1 microsecond' WHERE subject_id = 2",
        "DELETE FROM events_event WHERE subject_id = 2",
        "DELETE FROM events_seal WHERE id = (SELECT min(id) FROM events_seal)",
    ],
)
def test_a_change_behind_the_seal_shows(statement):
    record(6)
    seal_events(at=AT, batch=2)
    tamper(statement)
    assert not verify().holds


@pytest.mark.django_db
def test_an_event_slipped_in_later_shows():
    record(2)
    gap = Event.objects.latest("id").id + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('events_event_id_seq')")
    record(2)
    seal_events(at=AT)
    kept = {"kind": "test.done", "at": AT, "subject_kind": "thing", "subject_id": 99}
    Event.objects.create(id=gap, **kept)
    assert not verify().holds


@pytest.mark.django_db
def test_an_end_cut_off_shows_against_a_noted_hash():
    record(4)
    seal_events(at=AT, batch=2)
    noted = verify().head
    record(1)
    seal_events(at=AT)
    assert verify(expected_head=noted).holds
    tamper("DELETE FROM events_seal WHERE last_event_id >= %s", Seal.objects.all()[1].last_event_id)
    assert verify().holds
    assert not verify(expected_head=noted).holds


@pytest.mark.django_db(transaction=True)
def test_a_slow_writer_is_never_sealed_past():
    drawn, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            record(1)
            drawn.set()
            go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    drawn.wait(10)
    record(2)
    assert seal_events(at=AT, wait_seconds=0.2) == 0
    go_on.set()
    writer.join()
    assert seal_events(at=AT) == 3
    assert verify().holds
