"""What is due is reminded of and climbs the ladder once, however many workers sweep."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction

from xinqiao.events.models import Event
from xinqiao.grid.models import Post
from xinqiao.workflow import tasks
from xinqiao.workflow.models import Deadline, Item, Part
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.assignments import accept_item
from xinqiao.workflow.services.sweep import Swept, sweep
from xinqiao.workflow.tests.conftest import START, Street, make_street

HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def accepted(street: Street, **more: Any) -> Item:
    item = street.open(**more)
    return accept_item(actor=street.actor(street.desk), item_id=item.pk, at=START)


def kinds(item: Item) -> list[str]:
    events = Event.objects.filter(subject_id=item.pk, kind__startswith="workflow.")
    return [e.kind.removeprefix("workflow.") for e in events.order_by("id")]


def test_nothing_is_due(street: Street) -> None:
    accepted(street)
    assert sweep(at=START) == Swept(batches=1)


def test_remind_at_yellow_then_climb_to_the_county(street: Street) -> None:
    item = accepted(street)
    handle = item.deadlines.get(clock="handle")
    assert sweep(at=handle.yellow_at - HOUR).reminded == 0
    assert sweep(at=handle.yellow_at).reminded == 1
    assert sweep(at=handle.yellow_at + HOUR) == Swept(batches=1)
    assert sweep(at=handle.due_at).escalated == 0  # the community has it already
    assert sweep(at=handle.due_at + DAY).escalated == 1
    item.refresh_from_db()
    assert (item.level, item.owner_post) == (4, street.desk)
    assert sweep(at=handle.due_at + 2 * DAY).escalated == 1
    assert sweep(at=handle.due_at + 90 * DAY) == Swept(batches=1)
    watching = item.assignments.filter(part=Part.SUPERVISE).order_by("id")
    assert [a.post for a in watching] == [street.street_desk, street.county_desk]
    assert kinds(item) == ["reminded", "escalated", "escalated"]
    last = Event.objects.latest("id")
    assert last.data["last"] is True
    assert last.data["level"] == 3


def test_a_worker_that_was_away_catches_up_in_order(street: Street) -> None:
    item = accepted(street)
    assert sweep(at=START + 60 * DAY).escalated == 2
    item.refresh_from_db()
    assert item.level == 3
    assert kinds(item) == ["escalated", "escalated"]


def test_what_nobody_accepts_is_taken_over(street: Street) -> None:
    item = street.open()
    sweep(at=START + 2 * HOUR)
    item.refresh_from_db()
    assert (item.owner_post, item.level) == (street.street_desk, 4)
    assert item.assignments.get(part=Part.LEAD, until__isnull=True).why[0]["code"] == "late"
    sweep(at=START + 2 * HOUR + DAY)
    item.refresh_from_db()
    assert (item.owner_post, item.level) == (street.street_desk, 3)


def test_a_unit_is_reminded_of_its_own_clock(street: Street) -> None:
    item = accepted(street)
    perform_action(
        actor=street.actor(street.desk),
        item_id=item.pk,
        action="wait",
        at=START,
        fields={"reason": "x"},
    )
    assert sweep(at=START + 90 * DAY) == Swept(batches=1)


def test_a_clock_that_acts_when_due_tells_the_feature_once(street: Street) -> None:
    item = accepted(street)
    perform_action(
        actor=street.actor(street.desk),
        item_id=item.pk,
        action="answer",
        at=START,
        fields={"proof": [1]},
    )
    assert sweep(at=START + 7 * DAY - HOUR) == Swept(batches=1)
    assert sweep(at=START + 7 * DAY).expired == 1
    assert sweep(at=START + 8 * DAY) == Swept(batches=1)
    event = Event.objects.latest("id")
    assert event.kind == "workflow.expired"
    assert event.data["action"] == "confirm"


def test_without_any_desk_above_it_is_still_recorded(street: Street) -> None:
    item = accepted(street)
    Post.objects.filter(pk__in=(street.street_desk.pk, street.county_desk.pk)).update(is_desk=False)
    assert sweep(at=START + 60 * DAY).escalated == 2
    item.refresh_from_db()
    assert item.owner_post == street.desk


def test_an_unknown_flow_is_put_off_and_stops_nobody(street: Street) -> None:
    broken, sound = accepted(street), accepted(street, number="2")
    Item.objects.filter(pk=broken.pk).update(flow_version=99)
    result = sweep(at=START + 60 * DAY)
    assert (result.failed, result.escalated) == (1, 2)
    assert kinds(sound) == ["escalated", "escalated"]
    assert not kinds(broken)
    assert Deadline.objects.filter(item=broken, next_at__gt=START + 60 * DAY).count() == 1


def test_small_batches_do_it_all(street: Street) -> None:
    items = [accepted(street, number=str(n)) for n in range(7)]
    result = sweep(at=START + 60 * DAY, batch=3)
    assert (result.escalated, result.batches) == (14, 3)
    assert all(kinds(item) == ["escalated", "escalated"] for item in items)


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    """Several connections at once, on real rows."""

    def test_two_workers_never_double(self) -> None:
        street = make_street()
        items = [accepted(street, number=str(n)) for n in range(40)]
        results: list[Swept] = []
        gate = threading.Barrier(4)

        def work() -> None:
            gate.wait()
            results.append(sweep(at=START + 60 * DAY, batch=5))
            connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sweep(at=START + 60 * DAY)
        assert sum(result.failed for result in results) == 0
        for item in items:
            assert kinds(item) == ["escalated", "escalated"]
            assert item.assignments.filter(part=Part.SUPERVISE).count() == 2

    def test_an_item_in_somebodys_hands_is_left_for_the_next_round(self) -> None:
        street = make_street()
        item = accepted(street)
        with transaction.atomic():
            Item.objects.select_for_update().get(pk=item.pk)
            found: list[Swept] = []

            def work() -> None:
                found.append(sweep(at=START + 60 * DAY))
                connections.close_all()

            thread = threading.Thread(target=work)
            thread.start()
            thread.join(10)
            assert found == [Swept(batches=1)]
        assert sweep(at=START + 60 * DAY).escalated == 2

    def test_of_two_clicks_one_wins(self) -> None:
        street = make_street()
        item = street.open()
        outcomes: list[str] = []
        gate = threading.Barrier(2)

        def click() -> None:
            gate.wait()
            try:
                accept_item(actor=street.actor(street.desk), item_id=item.pk, at=START)
                outcomes.append("done")
            except Exception as error:
                outcomes.append(type(error).__name__)
            connections.close_all()

        threads = [threading.Thread(target=click) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["ActionNotPossible", "done"]
        assert Event.objects.filter(kind="errand.accept").count() == 1


def test_the_cost_follows_what_is_due(street: Street) -> None:
    for number in range(30):
        accepted(street, number=str(number))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    due = Deadline.objects.filter(next_at__lte=START).order_by("next_at")[:200]
    assert "workflow_deadline_due" in due.explain()


def test_the_worker_leaves_a_heartbeat(street: Street) -> None:
    item = accepted(street)
    Deadline.objects.filter(item=item).update(next_at=START)
    cache.delete(tasks.HEARTBEAT)
    tasks.sweep_deadlines(timestamp=0)
    assert cache.get(tasks.HEARTBEAT)
    assert not Deadline.objects.filter(next_at=START).exists()
