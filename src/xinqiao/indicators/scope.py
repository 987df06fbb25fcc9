"""What figures are asked for: an area with everything below it, perhaps one category or unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CASE_FLOW: Final = "case"
# The length of a code names its level; see grid.codes.
LEVEL_OF_LENGTH: Final = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5, 15: 6}
PROVINCE, CITY, COUNTY, STREET, COMMUNITY, GRID = range(1, 7)


@dataclass(frozen=True, slots=True)
class Scope:
    """area_path: ends with a dot; "" is everywhere. category_code: prefix ending with a dot; "" is
    every category. organisation_id: items that this unit has; None is everybody's.
    """

    area_path: str
    flow: str = CASE_FLOW
    category_code: str = ""
    organisation_id: int | None = None

    @property
    def level(self) -> int:
        """Level of the area, 0 for everywhere."""
        return level_of(self.area_path)


def level_of(area_path: str) -> int:
    """Level that the last code of a path names (grid.Level); 0 for the empty path."""
    code = area_path.rstrip(".").rpartition(".")[2]
    return LEVEL_OF_LENGTH.get(len(code), 0)


def part_at(area_path: str, level: int) -> str:
    """The ancestor of a path at `level`, itself when it is there; "" when it has none."""
    found = ""
    codes = area_path.rstrip(".").split(".")
    for depth, code in enumerate(codes, start=1):
        if LEVEL_OF_LENGTH.get(len(code), 0) == level:
            found = ".".join(codes[:depth]) + "."
    return found
