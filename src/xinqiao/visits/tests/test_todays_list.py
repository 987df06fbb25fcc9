"""Today's list: my posts and those I stand in for, in the order of a walk; leave; leaving out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xinqiao.accounts.access import Role
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed
from xinqiao.visits.plan_errors import AlreadySettled, BadLeave, LeaveOverlaps, PlannedNotFound
from xinqiao.visits.selectors.today import TodayVisit, lines, todays_visits
from xinqiao.visits.services.leave import cancel_leave, take_leave
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.services.skip import skip_visit
from xinqiao.visits.tests.plan_world import AT, DAY, MONDAY, PlanWorld, met


def todays(world: PlanWorld, *posts: str, days: int = 0) -> list[TodayVisit]:
    at = AT + timedelta(days=days)
    return lines(page=todays_visits(actor=world.actor(*posts), at=at), at=at)


def test_the_list_is_a_walk_through_the_building(plan_world: PlanWorld) -> None:
    doors = (("2", "101", 1), ("1", "502", 5), ("1", "1001", 10), ("1", "201", 2))
    for unit, number, floor in doors:
        home = plan_world.home(unit=unit, number=number, floor=floor)
        plan_world.person(f"{unit}单元{number}", home=home)
    plan_world.plan()
    told = [line.name for line in todays(plan_world, "worker")]
    assert told == ["1单元201", "1单元502", "1单元1001", "2单元101"]


def test_colleagues_and_strangers_have_other_lists(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    assert len(todays(plan_world, "worker")) == 1
    for other in ("other_worker", "far_worker", "desk"):
        assert todays(plan_world, other) == []


def test_a_line_says_when_somebody_was_last_seen_and_whether_it_is_late(
    plan_world: PlanWorld,
) -> None:
    person = plan_world.person()
    plan_world.plan()
    met(person, at=AT)
    assert todays(plan_world, "worker") == []
    make_rounds(at=AT + 7 * DAY)
    (line,) = todays(plan_world, "worker", days=7)
    assert line.last_at == AT
    assert line.is_late
    assert line.planned.behind == 1
    assert line.building == "1号楼"


def test_visits_of_later_windows_are_not_on_todays_list(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    assert [line.planned.slot for line in todays(plan_world, "worker")] == [MONDAY]


def test_statements_do_not_grow_with_the_list(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    with CaptureQueriesContext(connection) as few:
        todays(plan_world, "worker")
    for _one in range(15):
        plan_world.person()
    make_rounds(at=AT + 3 * DAY)
    with CaptureQueriesContext(connection) as many:
        assert len(todays(plan_world, "worker", days=3)) == 16
    assert len(many) == len(few) <= 4


def test_a_substitute_has_the_list_for_the_days_of_leave(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    leave = take_leave(
        actor=plan_world.actor("worker"),
        post_id=plan_world.posts["worker"].pk,
        substitute_id=plan_world.posts["other_worker"].pk,
        first_day=MONDAY,
        last_day=MONDAY + DAY,
        at=AT,
    )
    assert todays(plan_world, "worker") == []
    assert len(todays(plan_world, "other_worker")) == 1
    assert len(todays(plan_world, "worker", days=2)) == 1
    assert todays(plan_world, "other_worker", days=2) == []
    cancel_leave(actor=plan_world.actor("desk"), leave_id=leave.pk, at=AT)
    assert len(todays(plan_world, "worker")) == 1


def test_leave_needs_a_neighbour_and_days_that_are_free(plan_world: PlanWorld) -> None:
    posts, desk = plan_world.posts, plan_world.actor("desk")

    def leave(who: str, by: str, *, days: int = 1) -> None:
        take_leave(
            actor=desk,
            post_id=posts[who].pk,
            substitute_id=posts[by].pk,
            first_day=MONDAY,
            last_day=MONDAY + timedelta(days=days),
            at=AT,
        )

    for wrong in ("far_worker", "worker"):
        with pytest.raises(BadLeave):
            leave("worker", wrong)
    with pytest.raises(BadLeave):
        leave("worker", "other_worker", days=-1)
    with pytest.raises(NotAllowed):
        leave("far_worker", "worker")
    leave("worker", "other_worker")
    with pytest.raises(LeaveOverlaps):
        leave("worker", "desk")


def test_a_visit_is_left_out_with_a_reason_and_the_next_one_stays(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    (line,) = todays(plan_world, "worker")
    with pytest.raises(PlannedNotFound):
        skip_visit(
            actor=plan_world.actor("far_worker"), planned_id=line.planned.pk, reason="不在", at=AT
        )
    skip_visit(actor=plan_world.actor("worker"), planned_id=line.planned.pk, reason="住院", at=AT)
    assert todays(plan_world, "worker") == []
    assert len(todays(plan_world, "worker", days=3)) == 1
    with pytest.raises(AlreadySettled):
        skip_visit(
            actor=plan_world.actor("worker"), planned_id=line.planned.pk, reason="住院", at=AT
        )
    assert Event.objects.get(kind="visits.skipped").data["person"] == line.planned.person_id


def test_a_new_appointee_sees_the_list_of_the_post(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    newcomer = plan_world.seat("newcomer", Role.GRID_WORKER, plan_world.far_grid, "新人")
    held = plan_world.posts["worker"]
    plan_world.users[held.pk] = plan_world.users[newcomer.pk]
    assert len(todays(plan_world, "worker")) == 1
