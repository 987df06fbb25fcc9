"""The neighbourhood, and pictures in memory that end with each test."""

from collections.abc import Iterator

import pytest

from xinqiao.cases.selectors.categories import forget_categories
from xinqiao.cases.tests.world import World, make_world
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.workflow import snapshot as workflow_snapshot


@pytest.fixture(autouse=True)
def _fresh_pictures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    workflow_snapshot.forget()
    forget_categories()
    monkeypatch.setattr(grid_snapshot, "_held", None)
    yield
    workflow_snapshot.forget()
    forget_categories()


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()
