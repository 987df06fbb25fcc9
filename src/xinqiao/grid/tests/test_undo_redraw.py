"""A redraw is looked at before it is done, kept on record, and can be taken back as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.grid.models import Area, Place, PlaceKind, Post, RedrawAct
from xinqiao.grid.selectors.areas import boundary_of
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.selectors.redraws import report_of, visible_redraws
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.edges import move_edges
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.posts import open_post
from xinqiao.grid.services.preview_redraw import preview_redraw
from xinqiao.grid.services.redraw import GridPart, merge_grids, split_grid
from xinqiao.grid.services.undo_redraw import undo_redraw
from xinqiao.grid.tests.support import AT, build_town, holding, person
from xinqiao.grid.tests.test_redraw_grids import NORTH, SOUTH, rectangle
from xinqiao.kit.errors import BadInput, Conflict, NotFound

pytestmark = pytest.mark.django_db
LATER, BACK = AT + timedelta(days=1), AT + timedelta(days=2)


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def owner(town):
    return holding("系统", Role.SYSTEM_ADMIN, town.county)


def leader_of(grid, name):
    post = open_post(actor=SYSTEM, role=Role.GRID_LEADER, area_id=grid.pk, at=AT)
    user = person(name)
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    return user, post


def building(town, name, lat, grid=0):
    return add_place(
        actor=SYSTEM, kind=PlaceKind.BUILDING, name=name, area_id=town.grids[grid].pk,
        lon=105.005, lat=lat, at=AT,
    )  # fmt: skip


def split(owner, town, at=LATER):
    parts = [GridPart(SOUTH, "南"), GridPart(NORTH, "北")]
    return split_grid(actor=owner, area_id=town.grids[0].pk, parts=parts, reason="户数太多", at=at)


def merge(owner, town, at=LATER):
    ids = [grid.pk for grid in town.grids[:2]]
    return merge_grids(actor=owner, area_ids=ids, name="湖滨", reason="人少", at=at)


def undo(owner, at=BACK, reason="分错了"):
    act = RedrawAct.objects.latest("pk")
    return undo_redraw(actor=owner, act_id=act.pk, reason=reason, at=at)


def areas():
    return set(Area.objects.filter(valid_until__isnull=True).values_list("name", flat=True))


def test_a_preview_tells_what_the_act_will_do_and_leaves_nothing(town, owner):
    leader_of(town.grids[0], "李梅")
    place = building(town, "5栋", 29.002)
    before, events = areas(), Event.objects.count()
    seen = preview_redraw(actor=owner, act=lambda: split(owner, town), at=LATER)
    assert areas() == before
    assert Event.objects.count() == events
    assert not RedrawAct.objects.exists()
    assert Place.objects.get(pk=place.pk).area == town.grids[0]
    assert seen.areas == ("南", "北")
    assert seen.before == (town.grids[0].name,)
    assert [line.holders for line in seen.posts] == [("李梅",)]
    split(owner, town)
    assert report_of(RedrawAct.objects.get()) == seen


def test_a_preview_of_something_wrong_is_refused_like_the_act(town, owner):
    def wrong():
        return split_grid(
            actor=owner, area_id=town.grids[0].pk, parts=[GridPart(SOUTH)], reason="x", at=LATER
        )

    with pytest.raises(BadInput):
        preview_redraw(actor=owner, act=wrong, at=LATER)


def test_a_split_taken_back_leaves_the_grid_as_it_was(town, owner):
    user, post = leader_of(town.grids[0], "李梅")
    place = building(town, "5栋", 29.002)
    before = areas()
    south, _north = split(owner, town)
    newcomer = building(town, "新楼", 29.003, grid=1)
    Place.objects.filter(pk=newcomer.pk).update(area=south)
    act = undo(owner)
    grid = Area.objects.get(pk=town.grids[0].pk)
    assert areas() == before
    assert boundary_of(grid) is not None
    assert {Place.objects.get(pk=p.pk).area for p in (place, newcomer)} == {grid}
    assert actor_for(user, BACK).post_ids == (post.pk,)
    assert not Post.objects.filter(area=south, closed_at__isnull=True).exists()
    assert Event.objects.filter(kind="grid.redrawn", data__kind="undo").count() == 1
    assert act.undoes is not None
    assert list(visible_redraws(actor=owner)) == [act, act.undoes]


def test_a_merger_taken_back_gives_everybody_the_own_grid_again(town, owner):
    people = [
        leader_of(grid, name) for grid, name in zip(town.grids, ("李梅", "王强"), strict=False)
    ]
    # Without a position only the record knows where it came from.
    lost = [building(town, "甲", 29.002), building(town, "乙", 29.002, grid=1)]
    Place.objects.filter(pk__in=[place.pk for place in lost]).update(lon=None, lat=None)
    one = merge(owner, town)
    third = person("新来的")
    taking = Post.objects.filter(area=one, closed_at__isnull=True).first()
    appoint(actor=SYSTEM, user_id=third.pk, post_id=taking.pk, at=LATER)
    undo(owner)
    for place, grid in zip(lost, town.grids, strict=False):
        assert Place.objects.get(pk=place.pk).area == grid
    for user, post in people:
        assert actor_for(user, BACK).post_ids == (post.pk,)
    assert len(actor_for(third, BACK).post_ids) in (1, 2)


def test_who_left_meanwhile_is_not_seated_again(town, owner):
    user, _post = leader_of(town.grids[0], "李梅")
    split(owner, town)
    for held in user.appointments.filter(ends_at__isnull=True):
        held.ends_at = BACK - timedelta(hours=1)
        held.save()
    undo(owner)
    assert actor_for(user, BACK).post_ids == ()


def test_moved_edges_taken_back(town, owner):
    place = building(town, "7栋", 29.005)
    Place.objects.filter(pk=place.pk).update(lon=105.008)
    first, second = town.grids[:2]
    shape = boundary_of(first).geometry
    edges = {
        first.pk: rectangle(105.0, 29.0, 105.005, 29.01),
        second.pk: rectangle(105.005, 29.0, 105.02, 29.01),
    }
    move_edges(actor=owner, geometries=edges, reason="新路", at=LATER)
    assert Place.objects.get(pk=place.pk).area == second
    undo(owner)
    assert Place.objects.get(pk=place.pk).area == first
    assert boundary_of(first).geometry == shape


def test_only_the_latest_redraw_is_taken_back_and_once(town, owner):
    south, _north = split(owner, town)
    first = RedrawAct.objects.get()
    halves = [
        GridPart(rectangle(105.0, 29.0, 105.005, 29.004)),
        GridPart(rectangle(105.005, 29.0, 105.01, 29.004)),
    ]
    split_grid(actor=owner, area_id=south.pk, parts=halves, reason="还是多", at=LATER)
    with pytest.raises((Conflict, BadInput)):
        undo_redraw(actor=owner, act_id=first.pk, reason="x", at=BACK)
    undo(owner)
    undo_redraw(actor=owner, act_id=first.pk, reason="x", at=BACK + timedelta(hours=1))
    for act in RedrawAct.objects.all():
        with pytest.raises((Conflict, BadInput)):
            undo_redraw(actor=owner, act_id=act.pk, reason="x", at=BACK + timedelta(hours=2))
    assert Area.objects.get(pk=town.grids[0].pk).valid_until is None


def test_a_post_opened_since_must_be_closed_first(town, owner):
    south, _north = split(owner, town)
    open_post(actor=SYSTEM, role=Role.GRID_WORKER, area_id=south.pk, title="南网格员", at=LATER)
    with pytest.raises(Conflict, match="南网格员"):
        undo(owner)
    assert Area.objects.get(pk=south.pk).valid_until is None


def test_strangers_see_no_act_and_take_none_back(town, owner):
    split(owner, town)
    for stranger in (
        holding("社区", Role.COMMUNITY, town.west),
        holding("东", Role.SYSTEM_ADMIN, town.east),
    ):
        assert not visible_redraws(actor=stranger).exists()
        with pytest.raises(NotFound):
            undo(stranger)
    with pytest.raises(BadInput):
        undo(owner, reason=" ")
