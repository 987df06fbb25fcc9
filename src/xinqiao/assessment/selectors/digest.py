"""The fingerprint of a frozen round: who has the export can tell whether anything was changed."""

from __future__ import annotations

from hashlib import sha256

from xinqiao.assessment.models import CountedItem, PartScore, Round, UnitScore

_ROWS = 5000


def digest_of(round_: Round) -> str:
    """sha256 over the rows of a round as lines of text, in the order of units and items."""
    told = sha256()
    told.update(f"{round_.scheme_id},{round_.first},{round_.last},{round_.version}\n".encode())
    tables = (
        UnitScore.objects.filter(round=round_)
        .order_by("unit_id")
        .values_list("unit_id", "group_id", "weight", "total", "rank"),
        PartScore.objects.filter(round=round_)
        .order_by("score__unit_id", "position")
        .values_list("score__unit_id", "position", "numerator", "denominator", "points"),
        CountedItem.objects.filter(round=round_)
        .order_by("score__unit_id", "item_id")
        .values_list("score__unit_id", "item_id", "counted", "met", "is_left_out"),
    )
    for rows in tables:
        for row in rows.iterator(chunk_size=_ROWS):
            told.update((",".join(map(str, row)) + "\n").encode())
    return told.hexdigest()
