"""One item of any flow by its number, for the buttons of the panel."""

from __future__ import annotations

from xinqiao.accounts.access import Actor
from xinqiao.kit.numbers import parse_number
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items


def item_by_number(*, actor: Actor, number: str) -> Item:
    """An item the actor may see. Raises ItemNotFound (404), NumberMistyped (422)."""
    item = visible_items(actor=actor).filter(number=parse_number(number)).first()
    if item is None:
        raise ItemNotFound
    return item


def items_by_numbers(*, actor: Actor, numbers: list[str]) -> dict[str, Item]:
    """Several, by the number as it is stored; what is not seen is left out. One statement."""
    found = visible_items(actor=actor).filter(number__in=numbers)
    return {item.number: item for item in found}
