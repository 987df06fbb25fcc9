"""The four colours follow the times alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xinqiao.workflow.colour import Colour, colour

START = datetime(2026, 11, 23, 2, tzinfo=UTC)


def hour(number: int | None) -> datetime | None:
    return None if number is None else START + timedelta(hours=number)


@pytest.mark.parametrize(
    ("done", "paused", "now", "expected"),
    [
        (None, None, 0, Colour.BLUE),
        (None, None, 5, Colour.BLUE),
        (None, None, 6, Colour.YELLOW),
        (None, None, 7, Colour.YELLOW),
        (None, None, 8, Colour.RED),
        (None, None, 99, Colour.RED),
        (8, None, 99, Colour.GREEN),
        (9, None, 99, Colour.RED),
        (None, 3, 99, Colour.BLUE),
        (None, 6, 99, Colour.YELLOW),
        (None, 8, 99, Colour.RED),
        (4, 3, 99, Colour.GREEN),
    ],
)
def test_colour(done: int | None, paused: int | None, now: int, expected: Colour) -> None:
    moment = START + timedelta(hours=now)
    assert expected is colour(
        yellow_at=hour(6), due_at=hour(8), done_at=hour(done), paused_at=hour(paused), now=moment
    )


def test_without_a_promise() -> None:
    nothing: dict[str, Any] = {"yellow_at": None, "due_at": None, "paused_at": None, "now": START}
    assert colour(done_at=None, **nothing) is Colour.BLUE
    assert colour(done_at=START, **nothing) is Colour.GREEN
