"""What the tests of the pages share: the small town and a way in."""

from __future__ import annotations

import pytest

from xinqiao.accounts.models import User
from xinqiao.grid.tests.support import build_town, holding, sign_in_as


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def sign_in(client, town):
    """Sign in as somebody who holds `role` in an area (the county by default)."""

    def _sign_in(role, area=None, name="甲"):
        holding(name, role, area or town.county)
        return sign_in_as(client, User.objects.get(username=name))

    return _sign_in
