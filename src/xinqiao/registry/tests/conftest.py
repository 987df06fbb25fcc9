"""What the tests of the register share: the small town and a way in."""

from xinqiao.grid.tests.conftest import sign_in, town

__all__ = ["sign_in", "town"]
