"""What a feature adds to the items of all flows: panels on their pages, actions on many of them.

Registered when the feature starts, like `pages`, so that no page of an item imports a feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import PageAction, Perform

Context = Callable[[Actor, Item, datetime], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPanel:
    """A part of every item's page. `context` says what it shows; None leaves it out."""

    name: str
    template: str
    context: Context


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as one page shows it; the template reads `panel.context`."""

    name: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonAction:
    """An action on items of any flow, for the bar of the work list."""

    action: PageAction
    perform: Perform
    shown: Callable[[Actor], bool]


_panels: dict[str, ItemPanel] = {}
_actions: dict[str, CommonAction] = {}


def register_panel(panel: ItemPanel) -> None:
    """Make a panel known; the last registration of a name counts."""
    _panels[panel.name] = panel


def register_action(action: CommonAction) -> None:
    """Make an action known; its name must be no action of any flow."""
    _actions[action.action.name] = action


def item_panels(actor: Actor, item: Item, at: datetime) -> list[ShownPanel]:
    """The panels that have something to show to this actor, by name."""
    shown = []
    for _name, panel in sorted(_panels.items()):
        context = panel.context(actor, item, at)
        if context is not None:
            shown.append(ShownPanel(panel.name, panel.template, context))
    return shown


def common_actions(actor: Actor) -> tuple[PageAction, ...]:
    """What this actor may do to many items of any flow."""
    return tuple(one.action for one in _actions.values() if one.shown(actor))


def common_perform(name: str) -> Perform | None:
    """How an action on items of any flow is done; None for an action of the flows."""
    found = _actions.get(name)
    return found.perform if found else None
