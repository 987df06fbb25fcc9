"""The town, fresh in the database and in memory."""

from collections.abc import Iterator

import pytest

from xinqiao.cases.exchange.tests.support import build_office, forget_pictures
from xinqiao.grid.tests.support import Town


@pytest.fixture
def office(db: None) -> Iterator[Town]:
    """The town of the tests."""
    yield build_office()
    forget_pictures()
