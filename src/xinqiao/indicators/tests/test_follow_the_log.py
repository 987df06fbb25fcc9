"""What happens to requests turns up in the figures: facts, counts, rates and waits."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.pause import pause_case, resume_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, item_of, make_world
from xinqiao.indicators.models import Fact, RollUp, Wait
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.readings import counts, readings, waits
from xinqiao.indicators.services.feed import follow
from xinqiao.indicators.services.rebuild import rebuild
from xinqiao.workflow.models import Deadline


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
