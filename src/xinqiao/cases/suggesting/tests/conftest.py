"""The neighbourhood, and a data folder of its own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from xinqiao.cases.tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The neighbourhood, gone again after the test."""
    return make_world()


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's models are kept."""
    settings.MODELS_DIR = tmp_path / "models"
    return Path(settings.MODELS_DIR)
