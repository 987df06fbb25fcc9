"""The community that the tests of plans begin with."""

import pytest

from xinqiao.visits.tests.plan_world import PlanWorld, make_plan_world


@pytest.fixture
def plan_world(db: None) -> PlanWorld:
    """The community, gone again after the test."""
    return make_plan_world()
