"""A request in a responsibility grid: its part-timer sees it, the unit grid's worker owns it."""

from __future__ import annotations

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.cases.selectors.visible import visible_cases
from xinqiao.cases.tests.world import AT, BEFORE, IN_GRID, World, item_of, person, square
from xinqiao.grid.models import Area, Force
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.areas import add_responsibility_grid
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.posts import open_post


def part_of(world: World, west: float, name: str) -> tuple[Area, Actor]:
    part = add_responsibility_grid(actor=SYSTEM, grid_id=world.grid.pk, at=BEFORE)
    set_boundary(actor=SYSTEM, area_id=part.pk, geometry=square(west, 29.002, 0.004), at=BEFORE)
    post = open_post(
        actor=SYSTEM, role=Role.GRID_WORKER, area_id=part.pk, force=Force.VOLUNTEERS, at=BEFORE
    )
    user = person(f"part-timer-{part.code}", name)
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=BEFORE)
    return part, actor_for(user, AT)


def test_the_deepest_area_has_it_and_the_full_time_worker_owns_it(world: World) -> None:
    part, helper = part_of(world, IN_GRID[0] - 0.002, "志愿者甲")
    _other, stranger = part_of(world, 105.0, "志愿者乙")
    case_id = world.report().case_id
    item = item_of(case_id)
    assert item.area_path == part.path
    assert item.owner_post == world.posts["worker"]
    for actor in (helper, world.worker, world.colleague, world.desk):
        assert visible_cases(actor=actor).filter(pk=case_id).exists(), actor.name
    for actor in (stranger, world.neighbour):
        assert not visible_cases(actor=actor).filter(pk=case_id).exists(), actor.name
