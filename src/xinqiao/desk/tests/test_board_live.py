"""`/board/live`: each answer short, the newest state or nothing new, and never somebody else's."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from xinqiao.accounts.models import User
from xinqiao.accounts.services.second_factor import enrol
from xinqiao.cases.tests.browse import browser, counting, statements
from xinqiao.cases.tests.world import AT, HOUR, World
from xinqiao.grid.services.appointments import end_appointment
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import now

LIVE = "/board/live"


def round_of(client: Client, known: str = "", query: str = "") -> tuple[str, dict[str, str]]:
    """One answer: its text, and the fields of its last event."""
    headers = {"Last-Event-ID": known} if known else {}
    answer = client.get(f"{LIVE}{query}", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/event-stream")
    text = answer.content.decode()
    assert text.startswith("retry: ")
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, found, value = line.partition(": ")
        if found and name:
            fields[name] = fields[name] + "\n" + value if name in fields else value
    return text, fields


def test_a_new_request_arrives_and_then_nothing_new(world: World) -> None:
    client = browser(world.county_staff)
    _, first = round_of(client)
    assert first["event"] == "board"
    text, _ = round_of(client, first["id"])
    assert ": nothing new" in text
    assert "event:" not in text
    world.report(at=now())
    follow(at=now())
    _, second = round_of(client, first["id"])
    assert second["event"] == "board"
    assert second["id"] != first["id"]
    assert '<strong class="x-tile-value">1</strong>' in second["data"]


def test_what_the_page_showed_is_not_sent_again(world: World) -> None:
    client = browser(world.county_staff)
    shown = client.get("/board/").context["stamp"]
    text, _ = round_of(client, query=f"?stamp={shown}")
    assert ": nothing new" in text


def test_colours_change_by_the_clock_alone(world: World) -> None:
    enrol(user=User.objects.get(pk=world.county_staff.user_id or 0))
    client = browser(world.county_staff)
    _, first = round_of(client)
    with time_machine.travel(AT + HOUR + HOUR / 50, tick=False):
        _, second = round_of(client, first["id"])
    assert second["event"] == "board"


def test_each_sees_their_own_area(world: World) -> None:
    world.report()
    follow(at=now())
    assert world.grid.name in round_of(browser(world.desk))[1]["data"]
    assert world.grid.name not in round_of(browser(world.other_desk))[1]["data"]
    _, refused = round_of(browser(world.desk), query=f"?area={world.street.code}")
    assert (refused["event"], refused["data"]) == ("ended", "refused")


@pytest.mark.parametrize(("who", "why"), [(None, "signed-out"), ("resident", "refused")])
def test_strangers_are_told_that_it_is_over(world: World, who: str | None, why: str) -> None:
    _, told = round_of(browser(getattr(world, who) if who else None))
    assert (told["event"], told["data"]) == ("ended", why)


def test_the_scope_is_asked_on_each_round(world: World) -> None:
    client = browser(world.desk)
    _, first = round_of(client)
    appointment = world.posts["desk"].appointments.get(user_id=world.desk.user_id or 0)
    end_appointment(actor=world.security_admin, appointment_id=appointment.pk, at=now())
    _, told = round_of(client, first["id"])
    assert (told["event"], told["data"]) == ("ended", "refused")


def test_a_round_without_news_is_cheap(world: World) -> None:
    client = browser(world.county_staff)
    _, first = round_of(client)
    with counting() as quiet:
        round_of(client, first["id"])
    assert len(statements(quiet)) <= 8
