"""What a story must end with, and how the product's own statistics answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `expected` is from the source text, `actual` from the product."""

    name: str
    expected: float | str
    actual: float | str

    @property
    def holds(self) -> bool:
        return self.expected == self.actual


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text, expected beside actual; a wrong one is marked."""
    rows = [
        (f.name, str(f.expected), str(f.actual), "" if f.holds else "  <-- differs")
        for f in figures
    ]
    head = ("figure", "expected", "actual", "")
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)) + row[3]
        for row in [head, *rows]
    )
