"""What an editor fills in for a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraft:
    """A weighted indicator. empty: one of `EmptyCounts`."""

    indicator_code: str
    weight: Decimal
    is_inverted: bool = False
    empty: str = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDraft:
    """What is looked at on site, and the most it can earn."""

    name: str
    points: int
    is_pass_fail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """A peer group: listed units, and those that one of its rules takes.

    rules: "rest", "role:<role>", "kind:<kind of organisation>", "area:<path>".
    """

    name: str
    rules: tuple[str, ...] = ()
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDraft:
    """A scheme. area_id: None lets it be played anywhere; then its groups can only be rules.

    valid_until: the first day on which it no longer holds.
    """

    name: str
    flow: str
    unit_level: str
    period: str
    valid_from: date
    parts: tuple[PartDraft, ...]
    groups: tuple[GroupDraft, ...]
    valid_until: date | None = None
    area_id: int | None = None
    source: str = ""
    on_site_weight: Decimal = Decimal(0)
    on_site_empty: str = "left_out"
    samples_per_unit: int = 0
    criteria: tuple[CriterionDraft, ...] = ()
    objection_days: int = 5
