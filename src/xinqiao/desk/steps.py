"""Five steps from best to worst, for the colours of the map and of the rankings. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

STEPS = 5
MIDDLE = 3  # where all are alike, none is best and none is worst
# Shares are shown with one digit after the point of a percentage, so they are cut there, too.
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` <= values <= `high`, shares of 0 to 1; `high_is_good` says which end is best."""

    low: float
    high: float
    high_is_good: bool

    @property
    def is_flat(self) -> bool:
        """Whether all values look alike, so that one step says it all."""
        return self.low == self.high

    def step(self, value: float | None) -> int:
        """1 (best) to 5 (worst); 0 where there is no value."""
        if value is None:
            return 0
        if self.is_flat:
            return MIDDLE
        shown = min(max(round(value, _DIGITS), self.low), self.high)
        place = sum(shown >= bound for bound in self._inner())
        return STEPS - place if self.high_is_good else place + 1

    def ranges(self) -> list[tuple[int, float, float]]:
        """(step, from, to) from best to worst; a flat scale has one."""
        if self.is_flat:
            return [(MIDDLE, self.low, self.high)]
        edges = [self.low, *self._inner(), self.high]
        pieces = list(pairwise(edges))
        if self.high_is_good:
            pieces.reverse()
        return [(n + 1, low, high) for n, (low, high) in enumerate(pieces)]

    def _inner(self) -> list[float]:
        width = (self.high - self.low) / STEPS
        return [round(self.low + width * n, _DIGITS + 1) for n in range(1, STEPS)]


def scale_of(values: Iterable[float | None], *, high_is_good: bool) -> Scale | None:
    """The scale that these values span; None when there are none."""
    known = [round(value, _DIGITS) for value in values if value is not None]
    return Scale(min(known), max(known), high_is_good) if known else None
