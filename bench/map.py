"""The map of a whole county, a town and a street corner: p95 and statements."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

import bench.ready  # noqa: F401  first: it makes Django ready
from bench.ground import COLUMNS, SOUTH, STEP, WEST
from bench.lists import run, supervisor, timed
from xinqiao.accounts.access import Actor
from xinqiao.workflow.selectors.cells import Box, cells
from xinqiao.workflow.selectors.items import desk_items

ROWS = 1400 // COLUMNS


def measure() -> dict[str, object]:
    """The same questions the page `/desk/map/cells` asks."""
    actor = supervisor()
    views = {
        "county": (Box(WEST, SOUTH, WEST + COLUMNS * STEP, SOUTH + ROWS * STEP), 11.0),
        "town": (Box(WEST, SOUTH, WEST + 10 * STEP, SOUTH + 10 * STEP), 13.5),
        "corner": (Box(WEST, SOUTH, WEST + 2 * STEP, SOUTH + 2 * STEP), 16.5),
    }
    return {name: timed(partial(_draw, actor, box, zoom)) for name, (box, zoom) in views.items()}


def _draw(actor: Actor, box: Box, zoom: float) -> object:
    return cells(items=desk_items(actor=actor), box=box, zoom=zoom, at=timezone.now())


if __name__ == "__main__":
    run("map", measure)
