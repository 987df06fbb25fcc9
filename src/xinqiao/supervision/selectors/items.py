"""Items of any flow by their numbers, for what was chosen on the work list."""

from __future__ import annotations

from xinqiao.accounts.access import Actor
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items


def items_by_numbers(*, actor: Actor, numbers: list[str]) -> dict[str, Item]:
    """Several, by the number as it is stored; what is not seen is left out. One statement."""
    found = visible_items(actor=actor).filter(number__in=numbers)
    return {item.number: item for item in found}
