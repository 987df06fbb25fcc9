"""A county that plays a scheme."""

from __future__ import annotations

import pytest

from xinqiao.assessment.tests.world import Play, make_play


@pytest.fixture
def play(db: None) -> Play:
    """Two communities with requests of November, and a scheme for them."""
    return make_play()
