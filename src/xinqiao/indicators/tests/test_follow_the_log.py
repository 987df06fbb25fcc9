"""What happens to requests turns up in the figures: facts, counts, rates and waits."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.exchange.services.load import decide, load
from xinqiao.cases.models import Outcome, Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.services.pause import pause_case, resume_case
from xinqiao.cases.services.recategorise import recategorise_case
from xinqiao.cases.services.send_back import return_case
from xinqiao.cases.services.split import split_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, IN_GRID, World, item_of, make_world
from xinqiao.indicators.models import Fact, RollUp, Wait
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.readings import counts, readings, waits
from xinqiao.indicators.services.feed import follow
from xinqiao.indicators.services.rebuild import rebuild
from xinqiao.workflow.models import Deadline
from xinqiao.workflow.services.sweep import sweep


@pytest.fixture
def world(db: None) -> World:
    return make_world()


WEEK = Period.last_days(30, AT + 14 * DAY)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows, to compare following with rebuilding."""
    return {
        model.__name__: sorted(model.objects.values_list(), key=repr)
        for model in (Fact, RollUp, Wait)
    }


def test_a_request_through_its_loop(world: World) -> None:
    case_id = world.answered(at=AT)
    rate_case(actor=world.resident, item_id=case_id, score=5, at=AT + DAY)
    assert follow(at=AT + DAY) > 0
    fact = Fact.objects.get(pk=case_id)
    item = item_of(case_id)
    assert (fact.area_path, fact.category_code) == (world.grid.path, "env.garbage.")
    assert (fact.opened_at, fact.accepted_at, fact.done_at) == (AT, AT, AT)
    assert (fact.due_at, fact.closed_at, fact.score) == (item.due_at, AT + DAY, 5)
    assert fact.handled_by == world.worker.user_id
    found = counts(
        actor=SYSTEM,
        measures=("received", "accepted_in_time", "handled_on_time", "closed", "satisfied", "due"),
        scope=Scope(world.county.path),
        period=WEEK,
        at=AT + 14 * DAY,
    )
    assert found == {
        "received": 1,
        "accepted_in_time": 1,
        "handled_on_time": 1,
        "closed": 1,
        "satisfied": 1,
        "due": 1,
    }
    told = waits(actor=SYSTEM, scope=Scope(world.county.path), period=WEEK, at=AT + DAY)
    assert told.count == 1


def test_following_ends_where_rebuilding_does(world: World) -> None:
    late = AT + 10 * DAY
    for number in range(3):
        world.answered(at=AT + number * HOUR)
    follow(at=AT)
    case_id = world.handled(at=AT + DAY)
    extend_case(actor=world.worker, item_id=case_id, amount=2, reason="等配件", at=AT + DAY)
    follow(at=AT)
    pause_case(actor=world.worker, item_id=case_id, reason="等人", at=AT + DAY)
    follow(at=AT)
    assert Fact.objects.get(pk=case_id).is_paused
    resume_case(actor=world.worker, item_id=case_id, at=AT + 2 * DAY)
    follow(at=AT)
    fact = Fact.objects.get(pk=case_id)
    assert not fact.is_paused
    assert fact.due_at == Deadline.objects.get(item_id=case_id, clock="handle").due_at
    withdrawn = world.report(at=AT).case_id
    follow(at=AT)
    withdraw_case(actor=world.resident, item_id=withdrawn, at=AT + HOUR)
    moved = world.report(at=AT + HOUR).case_id
    dispatch_case(
        actor=world.desk, item_id=moved, organisation_id=world.water.pk, reason="供水", at=AT + HOUR
    )
    again = world.answered(at=AT + HOUR)
    follow(at=AT)
    rate_case(actor=world.resident, item_id=again, score=1, at=AT + 2 * HOUR)
    follow(at=late)
    assert Fact.objects.get(pk=moved).organisation_id == world.water.pk
    followed = everything()
    rebuild(at=late)
    assert everything() == followed
    assert follow(at=late) == 0
    found = readings(
        actor=SYSTEM,
        codes=("handled_rate", "overdue_pending_rate", "closed_rate", "extension_rate"),
        scope=Scope(world.county.path),
        period=WEEK,
        at=AT + 14 * DAY,
    )
    assert found["handled_rate"].denominator == 6
    assert found["handled_rate"].numerator == 3


def _told(case_id: int) -> Fact:
    follow(at=AT)
    return Fact.objects.get(pk=case_id)


def test_merged_counts_no_more_until_it_is_split_off(world: World) -> None:
    main, other = world.handled(at=AT), world.handled(at=AT + HOUR)
    due = _told(other).due_at
    merge_case(actor=world.desk, item_id=other, into_id=main, at=AT + 2 * HOUR)
    assert _told(other).is_withdrawn
    assert not _told(main).is_withdrawn
    split_case(actor=world.desk, item_id=other, reason="另一处", at=AT + 3 * HOUR)
    fact = _told(other)
    assert not fact.is_withdrawn
    assert fact.due_at == due
    assert (fact.done_at, fact.closed_at) == (None, None)


def test_filed_anew_sent_back_and_taken_over(world: World) -> None:
    case_id = world.handled(at=AT)
    recategorise_case(actor=world.desk, item_id=case_id, category_code="env.noise.", at=AT + HOUR)
    assert _told(case_id).category_code == "env.noise."
    return_case(actor=world.worker, item_id=case_id, reason="不在本网格", at=AT + HOUR)
    fact = _told(case_id)
    assert fact.times_returned == 1
    assert fact.accepted_at is None
    assert fact.post_id == item_of(case_id).owner_post_id
    sweep(at=AT + 5 * DAY)  # nobody accepts: the ladder hands it to the next desk
    fact, item = _told(case_id), item_of(case_id)
    assert fact.times_escalated > 0
    assert fact.post_id == item.owner_post_id


def test_reopened_it_is_owed_anew(world: World) -> None:
    case_id = world.answered(at=AT)
    rate_case(actor=world.resident, item_id=case_id, score=1, at=AT + DAY)
    fact = _told(case_id)
    assert (fact.done_at, fact.times_reopened, fact.score) == (None, 1, 1)
    handle = Deadline.objects.get(item_id=case_id, clock="handle", met_at=None)
    assert fact.due_at == handle.due_at
    accept_case(actor=world.worker, item_id=case_id, at=AT + DAY + HOUR)
    world.close(case_id, at=AT + 2 * DAY)
    fact = _told(case_id)
    assert (fact.done_at, fact.accepted_at) == (AT + 2 * DAY, AT + DAY + HOUR)
    rate_case(actor=world.resident, item_id=case_id, score=5, at=AT + 3 * DAY)
    follow(at=AT + 3 * DAY)
    found = readings(
        actor=SYSTEM,
        codes=("rework_rate", "satisfaction_rate", "closed_rate"),
        scope=Scope(world.county.path),
        period=WEEK,
        at=AT + 14 * DAY,
    )
    assert [reading.value for reading in found.values()] == [1, 1, 1]


def test_what_a_file_tells_of_the_past_counts_as_well(world: World) -> None:
    """The quiet bulk path writes the same facts as the ordinary one."""
    draft = ReportDraft(
        text="楼下的垃圾桶满了。",
        category_code="env.garbage.",
        lon=IN_GRID[0],
        lat=IN_GRID[1],
        source=Source.IMPORT,
        source_system="12345",
        source_number="1",
    )
    past = decide(
        actor=SYSTEM,
        line=2,
        draft=draft,
        at=AT,
        reply="已清运。",
        answered_at=AT + DAY,
        outcome=Outcome.SOLVED,
    )
    load(actor=SYSTEM, batch=[past])
    follow(at=AT + DAY)
    fact = Fact.objects.get()
    assert (fact.opened_at, fact.done_at, fact.closed_at) == (AT, AT + DAY, AT + DAY)
    assert fact.due_at == Deadline.objects.get(clock="handle").due_at
    assert fact.outcome == "solved"
    assert fact.replied_at == AT + DAY
