"""The first of each peer group of a round, as ids, for whoever praises them."""

from __future__ import annotations

from typing import Final

from xinqiao.assessment.models import Round, UnitScore
from xinqiao.assessment.models.schemes import UnitLevel

MOST: Final = 10
# Persons are left out: whose name may be shown is theirs to say.
_KINDS: Final = {
    UnitLevel.STREET: "area",
    UnitLevel.COMMUNITY: "area",
    UnitLevel.GRID: "area",
    UnitLevel.ORGANISATION: "organisation",
    UnitLevel.POST: "post",
}


def best_of(round_: Round) -> list[dict[str, object]]:
    """`{"area" | "organisation" | "post": id, "rank": 1, "score": points}`; one statement."""
    kind = _KINDS.get(UnitLevel(round_.scheme.unit_level))
    if kind is None:
        return []
    first = UnitScore.objects.filter(round=round_, rank=1, total__isnull=False)
    rows = first.order_by("group_id", "pk").values_list("unit_id", "total")[:MOST]
    return [{kind: unit_id, "rank": 1, "score": float(total or 0)} for unit_id, total in rows]
