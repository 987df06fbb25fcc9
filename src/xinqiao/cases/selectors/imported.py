"""Requests by the numbers that they have in another system."""

from __future__ import annotations

from collections.abc import Sequence

from xinqiao.cases.models import Case


def items_by_number(*, system: str, numbers: Sequence[str]) -> dict[str, int]:
    """Item ids by the other system's numbers; unknown numbers are left out. For the operator."""
    known = Case.objects.filter(source_system=system, source_number__in=numbers)
    return dict(known.values_list("source_number", "item_id"))
