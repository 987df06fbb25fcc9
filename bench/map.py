"""The map of a whole county, a town and a street corner: p95 and statements."""

from __future__ import annotations

from bench.lists import run, supervisor, timed
from bench.world import COLUMNS, SOUTH, STEP, WEST

ROWS = 1400 // COLUMNS


def measure() -> dict[str, object]:
    """The same questions the page `/desk/map/cells` asks."""
    from django.utils import timezone

    from xinqiao.workflow.selectors.cells import Box, cells
    from xinqiao.workflow.selectors.items import desk_items

    actor = supervisor()
    views = {
        "county": (Box(WEST, SOUTH, WEST + COLUMNS * STEP, SOUTH + ROWS * STEP), 11.0),
        "town": (Box(WEST, SOUTH, WEST + 10 * STEP, SOUTH + 10 * STEP), 13.5),
        "corner": (Box(WEST, SOUTH, WEST + 2 * STEP, SOUTH + 2 * STEP), 16.5),
    }
    return {
        name: timed(
            lambda box=box, zoom=zoom: cells(
                items=desk_items(actor=actor), box=box, zoom=zoom, at=timezone.now()
            )
        )
        for name, (box, zoom) in views.items()
    }


if __name__ == "__main__":
    run("map", measure)
