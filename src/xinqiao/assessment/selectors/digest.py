"""The fingerprint of a frozen round: who has the export can tell whether anything was changed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from xinqiao.assessment.models import CountedItem, PartScore, Round, UnitScore

_ROWS = 5000


def digest_of(round_: Round) -> str:
    """sha256 over the rows of a round as lines of text, in the order of units and items."""
    told = sha256()
    told.update(f"{round_.scheme_id},{round_.first},{round_.last},{round_.version}\n".encode())
    scores = UnitScore.objects.filter(round=round_).order_by("unit_id")
    units = dict(scores.values_list("pk", "unit_id"))
    columns = ("unit_id", "group_id", "weight", "total", "rank")
    for row in scores.values_list(*columns):
        told.update(_line(row))
    parts = PartScore.objects.filter(round=round_).order_by("score_id", "position")
    items = CountedItem.objects.filter(round=round_).order_by("score_id", "item_id")
    for rows in (
        parts.values_list("score_id", "position", "numerator", "denominator", "points"),
        items.values_list("score_id", "item_id", "counted", "met", "is_left_out"),
    ):
        blocks = dict(_blocks(rows.iterator(chunk_size=_ROWS), units))
        for score_id in units:
            told.update(blocks.get(score_id, b""))
    return told.hexdigest()


def _blocks(rows: Iterator[tuple[Any, ...]], units: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    """The lines of each unit together, as they stand in the order of the table's index."""
    for score_id, mine in groupby(rows, key=lambda row: int(row[0])):
        yield score_id, b"".join(_line((units[score_id], *row[1:])) for row in mine)


def _line(row: tuple[Any, ...]) -> bytes:
    return (",".join(map(str, row)) + "\n").encode()
