"""The register follows its buildings when grids are redrawn, and comes back with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.models import Area, PlaceKind, Post, RedrawAct
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.posts import open_post
from xinqiao.grid.services.redraw import GridPart, split_grid
from xinqiao.grid.services.undo_redraw import undo_redraw
from xinqiao.grid.tests.support import holding
from xinqiao.grid.tests.test_redraw_grids import NORTH, SOUTH
from xinqiao.registry.models import Dwelling, Household, Person
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.acts.leave import leave
from xinqiao.registry.services.facilities import FacilityDraft, add_facility, set_steward
from xinqiao.registry.tests.people import AT, TODAY, Village, build_village, household_of, told

LATER, BACK = AT + timedelta(days=1), AT + timedelta(days=2)


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def test_people_follow_their_building_and_come_back(village: Village) -> None:
    first = village.town.grids[0]
    owner = holding("系统", Role.SYSTEM_ADMIN, village.town.county)
    northern = add_place(
        actor=SYSTEM,
        kind=PlaceKind.BUILDING,
        name="9栋",
        area_id=first.pk,
        lon=105.005,
        lat=29.009,
        at=AT,
    )
    (old,) = village.family(told("张德全", 1944), place=northern.pk, started_on=date(2020, 1, 1))
    (gone,) = village.family(
        told("李四", 1960), place=northern.pk, number="302", started_on=date(2020, 1, 1)
    )
    leave(actor=village.worker, household_id=household_of(gone).pk, on=TODAY, reason="外出", at=AT)
    lane = FacilityDraft(
        kind="lane",
        name="北巷",
        area_id=first.pk,
        geometry={"type": "LineString", "coordinates": [[105.001, 29.009], [105.003, 29.009]]},
    )
    facility = add_facility(actor=SYSTEM, draft=lane, at=AT)
    leader = open_post(actor=SYSTEM, role=Role.GRID_LEADER, area_id=first.pk, at=AT)
    set_steward(actor=village.worker, facility_id=facility.pk, post_id=leader.pk, at=AT)
    parts = [GridPart(SOUTH, "南"), GridPart(NORTH, "北")]
    split_grid(actor=owner, area_id=first.pk, parts=parts, reason="户数太多", at=LATER)
    act, north = RedrawAct.objects.latest("pk"), Area.objects.get(name="北")
    assert places() == {(north.pk, north.path)}
    facility.refresh_from_db()
    assert facility.area_id == north.pk
    steward = facility.stewardships.get(until__isnull=True).post
    assert steward == Post.objects.get(area=north, role=Role.GRID_LEADER)
    assert {line["name"] for line in act.report} >= {"registry.3-people"}
    undo_redraw(actor=owner, act_id=act.pk, reason="画错了", at=BACK)
    assert places() == {(first.pk, first.path)}
    facility.refresh_from_db()
    assert facility.area_id == first.pk
    assert visible_people(actor=village.worker).filter(pk=old.pk).exists()


def places() -> set[tuple[int, str]]:
    """Where everything on the register stands."""
    return {
        place
        for rows in (Person.objects, Dwelling.objects, Household.objects)
        for place in rows.values_list("area_id", "area_path")
    }
