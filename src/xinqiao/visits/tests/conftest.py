"""What the tests of visits begin with: a neighbourhood with a household, a community with plans."""

import pytest

from xinqiao.cases.tests.world import World, make_world
from xinqiao.visits.tests.homes import Home, move_in, ship_forms
from xinqiao.visits.tests.plan_world import PlanWorld, make_plan_world


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test; its forms are in use."""
    made = make_world()
    ship_forms()
    return made


@pytest.fixture
def home(world: World) -> Home:
    """A couple and a tenant in the first grid."""
    return move_in(world)


@pytest.fixture
def plan_world(db: None) -> PlanWorld:
    """The community of the plans, gone again after the test."""
    return make_plan_world()
