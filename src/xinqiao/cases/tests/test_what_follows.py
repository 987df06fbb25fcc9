"""What the worker does after an event: notices once, the end of a wait, late work, redraws."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS, SYSTEM
from xinqiao.cases.models import Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.ask import ask_requester
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.whistle import whistle_case
from xinqiao.cases.subscribers import tell_people
from xinqiao.cases.tests.world import (
    AT,
    DAY,
    IN_OTHER_GRID,
    PHONE,
    World,
    case_of,
    item_of,
    kinds_of,
)
from xinqiao.events.models import Event
from xinqiao.events.services.outbox import drain
from xinqiao.grid.services.redraw import merge_grids
from xinqiao.notifications.models import Notice
from xinqiao.workflow.models import Deadline
from xinqiao.workflow.services.sweep import sweep


def deliver() -> None:
    """Let the worker hand out everything, as often as it takes."""
    for _ in range(5):
        drain(at=AT + timedelta(days=400), limit=500)


def notices(world: World, who: str) -> list[str]:
    told = Notice.objects.filter(recipient_id=world.actors[who].user_id).order_by("id")
    return list(told.values_list("template", flat=True))


def test_who_hears_what_on_the_way(world: World) -> None:
    case_id = world.handled()
    ask_requester(actor=world.worker, item_id=case_id, question="几号楼？", at=AT)
    dispatch_case(
        actor=world.desk, item_id=case_id, organisation_id=world.property.pk, reason="物业", at=AT
    )
    whistle_case(actor=world.desk, item_id=case_id, co=[world.water.pk], reason="请来", at=AT)
    deliver()
    assert notices(world, "resident") == ["cases.accepted", "cases.asked"]
    assert notices(world, "worker") == ["cases.given"]
    assert notices(world, "colleague") == ["cases.given"]
    assert notices(world, "property_staff") == ["cases.given"]
    assert notices(world, "water_staff") == ["cases.called_in"]
    assert notices(world, "stranger") == notices(world, "neighbour") == []


def test_links_and_words_name_nobody(world: World) -> None:
    case_id = world.handled()
    deliver()
    case = case_of(case_id)
    to_requester = Notice.objects.get(recipient_id=world.resident.user_id)
    assert to_requester.link == f"/r/{case.token}"
    assert set(to_requester.params) == {"number", "category"}
    to_owner = Notice.objects.filter(template="cases.given").first()
    assert to_owner is not None
    assert to_owner.link == f"/cases/{item_of(case_id).number}/"


def test_a_replay_tells_nobody_twice(world: World) -> None:
    world.handled()
    deliver()
    before = Notice.objects.count()
    for event in Event.objects.filter(kind__startswith="cases."):
        tell_people(event)
    assert Notice.objects.count() == before


def test_a_telephone_without_an_account_gets_a_message(world: World) -> None:
    world.answered(actor=ANONYMOUS, reporter_phone="13700137000")
    deliver()
    told = Notice.objects.filter(recipient__isnull=True)
    assert sorted(told.values_list("template", flat=True)) == ["cases.accepted", "cases.answered"]


def test_the_helper_hears_when_there_is_no_number(world: World) -> None:
    world.answered(actor=world.hotline, on_behalf=True, reporter_name="老何")
    deliver()
    assert "cases.answered" in notices(world, "hotline")


def test_a_known_number_reaches_its_account(world: World) -> None:
    world.answered(actor=world.hotline, on_behalf=True, reporter_phone=PHONE)
    deliver()
    assert notices(world, "resident") == ["cases.accepted", "cases.answered"]


def test_an_imported_file_tells_nobody(world: World) -> None:
    world.report(source=Source.IMPORT, source_number="1")
    deliver()
    assert not Notice.objects.exists()


def test_unsatisfied_reaches_owner_and_then_county(world: World) -> None:
    case_id = world.answered()
    rate_case(actor=world.resident, item_id=case_id, score=1, at=AT)
    deliver()
    assert notices(world, "worker")[-1] == "cases.reopened"
    assert notices(world, "county_staff") == []
    accept_case(actor=world.worker, item_id=case_id, at=AT)
    world.close(case_id)
    rate_case(actor=world.resident, item_id=case_id, score=1, at=AT)
    deliver()
    assert notices(world, "county_staff") == ["cases.supervise"]


def test_seven_days_without_an_answer_close_it(world: World) -> None:
    case_id = world.answered()
    sweep(at=AT + timedelta(days=7) - timedelta(seconds=1))
    deliver()
    assert item_of(case_id).state == "answered"
    sweep(at=AT + timedelta(days=7))
    deliver()
    item = item_of(case_id)
    assert (item.state, item.closed_at) == ("closed", AT + timedelta(days=7))
    assert case_of(case_id).is_confirmed is False
    assert notices(world, "resident")[-1] == "cases.closed"


def test_an_answer_in_the_last_moment_wins(world: World) -> None:
    case_id = world.answered()
    sweep(at=AT + timedelta(days=7))
    rate_case(actor=world.resident, item_id=case_id, score=1, at=AT + timedelta(days=7))
    deliver()
    assert item_of(case_id).state == "assigned"
    assert "cases.closed" not in kinds_of(case_id)


def test_late_to_accept_the_next_desk_takes_it(world: World) -> None:
    case_id = world.report().case_id
    due = Deadline.objects.get(item_id=case_id, clock="accept").due_at
    sweep(at=due)
    item = item_of(case_id)
    assert item.owner_post_id == world.posts["desk"].pk
    assert item.state == "assigned"
    deliver()
    assert "cases.supervise" in notices(world, "desk")
    sweep(at=due + 2 * DAY)
    assert item_of(case_id).level == 3


def test_late_to_solve_the_next_desk_watches(world: World) -> None:
    case_id = world.handled()
    clock = Deadline.objects.get(item_id=case_id, clock="handle")
    sweep(at=clock.yellow_at)
    deliver()
    assert "cases.reminded" in notices(world, "worker")
    sweep(at=clock.due_at)
    deliver()
    assert item_of(case_id).owner_post_id == world.posts["worker"].pk
    assert "cases.late" in notices(world, "worker")
    assert "cases.supervise" in notices(world, "desk")


@pytest.mark.parametrize("point", [True, False])
def test_a_redraw_moves_what_is_open(world: World, point: bool) -> None:
    at_point: dict[str, Any] = {"lon": IN_OTHER_GRID[0], "lat": IN_OTHER_GRID[1]}
    without: dict[str, Any] = {"lon": None, "lat": None, "area_id": world.other_grid.pk}
    more = at_point if point else without
    case_id = world.report(**more).case_id
    closed = world.answered()
    rate_case(actor=world.resident, item_id=closed, score=5, at=AT)
    assert item_of(case_id).owner_post_id == world.posts["neighbour"].pk
    due = Deadline.objects.get(item_id=case_id, clock="accept").due_at
    merged = merge_grids(
        actor=SYSTEM,
        area_ids=[world.grid.pk, world.other_grid.pk],
        reason="两个网格合并",
        at=AT + timedelta(minutes=5),
    )
    deliver()
    item = item_of(case_id)
    assert item.area_id == merged.pk
    assert item.area_path == merged.path
    assert item.owner_post is not None
    assert item.owner_post.area_id == merged.pk
    assert item.is_open
    assert Deadline.objects.get(item_id=case_id, clock="accept").due_at == due
    assert kinds_of(case_id)[-1] == "cases.moved"
    assert item_of(closed).area_id == world.grid.pk
