"""The items behind a score: from a number on the page down to the requests it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.assessment.duties import may_open
from xinqiao.assessment.errors import ItemNotCounted
from xinqiao.assessment.models import CountedItem, UnitScore
from xinqiao.assessment.selectors.formula import Line
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.items import visible_items

SIDES = ("all", "met", "missed", "left_out")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A counted item as a page shows it. title, url: empty where the reader may not see it."""

    item: CountedItem
    title: str
    url: str
    is_met: bool


def counted_items(
    *, actor: Actor, score: UnitScore, line: Line | None = None, side: str = "all"
) -> QuerySet[CountedItem]:
    """What counted for a unit, in one line of the formula or in any. side: one of `SIDES`.

    Raises NotAllowed for others than the unit's staff and those above them.
    """
    if not may_open(actor, score.round.scheme.unit_level, score):
        raise NotAllowed
    rows = CountedItem.objects.filter(score=score, is_left_out=side == "left_out")
    if line is None:
        return rows
    rows = rows.annotate(in_counted=F("counted").bitand(line.bit), in_met=F("met").bitand(line.bit))
    if side == "met":
        return rows.filter(in_met__gt=0)
    rows = rows.filter(in_counted__gt=0)
    return rows.filter(in_met=0) if side == "missed" else rows


def counted_id(*, score: UnitScore, number: str) -> int:
    """The id of the item with this number that counts. Raises ItemNotCounted."""
    rows = CountedItem.objects.filter(score=score, number=number, is_left_out=False)
    item_id = rows.values_list("item_id", flat=True).first()
    if item_id is None:
        raise ItemNotCounted(number=number[:20], field="number")
    return int(item_id)


def item_rows(
    *, actor: Actor, items: Iterable[CountedItem], flow: str, line: Line | None
) -> list[ItemRow]:
    """The items of one page with their present titles; one statement."""
    found = list(items)
    ids = [item.item_id for item in found]
    titles = dict(visible_items(actor=actor).filter(pk__in=ids).values_list("pk", "title"))
    pages = pages_of(flow)
    return [
        ItemRow(
            item,
            titles.get(item.item_id, ""),
            pages.number_url(item.number) if item.item_id in titles else "",
            bool(line and item.met & line.bit),
        )
        for item in found
    ]
