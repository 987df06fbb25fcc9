"""Where the made-up county lies; plain numbers, so that it may be read before Django is ready."""

from __future__ import annotations

WEST, SOUTH, STEP = 118.50, 24.50, 0.004  # degrees; a grid is some 400 m wide
COLUMNS = 40


def grid_corner(index: int) -> tuple[float, float]:
    """South-west corner of grid `index` in degrees."""
    row, column = divmod(index, COLUMNS)
    return WEST + column * STEP, SOUTH + row * STEP
