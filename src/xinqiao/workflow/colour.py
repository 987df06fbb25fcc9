"""The four colours as a pure function of times.

Green is done in time, blue runs, yellow has the last share of its limit left, red is late.
A paused promise shows the colour it had when it was paused. Source: RULES "Time".
"""

from datetime import datetime
from enum import StrEnum


class Colour(StrEnum):
    """Colour of a promise; never stored."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


def colour(
    *,
    yellow_at: datetime | None,
    due_at: datetime | None,
    done_at: datetime | None,
    paused_at: datetime | None,
    now: datetime,
) -> Colour:
    """Colour at `now` (all times aware).

    Done exactly at `due_at` is in time; still open then is late. Open at `yellow_at` is yellow.
    Without `due_at` nothing was promised: blue while open, green once done.
    """
    if done_at is not None:
        return Colour.RED if due_at is not None and done_at > due_at else Colour.GREEN
    seen = now if paused_at is None else min(paused_at, now)
    if due_at is not None and seen >= due_at:
        return Colour.RED
    if yellow_at is not None and seen >= yellow_at:
        return Colour.YELLOW
    return Colour.BLUE
