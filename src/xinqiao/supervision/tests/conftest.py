"""The neighbourhood with the limits of supervision, and a notice about an item in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xinqiao.cases.tests.world import World, make_world
from xinqiao.supervision.tests.support import lay_rules
from xinqiao.workflow import snapshot


@pytest.fixture(autouse=True)
def _fresh_picture() -> Iterator[None]:
    snapshot.forget()
    yield
    snapshot.forget()


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    made = make_world()
    lay_rules()
    return made
