"""The neighbourhood of the room `cases`, an hour after it began."""

from collections.abc import Iterator

import pytest
import time_machine

from xinqiao.cases.tests.world import AT, HOUR, World, make_world


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()
