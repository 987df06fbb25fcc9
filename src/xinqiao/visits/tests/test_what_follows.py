"""Planned visits follow what other rooms record, and people are told."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.cases.tests.world import square
from xinqiao.events.services.append import append
from xinqiao.events.services.outbox import drain
from xinqiao.grid.models import AreaBoundary, RedrawAct
from xinqiao.grid.services.posts import close_post, open_post
from xinqiao.grid.services.redraw import merge_grids
from xinqiao.grid.services.undo_redraw import undo_redraw
from xinqiao.notifications.models import Notice
from xinqiao.registry.models import PERSON, Person
from xinqiao.visits.models import Plan, PlannedVisit
from xinqiao.visits.selectors.today import todays_visits
from xinqiao.visits.services.leave import take_leave
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.tests.plan_world import AT, DAY, MONDAY, PlanWorld, states


def settle() -> None:
    """The worker's rounds through the outbox."""
    while drain(limit=200, at=AT + 30 * DAY).taken:
        pass


def told(world: PlanWorld, post: str) -> list[str]:
    user = world.users[world.posts[post].pk]
    return sorted(Notice.objects.filter(recipient=user).values_list("template", flat=True))


@pytest.mark.parametrize("kind", ["registry.left", "registry.died", "registry.moved"])
def test_the_register_says_that_somebody_is_gone(plan_world: PlanWorld, kind: str) -> None:
    person = plan_world.person()
    plan_world.plan()
    Person.objects.filter(pk=person.pk).update(left_on=MONDAY)
    append(kind=kind, actor=SYSTEM, at=AT, subject_kind=PERSON, subject_id=person.pk)
    settle()
    assert {state for state, _slot in states(person)} == {"skipped"}


def test_a_closed_post_hands_on_and_a_new_one_takes_over(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    close_post(actor=SYSTEM, post_id=plan_world.posts["worker"].pk, at=AT)
    settle()
    assert len(todays_visits(actor=plan_world.actor("desk"), at=AT)) == 1
    new = open_post(
        actor=SYSTEM, role=Role.GRID_WORKER, area_id=plan_world.grids[0].pk, title="新岗", at=AT
    )
    settle()
    assert set(PlannedVisit.objects.values_list("post", flat=True)) == {new.pk}


def test_the_community_hears_of_missed_visits(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    make_rounds(at=AT + 3 * DAY)
    settle()
    assert told(plan_world, "desk") == ["visits.missed"]
    assert told(plan_world, "other_desk") == []


def test_whoever_stands_in_is_told(plan_world: PlanWorld) -> None:
    posts = plan_world.posts
    days: dict[str, Any] = {"first_day": MONDAY, "last_day": MONDAY + DAY}
    take_leave(
        actor=plan_world.actor("worker"),
        post_id=posts["worker"].pk,
        substitute_id=posts["other_worker"].pk,
        at=AT,
        **days,
    )
    settle()
    assert told(plan_world, "other_worker") == ["visits.leave_taken"]


def test_visits_go_with_their_people_when_grids_are_redrawn(plan_world: PlanWorld) -> None:
    """Two grids become one: its worker has both lists, and a plan of one grid is the new one's."""
    for number, grid in enumerate(plan_world.grids):
        AreaBoundary.objects.create(
            area=grid, geometry=square(105.0 + number * 0.01, 29.0), valid_from=AT - DAY
        )
    people = [plan_world.person(home=plan_world.home(grid=n)) for n in (0, 1)]
    plan_world.plan()
    own = plan_world.plan(name="一网格", area_id=plan_world.grids[0].pk, tag_ids=())
    grid = merge_grids(
        actor=SYSTEM, area_ids=[g.pk for g in plan_world.grids], reason="合并", at=AT
    )
    due = PlannedVisit.objects.filter(state="due", person__in=people)
    assert set(due.values_list("area", flat=True)) == {grid.pk}
    assert set(due.values_list("post__area", flat=True)) == {grid.pk}
    assert Plan.objects.get(pk=own.pk).area == grid
    undo_redraw(actor=SYSTEM, act_id=RedrawAct.objects.get().pk, reason="画错了", at=AT + DAY)
    assert Plan.objects.get(pk=own.pk).area == plan_world.grids[0]
    assert set(due.values_list("area", flat=True)) == {one.pk for one in plan_world.grids}
    assert set(due.values_list("post", flat=True)) == {
        plan_world.posts["worker"].pk,
        plan_world.posts["other_worker"].pk,
    }
