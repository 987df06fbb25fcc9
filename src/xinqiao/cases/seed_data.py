"""What a neighbourhood's requests are about, how long they may take and whose work they are.

Only a beginning: staff edit all of it. Names are data and therefore Chinese.
Source: RULES "Requests" (urgent: cordon off within 3 h, repair within 8 h; answer in 24 h;
5 working days by default).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xinqiao.accounts.access import Role
from xinqiao.workflow.models import Unit


@dataclass(frozen=True, slots=True)
class SeedCategory:
    """One row of `data/categories.csv`; flags: `contact`, `urgent`, `private`."""

    code: str
    name: str
    flags: frozenset[str]
    keywords: tuple[str, ...]


def seed_categories() -> list[SeedCategory]:
    """The categories a place begins with, parents first."""
    with (Path(__file__).parent / "data" / "categories.csv").open(encoding="utf-8") as file:
        return [
            SeedCategory(
                row["code"],
                row["name"],
                frozenset(row["flags"].split()),
                tuple(row["keywords"].split()),
            )
            for row in csv.DictReader(file)
        ]


@dataclass(frozen=True, slots=True)
class SeedLimit:
    """One clock's limit for a category and everything below it."""

    category: str
    clock: str
    amount: int
    unit: Unit


LIMITS: Final = (
    SeedLimit("", "accept", 2, Unit.WORKING_HOURS),
    SeedLimit("", "reply", 24, Unit.URGENT_HOURS),
    SeedLimit("", "handle", 5, Unit.WORKING_DAYS),
    SeedLimit("", "co", 1, Unit.WORKING_DAYS),
    SeedLimit("", "verify", 7, Unit.NATURAL_DAYS),
    SeedLimit("utility.pipe.", "accept", 1, Unit.URGENT_HOURS),
    SeedLimit("utility.pipe.", "reply", 3, Unit.URGENT_HOURS),
    SeedLimit("utility.pipe.", "handle", 8, Unit.URGENT_HOURS),
    SeedLimit("utility.pipe.", "co", 3, Unit.URGENT_HOURS),
    SeedLimit("utility.gas.", "accept", 1, Unit.URGENT_HOURS),
    SeedLimit("utility.gas.", "reply", 3, Unit.URGENT_HOURS),
    SeedLimit("utility.gas.", "handle", 8, Unit.URGENT_HOURS),
    SeedLimit("utility.gas.", "co", 3, Unit.URGENT_HOURS),
    SeedLimit("house.lift.", "accept", 1, Unit.URGENT_HOURS),
    SeedLimit("house.lift.", "handle", 24, Unit.URGENT_HOURS),
    SeedLimit("safety.fire.", "accept", 1, Unit.URGENT_HOURS),
    SeedLimit("safety.fire.", "handle", 24, Unit.URGENT_HOURS),
    SeedLimit("safety.wire.", "accept", 1, Unit.URGENT_HOURS),
    SeedLimit("safety.wire.", "handle", 24, Unit.URGENT_HOURS),
    SeedLimit("affairs.policy.", "handle", 3, Unit.WORKING_DAYS),
)

# Small things stay in the grid; what names no rule goes to the community's desk.
RULES: Final = (
    ("env.", Role.GRID_WORKER),
    ("facility.", Role.GRID_WORKER),
    ("house.", Role.GRID_WORKER),
    ("traffic.", Role.GRID_WORKER),
    ("safety.", Role.GRID_WORKER),
    ("utility.", Role.COMMUNITY),
    ("care.", Role.GRID_LEADER),
    ("dispute.", Role.COMMUNITY),
    ("affairs.", Role.COMMUNITY),
    ("affairs.staff.", Role.STREET),
)
