"""The lines of a scheme in the order of its scores: the indicators, then the spot checks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from xinqiao.assessment.models import Scheme
from xinqiao.assessment.scoring import Empty, Part


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the formula. code: of the indicator; empty for the spot checks."""

    position: int
    code: str
    name: str
    weight: Decimal
    is_inverted: bool
    empty: Empty

    @property
    def part(self) -> Part:
        return Part(self.weight, self.is_inverted, self.empty)

    @property
    def is_on_site(self) -> bool:
        return not self.code

    @property
    def bit(self) -> int:
        """Stands for this line in the marks of an item."""
        return 1 << self.position

    @property
    def words(self) -> str:
        """As a city prints it: 20 × (1 − rework)."""
        name = f"(1 − {self.name})" if self.is_inverted else self.name
        return f"{self.weight.normalize():f} × {name}"


def lines_of(scheme: Scheme) -> list[Line]:
    """One statement, none when `parts` is prefetched."""
    lines = [
        Line(
            part.position,
            part.indicator_code,
            part.name,
            part.weight,
            part.is_inverted,
            Empty(part.empty),
        )
        for part in scheme.parts.all()
    ]
    if scheme.on_site_weight > 0:
        empty = Empty(scheme.on_site_empty)
        name = _("Spot checks on site")
        lines.append(Line(len(lines), "", name, scheme.on_site_weight, False, empty))
    return lines
