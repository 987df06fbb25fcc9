"""The neighbourhood of the requests, for what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
