"""Grids are split, merged and redrawn; people, buildings and open work find their new place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.grid import snapshot
from xinqiao.grid.models import Area, AreaSuccession, Place, PlaceKind
from xinqiao.grid.selectors.areas import boundary_of, history_of
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.edges import move_edges
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.posts import desk_of, open_post
from xinqiao.grid.services.redraw import GridPart, merge_grids, split_grid
from xinqiao.grid.tests.support import AT, WEST, add_estate, build_town, holding, person
from xinqiao.kit.errors import BadInput, NotAllowed

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def rectangle(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


SOUTH = rectangle(105.0, 29.0, 105.01, 29.004)
NORTH = rectangle(105.0, 29.004, 105.01, 29.01)


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def leader(town):
    post = open_post(actor=SYSTEM, role=Role.GRID_LEADER, area_id=town.grids[0].pk, at=AT)
    user = person("李梅")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    return user, post


def split(town, actor=SYSTEM, parts=(SOUTH, NORTH)):
    return split_grid(
        actor=actor,
        area_id=town.grids[0].pk,
        parts=[GridPart(part) for part in parts],
        reason="户数太多",
        at=LATER,
    )


def redraw():
    return Redraw(Event.objects.get(kind="grid.redrawn").data)


def test_a_split_grid_ends_and_its_parts_begin(town):
    south, north = split(town)
    assert [south.code, north.code] == [WEST + "003", WEST + "004"]
    old = Area.objects.get(pk=town.grids[0].pk)
    assert old.valid_until is not None
    assert boundary_of(old) is None
    assert boundary_of(old, AT) is not None
    assert len(history_of(old)["successions"]) == 2
    picture = snapshot.fresh()
    assert picture.locate_point(105.005, 29.002).grid.id == south.pk
    assert picture.locate_point(105.005, 29.008).grid.id == north.pk


def test_the_leader_of_a_split_grid_leads_its_parts_without_a_gap(town, leader):
    user, post = leader
    south, north = split(town)
    assert actor_for(user, LATER - timedelta(seconds=1)).post_ids == (post.pk,)
    assert actor_for(user, LATER).area_paths(Role.GRID_LEADER) == (south.path, north.path)


def test_open_work_moves_by_its_point_and_else_to_the_largest_part(town, leader):
    _user, post = leader
    south, north = split(town)
    moved = redraw()
    old = town.grids[0].pk
    assert moved.area_for(old, 105.005, 29.002).area_id == south.pk
    assert moved.area_for(old, None, None).area_id == north.pk
    assert moved.area_for(old, 1.0, 1.0).path == north.path
    taking = moved.post_for(post.pk, south.pk)
    assert taking != post.pk
    assert south.posts.get().pk == taking
    assert moved.post_for(999, south.pk) == 999


def test_buildings_follow_their_position(town):
    estate, building = add_estate(town)
    far = add_place(
        actor=SYSTEM, kind=PlaceKind.BUILDING, name="5栋", area_id=town.grids[0].pk,
        parent_id=estate, lon=105.005, lat=29.002, at=AT,
    )  # fmt: skip
    south, north = split(town)
    assert Place.objects.get(pk=far.pk).area == south
    assert Place.objects.get(pk=building).area == north


@pytest.mark.parametrize(
    "parts",
    [
        [SOUTH],
        [SOUTH, rectangle(105.0, 29.004, 105.01, 29.009)],
        [SOUTH, rectangle(105.0, 29.003, 105.01, 29.01)],
        [SOUTH, rectangle(105.0, 29.004, 105.02, 29.01)],
    ],
)
def test_parts_that_are_not_the_old_grid_are_refused(town, parts):
    with pytest.raises(BadInput):
        split(town, parts=parts)
    assert not AreaSuccession.objects.exists()


def test_merged_grids_become_one_with_all_their_people(town, leader):
    user, _post = leader
    second = open_post(
        actor=SYSTEM, role=Role.GRID_LEADER, area_id=town.grids[1].pk, title="二格网格长", at=AT
    )
    other = person("王强")
    appoint(actor=SYSTEM, user_id=other.pk, post_id=second.pk, at=AT)
    appoint(actor=SYSTEM, user_id=user.pk, post_id=second.pk, at=AT)
    ids = [grid.pk for grid in town.grids[:2]]
    one = merge_grids(actor=SYSTEM, area_ids=ids, name="湖滨网格", reason="人少", at=LATER)
    assert (one.code, one.name) == (WEST + "003", "湖滨网格")
    for person_ in (user, other):
        assert actor_for(person_, LATER).area_paths(Role.GRID_LEADER) == (one.path,)
    assert redraw().area_for(ids[1], 105.015, 29.005).area_id == one.pk
    assert snapshot.fresh().locate_point(105.01, 29.005).grid.id == one.pk


def test_grids_of_two_communities_do_not_merge(town):
    for ids in ([town.grids[0].pk], [town.grids[1].pk, town.grids[2].pk], [town.west.pk]):
        with pytest.raises(BadInput):
            merge_grids(actor=SYSTEM, area_ids=ids, reason="x", at=LATER)


def test_a_moved_edge_moves_the_work_beside_it(town, leader):
    _user, post = leader
    first, second = town.grids[:2]
    edges = {
        first.pk: rectangle(105.0, 29.0, 105.005, 29.01),
        second.pk: rectangle(105.005, 29.0, 105.02, 29.01),
    }
    move_edges(actor=SYSTEM, geometries=edges, reason="新路", at=LATER)
    moved = redraw()
    assert moved.area_for(first.pk, 105.008, 29.005).area_id == second.pk
    assert moved.area_for(first.pk, 105.001, 29.005).area_id == first.pk
    assert moved.area_for(first.pk, None, None).area_id == first.pk
    assert moved.post_for(post.pk, first.pk) == post.pk
    # The second grid has no leader, so what moves there goes to the community.
    assert moved.post_for(post.pk, second.pk) == desk_of(area_id=town.west.pk, at=AT).pk
    assert not AreaSuccession.objects.exists()
    edges[second.pk] = rectangle(105.0, 29.0, 105.02, 29.01)
    with pytest.raises(BadInput):
        move_edges(actor=SYSTEM, geometries=edges, reason="错", at=LATER)


def test_a_building_on_a_moved_edge_changes_its_grid(town):
    estate, _building = add_estate(town)
    place = add_place(
        actor=SYSTEM, kind=PlaceKind.BUILDING, name="7栋", area_id=town.grids[0].pk,
        parent_id=estate, lon=105.008, lat=29.005, at=AT,
    )  # fmt: skip
    first, second = town.grids[:2]
    edges = {
        first.pk: rectangle(105.0, 29.0, 105.005, 29.01),
        second.pk: rectangle(105.005, 29.0, 105.02, 29.01),
    }
    move_edges(actor=SYSTEM, geometries=edges, reason="新路", at=LATER)
    place.refresh_from_db()
    assert place.area == second


def test_only_the_system_administrator_redraws_and_says_why(town):
    for stranger in (
        holding("社区", Role.COMMUNITY, town.west),
        holding("东", Role.SYSTEM_ADMIN, town.east),
    ):
        with pytest.raises(NotAllowed):
            split(town, actor=stranger)
    with pytest.raises(BadInput):
        split_grid(
            actor=SYSTEM, area_id=town.grids[0].pk, parts=[GridPart(SOUTH), GridPart(NORTH)],
            reason=" ", at=LATER,
        )  # fmt: skip
    owner = holding("系统", Role.SYSTEM_ADMIN, town.county)
    assert len(split(town, actor=owner)) == 2


def test_an_ended_grid_is_not_redrawn_again(town):
    split(town)
    with pytest.raises(BadInput):
        split(town)
    bare = add_area(actor=SYSTEM, code=WEST + "009", name="未画网格", at=AT)
    with pytest.raises(BadInput):
        merge_grids(actor=SYSTEM, area_ids=[bare.pk, town.grids[1].pk], reason="x", at=LATER)
