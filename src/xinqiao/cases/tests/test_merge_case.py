"""Two requests about one matter become one piece of work, and can be taken apart again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import AlreadyRated
from xinqiao.cases.merge_errors import (
    AlreadyMerged,
    HasMerged,
    MainIsMerged,
    MainNotFound,
    MainNotOpen,
    MainNotYours,
    MergeIntoItself,
    NotYetAnswered,
)
from xinqiao.cases.models import Merge
from xinqiao.cases.selectors.statistics import statistics
from xinqiao.cases.services.ask import ask_requester
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.services.perform import perform
from xinqiao.cases.services.split import split_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.subscribers import release_merged
from xinqiao.cases.tests.world import (
    AT,
    DAY,
    HOUR,
    IN_OTHER_GRID,
    World,
    case_of,
    item_of,
    kinds_of,
)
from xinqiao.events.models import Event
from xinqiao.kit.errors import DomainError
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.models import Assignment, Deadline
from xinqiao.workflow.services.whistle import whistle

LATER = AT + 3 * HOUR


def two(world: World) -> tuple[int, int]:
    """A request of the resident, and a later one of a passer-by about the same."""
    main = world.report().case_id
    other = world.report(actor=world.passer_by, text="垃圾桶又满了，味道很大。").case_id
    return main, other


def merge(world: World, one: int, main: int, **more: object) -> None:
    facts = {"actor": world.worker, "at": LATER} | more
    merge_case(item_id=one, into_id=main, **facts)  # type: ignore[arg-type]


def due_times(case_id: int) -> dict[str, tuple[datetime, datetime | None, bool]]:
    running = Deadline.objects.filter(item_id=case_id, met_at=None, cancelled_at=None)
    return {d.clock: (d.due_at, d.paused_at, d.next_at is not None) for d in running}


def test_a_merged_request_lives_on_in_the_main_one(world: World) -> None:
    main, other = two(world)
    merge(world, other, main, reason="同一个垃圾桶")
    item = item_of(other)
    assert (item.state, item.is_open) == ("merged", False)
    assert due_times(other) == {}
    assert item_of(main).is_open
    assert kinds_of(other)[-1] == "cases.merged"
    event = Event.objects.filter(kind="cases.merged").get()
    assert (event.subject_id, event.data["into"]) == (other, main)
    assert kinds_of(main)[-1] == "cases.absorbed"
    assert Merge.objects.get(ended_at=None).state_before == "assigned"


def test_a_merged_request_counts_nowhere_but_as_received(world: World) -> None:
    main, other = two(world)
    merge(world, other, main)
    found = statistics(actor=world.desk, at=LATER)
    assert (found.received, found.handled.whole) == (2, 1)
    assert found.by_state["merged"] == 1
    assert found.by_colour["red"] + found.by_colour["blue"] == 1


@pytest.mark.parametrize("who", ["worker", "colleague", "desk", "street_staff", "county_staff"])
def test_who_works_on_both_may_merge(world: World, who: str) -> None:
    main, other = two(world)
    merge(world, other, main, actor=world.actors[who])
    assert item_of(other).state == "merged"


def test_a_stranger_finds_neither(world: World) -> None:
    main, other = two(world)
    with pytest.raises(ItemNotFound):
        merge_case(actor=world.stranger, item_id=other, into_id=main, at=LATER)
    assert item_of(other).state == "assigned"


def test_the_requester_decides_nothing_about_merging(world: World) -> None:
    main, other = two(world)
    with pytest.raises(DomainError):
        merge_case(actor=world.passer_by, item_id=other, into_id=main, at=LATER)
    assert item_of(other).state == "assigned"


def test_merging_into_what_the_actor_may_not_see_is_refused(world: World) -> None:
    _main, other = two(world)
    hidden = world.report(lon=IN_OTHER_GRID[0], lat=IN_OTHER_GRID[1]).case_id
    with pytest.raises(MainNotFound):
        merge(world, other, hidden)
    with pytest.raises(MainNotFound):
        merge(world, other, 999_999_999)


def test_a_helper_of_the_main_one_does_not_hand_it_more_work(world: World) -> None:
    """A called unit sees the main request, but it is not its to take others in."""
    main, other = two(world)
    perform(
        actor=world.desk,
        item_id=other,
        action="dispatch",
        data={"organisation_id": world.water.pk, "reason": "供水"},
        at=AT,
    )
    whistle(
        actor=world.desk,
        item_id=main,
        lead=None,
        co=[Party(organisation_id=world.water.pk)],
        reason="一起看看",
        at=AT,
    )
    with pytest.raises(MainNotYours):
        merge(world, other, main, actor=world.water_staff)


def test_what_cannot_be_merged_is_said(world: World) -> None:
    main, other = two(world)
    third = world.report().case_id
    with pytest.raises(MergeIntoItself):
        merge(world, main, main)
    merge(world, other, main)
    with pytest.raises(AlreadyMerged):
        merge(world, other, main)
    with pytest.raises(MainIsMerged):
        merge(world, third, other)
    with pytest.raises(HasMerged):
        merge(world, main, third)
    withdraw_case(actor=world.resident, item_id=third, at=LATER)
    with pytest.raises(MainNotOpen):
        merge(world, world.report().case_id, third)


def test_what_is_answered_is_the_requesters_to_confirm(world: World) -> None:
    main = world.report().case_id
    with pytest.raises(ActionNotPossible):
        merge(world, world.answered(), main)


def test_splitting_gives_back_state_and_due_times(world: World) -> None:
    main = world.report().case_id
    other = world.handled()
    before = due_times(other)
    merge(world, other, main)
    split_case(actor=world.desk, item_id=other, reason="不是同一处", at=LATER + DAY)
    item = item_of(other)
    assert (item.state, item.is_open, item.closed_at, item.done_at) == (
        "handling",
        True,
        None,
        None,
    )
    assert due_times(other) == before
    assert item.due_at == min(due for due, _paused, _watched in before.values())
    assert kinds_of(other)[-1] == "cases.split"
    assert kinds_of(main)[-1] == "cases.released"
    assert not Merge.objects.filter(ended_at=None).exists()


def test_splitting_gives_back_a_pause_and_the_units_that_help(world: World) -> None:
    main = world.report().case_id
    other = world.handled()
    whistle(
        actor=world.desk,
        item_id=other,
        lead=None,
        co=[Party(organisation_id=world.water.pk)],
        reason="一起看看",
        at=AT,
    )
    ask_requester(actor=world.worker, item_id=other, question="在哪个单元？", at=AT + HOUR)
    before = due_times(other)
    merge(world, other, main)
    assert not Assignment.objects.filter(item_id=other, part="co", until=None).exists()
    split_case(actor=world.worker, item_id=other, reason="两回事", at=LATER)
    assert item_of(other).state == "waiting"
    assert item_of(other).paused_at is not None
    assert due_times(other) == before
    assert Assignment.objects.filter(item_id=other, part="co", until=None).exists()


def test_merged_twice_and_split_twice_at_one_moment(world: World) -> None:
    main, other = two(world)
    before = due_times(other)
    for _ in range(2):
        merge(world, other, main, at=AT)
        split_case(actor=world.worker, item_id=other, reason="两回事", at=AT)
    assert due_times(other) == before


def test_a_stranger_and_the_requester_cannot_split(world: World) -> None:
    main, other = two(world)
    merge(world, other, main)
    with pytest.raises(ItemNotFound):
        split_case(actor=world.stranger, item_id=other, reason="x", at=LATER)
    with pytest.raises(ActionNotYours):
        split_case(actor=world.passer_by, item_id=other, reason="x", at=LATER)


def test_a_withdrawn_main_request_releases_the_others(world: World) -> None:
    main, other = two(world)
    merge(world, other, main)
    withdraw_case(actor=world.resident, item_id=main, at=LATER)
    event = Event.objects.get(kind="cases.withdrawn")
    for _ in range(2):
        release_merged(event)
    assert item_of(other).state == "assigned"
    assert kinds_of(other).count("cases.split") == 1


def test_the_merged_requester_rates_the_main_ones_answer(world: World) -> None:
    main, other = world.handled(), world.report(actor=world.passer_by).case_id
    merge(world, other, main)
    with pytest.raises(NotYetAnswered):
        rate_case(actor=world.passer_by, item_id=other, score=5, at=LATER)
    world.close(main, at=LATER)
    rate_case(actor=world.passer_by, item_id=other, score=5, at=LATER)
    assert (case_of(other).score, item_of(other).state) == (5, "merged")
    assert kinds_of(other)[-1] == "cases.merged_rated"
    with pytest.raises(AlreadyRated):
        rate_case(actor=world.passer_by, item_id=other, score=4, at=LATER)
    with pytest.raises(DomainError):
        rate_case(actor=world.stranger, item_id=other, score=1, at=LATER)


def test_not_satisfied_makes_it_a_request_of_its_own_again(world: World) -> None:
    main, other = world.handled(), world.report(actor=world.passer_by).case_id
    merge(world, other, main)
    world.close(main, at=LATER)
    at = LATER + timedelta(days=9)
    rate_case(actor=ANONYMOUS, token=case_of(other).token, score=1, at=at)
    item = item_of(other)
    assert (item.state, item.is_open) == ("assigned", True)
    # New promises, as after any answer that did not satisfy.
    assert set(due_times(other)) == {"accept", "handle"}
    assert item.due_at is not None
    assert item.due_at > at
    assert (case_of(other).times_reopened, item_of(main).state) == (1, "answered")
    assert not Merge.objects.filter(ended_at=None).exists()
