"""The neighbourhood with elders, classes, a store, helpers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xinqiao.care.tests.support import Elders, settle
from xinqiao.cases.tests.world import World, make_world
from xinqiao.workflow import snapshot


@pytest.fixture(autouse=True)
def _fresh_picture() -> Iterator[None]:
    snapshot.forget()
    yield
    snapshot.forget()


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()


@pytest.fixture
def elders(world: World) -> Elders:
    """Elders of the first grid, with everything this room begins with."""
    return settle(world)
