"""The neighbourhood, with two more people who may approve and decide."""

import pytest

from xinqiao.cases.tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()
