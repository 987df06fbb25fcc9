"""The neighbourhood of the requests, and commands that only these tests know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xinqiao.cases.tests.world import World, make_world
from xinqiao.field.tests.toys import Toys, play


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()


@pytest.fixture
def toys() -> Iterator[Toys]:
    """A room with one kind of rows and one kind of edits, kept in the log of rate counters."""
    with play() as made:
        yield made
