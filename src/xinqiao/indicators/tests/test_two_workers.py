"""Slow writers and several workers: no event is passed over, none is counted twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from xinqiao.indicators.errors import LogBusy
from xinqiao.indicators.models import Fact, Progress, RollUp
from xinqiao.indicators.services import rebuild as rebuilding
from xinqiao.indicators.services.feed import follow, lock_figures
from xinqiao.indicators.tests.histories import BEGIN, History, Plain, Step, play, record

pytestmark = pytest.mark.django_db(transaction=True)
AT = BEGIN


def reported(number: int) -> Plain:
    return play(number, History(0, 0, 0, number, [Step("accept", 5, 0)]))


def test_a_slow_writer_is_waited_for() -> None:
    """Its events have smaller ids than those committed before it, and are counted all the same."""
    drawn, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record([reported(1)])
            drawn.set()
            go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    drawn.wait(10)
    record([reported(2)])
    assert follow(at=AT, wait_seconds=0.2) == 0
    go_on.set()
    writer.join()
    assert follow(at=AT) == 4
    assert sorted(Fact.objects.values_list("pk", flat=True)) == [1, 2]


def test_two_workers_never_take_the_same() -> None:
    record([reported(number) for number in range(1, 40)])
    taken: list[int] = []

    def work() -> None:
        taken.append(sum(follow(at=AT, limit=3) for _round in range(40)))
        connection.close()

    workers = [threading.Thread(target=work) for _one in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    follow(at=AT)
    assert sum(taken) <= 78
    assert Progress.objects.get(pk=1).last_event_id > 0
    county = RollUp.objects.filter(cuboid=1, level=3)
    assert sum(county.values_list("received", flat=True)) == 39
    assert sum(county.values_list("accepted", flat=True)) == 39


def test_nobody_rebuilds_while_figures_are_written() -> None:
    held, go_on = threading.Event(), threading.Event()

    def busy() -> None:
        with transaction.atomic():
            assert lock_figures()
            held.set()
            go_on.wait(10)
        connection.close()

    worker = threading.Thread(target=busy)
    worker.start()
    held.wait(10)
    with pytest.raises(LogBusy):
        rebuilding.rebuild(at=AT)
    go_on.set()
    worker.join()
    assert rebuilding.rebuild(at=AT).facts == 0
