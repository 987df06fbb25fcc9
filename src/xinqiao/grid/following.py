"""What follows the grids when they are redrawn: every room names its rows, and moves them itself.

All of it happens in the transaction of the redraw, so nobody ever sees half of it. The counts that
the movers return are the report of the act; a preview is the same act, rolled back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from xinqiao.grid.selectors.redraw import Redraw

Move = Callable[[Redraw, datetime], Counter[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """One kind of rows. `move` puts them where they belong now: rows by the area they went to.

    It must not count what stays where it was, and must do nothing the second time.
    """

    name: str
    label: str | Promise
    move: Move
    position: int = 100


_followers: Final[dict[str, Follower]] = {}


def register_follower(follower: Follower) -> None:
    """Make a kind of rows known; the last registration of a name counts."""
    _followers[follower.name] = follower


def followers() -> tuple[Follower, ...]:
    """All of them, in the order in which they move: what others hang on goes first."""
    return tuple(sorted(_followers.values(), key=lambda one: (one.position, one.name)))
