"""What an import did and what it refused, for people and for scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all); in all is 0 while it is unknown."""


def no_progress(_done: int, _total: int) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row or feature that was left out. `line` counts as the file's own program counts."""

    line: int
    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A thing that the file and the register name differently; `code` is the register's."""

    line: int
    code: str
    old: str
    new: str
    old_code: str = ""


@dataclass(slots=True)
class ImportReport:
    """Counts and lists of one import; rows = added + changed + unchanged + refused + unmatched."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    renamed: list[Renamed] = field(default_factory=list)
    unmatched: list[Refused] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    redrawn: set[int] = field(default_factory=set, repr=False)  # communities whose grids moved

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return {name: value for name, value in asdict(self).items() if name != "redrawn"}
