"""Grids are redrawn with people, homes, planned visits and open work in them, and drawn back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.models import User
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.tests.world import AT, IN_OTHER_GRID, World, item_of, make_world
from xinqiao.grid.models import Place, PlaceKind, RedrawAct
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.selectors.redraws import report_of
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.preview_redraw import preview_redraw
from xinqiao.grid.services.redraw import merge_grids
from xinqiao.grid.services.undo_redraw import undo_redraw
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Dwelling, Household, Person, Tag
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.capture import capture_family
from xinqiao.visits.models import PlannedVisit
from xinqiao.visits.services.plans import PlanDraft, start_plan
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.tests.plan_world import BEFORE
from xinqiao.workflow import snapshot
from xinqiao.workflow.models import Item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER, BACK = AT + timedelta(hours=1), AT + timedelta(days=1)
TABLES = (Place, Dwelling, Household, Person, PlannedVisit, Item)


@pytest.fixture
def world() -> World:
    snapshot.forget()
    seed_registry(actor=SYSTEM, at=BEFORE)
    return make_world()


def settle_in(world: World) -> tuple[int, int]:
    """A family in each grid, a plan to visit the old among them, an accepted request in each."""
    second = add_place(
        actor=SYSTEM, kind=PlaceKind.BUILDING, name="9栋", area_id=world.other_grid.pk,
        lon=IN_OTHER_GRID[0], lat=IN_OTHER_GRID[1], at=AT,
    )  # fmt: skip
    first = Place.objects.get(area=world.grid, kind=PlaceKind.BUILDING)
    for worker, place in ((world.worker, first), (world.neighbour, second)):
        people = (
            PersonDraft(name="王秀英", born_on=(AT - 85 * 366 * DAY).date()),
            PersonDraft(name="王强", relation="child"),
        )
        dwelling = DwellingDraft(place_id=place.pk, unit="1", number="301")
        capture_family(actor=worker, family=FamilyDraft(dwelling=dwelling, people=people), at=AT)
    start_plan(
        actor=world.desk,
        draft=PlanDraft(
            name="高龄每周走访",
            area_id=world.community.pk,
            beat="weekly",
            times=1,
            tag_ids=(Tag.objects.get(code="very_old").pk,),
        ),
        at=AT,
    )
    make_rounds(at=AT)
    here = world.handled()
    there = world.report(lon=IN_OTHER_GRID[0], lat=IN_OTHER_GRID[1]).case_id
    accept_case(actor=world.neighbour, item_id=there, at=AT)
    return here, there


def places_of() -> dict[str, dict[int, int]]:
    return {model.__name__: dict(model.objects.values_list("pk", "area_id")) for model in TABLES}


def test_all_of_it_goes_along_and_all_of_it_comes_back(world: World) -> None:
    here, there = settle_in(world)
    before, owners = places_of(), {i: item_of(i).owner_post_id for i in (here, there)}
    due = {i: item_of(i).due_at for i in (here, there)}
    ids = [world.grid.pk, world.other_grid.pk]

    def merge(at: Any = LATER) -> Any:
        return merge_grids(actor=SYSTEM, area_ids=ids, reason="两个网格合并", name="一网格", at=at)

    seen = preview_redraw(actor=SYSTEM, act=merge, at=LATER)
    assert places_of() == before
    one = merge()
    assert report_of(RedrawAct.objects.get()).lines == seen.lines
    moved = {row["name"]: sum(row["by_area"].values()) for row in RedrawAct.objects.get().report}
    assert {name: count for name, count in moved.items() if count} == {
        "places": 2,
        "registry.1-dwellings": 2,
        "registry.2-households": 2,
        "registry.3-people": 4,
        "visits.planned": 4,  # this week and the next
        "items": 2,
    }
    assert {row.area_id for row in Person.objects.all()} == {one.pk}
    assert {item_of(i).area_id for i in (here, there)} == {one.pk}
    for name in ("worker", "neighbour"):
        user = User.objects.get(pk=world.actors[name].user_id or 0)
        assert visible_people(actor=actor_for(user, LATER)).count() == 4
    assert not visible_people(actor=world.stranger).exists()
    undo_redraw(actor=SYSTEM, act_id=RedrawAct.objects.get().pk, reason="合错了", at=BACK)
    assert places_of() == before
    assert {i: item_of(i).owner_post_id for i in (here, there)} == owners
    assert {i: item_of(i).due_at for i in (here, there)} == due
