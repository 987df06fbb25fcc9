"""The neighbourhood of the room `cases`, an hour after it began."""

from collections.abc import Iterator

import pytest
import time_machine

from xinqiao.cases.selectors.categories import forget_categories
from xinqiao.cases.tests.world import AT, HOUR, World, make_world
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.workflow import snapshot as workflow_snapshot


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    workflow_snapshot.forget()
    forget_categories()
    monkeypatch.setattr(grid_snapshot, "_held", None)
    with time_machine.travel(AT + HOUR, tick=False):
        yield
    workflow_snapshot.forget()
    forget_categories()


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()
