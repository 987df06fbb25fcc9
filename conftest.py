"""The database of the test suite: one cluster, one migrated template, one clone per worker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from tests.support import database

# Machines are shared: how long an example takes says nothing about what is right.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Start the private test cluster once, before the workers begin."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        database.enter_cluster()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the private test cluster; the last session to leave stops it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        database.leave_cluster()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker its own database, cloned from a template that is migrated once.

    A test that commits gets a fresh clone afterwards: the log refuses TRUNCATE, and the rows that
    migrations wrote would be gone.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = database.clone_for(worker)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda _case: database.clone_for(worker)
        )
        yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(autouse=True)
def _forget_pictures() -> Iterator[None]:
    """Drop what the process remembers of rows that the test's transaction took back."""
    from xinqiao.cases.services.intake import forget_pictures

    yield
    forget_pictures()


@pytest.fixture(autouse=True)
def _no_trained_model(settings: pytest_django.Settings, tmp_path: Path) -> None:
    """Keywords suggest unless a test trains; the site of the browser tests has its own model."""
    settings.MODELS_DIR = tmp_path / "untrained"
