"""Two tabs, two phones, a process that dies: each command happens once, on real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.test_races import at_once
from xinqiao.cases.tests.world import World, make_world
from xinqiao.field.models import CommandFate, CommandLog, Phone
from xinqiao.field.selectors.commands import figures
from xinqiao.field.services.phones import register_phone
from xinqiao.field.services.receive import Answer, Sent, receive
from xinqiao.field.services.settle import settle_conflict
from xinqiao.field.services.waiting import try_waiting
from xinqiao.field.tests.toys import Toys, marks
from xinqiao.kit.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def test_races_of_phones(toys: Toys) -> None:
    """One world for all of them: a test that commits costs a database."""
    with transaction.atomic():
        world = make_world()
    at = timezone.now()
    phone = register_phone(actor=world.worker, name="a", at=at).phone
    other = register_phone(actor=world.worker, name="b", at=at).phone
    _two_tabs_send_the_same_queue(world.worker, phone)
    _the_first_of_two_is_rolled_back(world.worker, phone, toys)
    _two_phones_send_one_entry(world.worker, phone, other)
    _the_worker_and_the_phone_try_at_once(world.worker, phone, toys)
    _two_settle_one_conflict(world, phone, toys)
    assert figures(actor=world.desk).lost == 0


def _sent(name: str, **more: Any) -> Sent:
    facts: dict[str, Any] = {"id": uuid.uuid4(), "kind": "toys.add", "payload": {"name": name}}
    return Sent(**(facts | {"happened_at": timezone.now()} | more))


def _send(actor: Actor, phone: Phone, *commands: Sent) -> list[Answer]:
    return receive(actor=actor, phone=phone, commands=commands, at=timezone.now())


def _two_tabs_send_the_same_queue(worker: Actor, phone: Phone) -> None:
    queue = [_sent(f"tab-{number}") for number in range(20)]
    both = at_once(*[lambda: _send(worker, phone, *queue)] * 4)
    for answers in both:
        assert [one.fate for one in answers] == ["done"] * 20  # type: ignore[attr-defined]
    replays = [one.is_replay for answers in both for one in answers]  # type: ignore[attr-defined]
    assert replays.count(False) == 20
    assert {marks()[f"tab-{number}"] for number in range(20)} == {1}


def _the_first_of_two_is_rolled_back(worker: Actor, phone: Phone, toys: Toys) -> None:
    """Who waited for a sender that died does the work instead."""
    sent = _sent("rolled-back")

    def dies() -> None:
        with transaction.atomic():
            _send(worker, phone, sent)
            time.sleep(0.3)
            transaction.set_rollback(True)

    def comes_second() -> list[Answer]:
        time.sleep(0.1)
        return _send(worker, phone, sent)

    came: list[Answer] = at_once(dies, comes_second)[1]  # type: ignore[assignment]
    assert [(one.fate, one.is_replay) for one in came] == [("done", False)]
    assert marks()["rolled-back"] == 1


def _two_phones_send_one_entry(worker: Actor, phone: Phone, other: Phone) -> None:
    sent = _sent("two-phones")
    at_once(lambda: _send(worker, phone, sent), lambda: _send(worker, other, sent))
    assert marks()["two-phones"] == 1
    assert CommandLog.objects.filter(pk=sent.id).count() == 1


def _the_worker_and_the_phone_try_at_once(worker: Actor, phone: Phone, toys: Toys) -> None:
    sent = _sent("waited")
    toys.down = True
    assert [one.fate for one in _send(worker, phone, sent)] == ["waiting"]
    toys.down = False
    soon = timezone.now() + timedelta(hours=2)
    at_once(lambda: try_waiting(at=soon), lambda: _send(worker, phone, sent))
    assert marks()["waited"] == 1
    assert CommandLog.objects.get(pk=sent.id).fate == CommandFate.DONE


def _two_settle_one_conflict(world: World, phone: Phone, toys: Toys) -> None:
    toys.rows[1] = {"name": "theirs", "colour": "blue"}
    payload = {"id": 1, "base": {"name": "before"}, "fields": {"name": "mine"}}
    sent = _sent("", kind="toys.edit", payload=payload)
    assert [one.fate for one in _send(world.worker, phone, sent)] == ["conflict"]

    def settles(choice: str) -> Answer:
        return settle_conflict(
            actor=world.desk, command_id=sent.id, choices={"name": choice}, at=timezone.now()
        )

    results = at_once(lambda: settles("mine"), lambda: settles("mine"))
    assert sorted(isinstance(one, DomainError) for one in results) == [False, True]
    assert toys.rows[1]["name"] == "mine"


_VICTIM = """
import os, time, uuid
import django
django.setup()
from django.utils import timezone
from xinqiao.accounts.models import User
from xinqiao.field import contract
from xinqiao.field.models import Phone
from xinqiao.field.services.receive import Sent, receive
from xinqiao.field.tests.toys import mark
from xinqiao.grid.selectors.posts import actor_for

def perform(actor, payload, happened_at):
    mark(payload["name"])
    if payload["name"] == "killed":
        print("half", flush=True)
        time.sleep(60)
    return contract.Outcome(data={"id": 1})

contract.register_command(contract.Command(kind="toys.add", perform=perform))
phone = Phone.objects.get(pk=os.environ["PHONE"])
actor = actor_for(User.objects.get(pk=phone.user_id), timezone.now())
sent = [
    Sent(id=uuid.UUID(key), kind="toys.add", payload={"name": name}, happened_at=timezone.now())
    for key, name in (pair.split("=") for pair in os.environ["SENT"].split())
]
receive(actor=actor, phone=phone, commands=sent, at=timezone.now())
"""


def test_a_process_killed_in_the_middle_leaves_no_half(toys: Toys) -> None:
    with transaction.atomic():
        world = make_world()
    phone = register_phone(actor=world.worker, name="a", at=timezone.now()).phone
    queue = [_sent("whole"), _sent("killed"), _sent("never-reached")]
    victim = _start_victim(phone, queue)
    try:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == b"half"
        os.kill(victim.pid, signal.SIGKILL)
    finally:
        victim.kill()
        victim.wait(timeout=20)
    _wait_until_the_server_notices(queue[1])
    assert marks() == {"whole": 1}
    # The phone heard nothing, so it sends all of it again.
    answers = _send(world.worker, phone, *queue)
    assert [(one.fate, one.is_replay) for one in answers] == [
        ("done", True),
        ("done", False),
        ("done", False),
    ]
    assert marks() == {"whole": 1, "killed": 1, "never-reached": 1}


def _start_victim(phone: Phone, queue: list[Sent]) -> subprocess.Popen[bytes]:
    told = connection.settings_dict
    server = f"{told['USER']}:{told['PASSWORD']}@" if told["USER"] else ""
    url = f"postgresql://{server}/{told['NAME']}?host={told['HOST']}&port={told['PORT'] or 5432}"
    sent = " ".join(f"{one.id}={one.payload['name']}" for one in queue)
    environment = os.environ | {"PHONE": str(phone.pk), "SENT": sent, "DATABASE_URL": url}
    return subprocess.Popen(
        [sys.executable, "-c", _VICTIM], env=environment, stdout=subprocess.PIPE
    )


def _wait_until_the_server_notices(sent: Sent) -> None:
    """PostgreSQL takes the open transaction back when its connection is gone."""
    deadline = time.monotonic() + 20
    while CommandLog.objects.filter(pk=sent.id).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
