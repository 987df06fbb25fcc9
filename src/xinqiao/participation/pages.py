"""What the work list is told about projects, and the way from a request to a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.participation.flow import FLOW, PROJECT_FLOW
from xinqiao.participation.selectors.projects import possible_actions
from xinqiao.participation.services.advance import perform
from xinqiao.participation.words import ACTIONS, CLOCKS, STATES
from xinqiao.workflow.extras import ItemPanel, register_panel
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import CategoryChoice, FlowPages, PageAction, register_pages


def _row_actions(actor: Actor, item: Item) -> Sequence[PageAction]:
    needs = {action.name: action.needs for action in PROJECT_FLOW.actions}
    # Money needs a sum, which the list's short form does not ask for.
    names = [one for one in possible_actions(actor=actor, item=item) if one != "fund"]
    return [PageAction(name, ACTIONS[name].label, "", needs[name]) for name in names]


def _number_url(number: str) -> str:
    return reverse("participation:project", args=[number])


def _action_url(item: Item, action: str) -> str:
    return reverse("participation:act", args=[item.number, action])


def _no_categories(_at: datetime) -> tuple[CategoryChoice, ...]:
    """A project takes the category of what it comes out of."""
    return ()


def _panel(actor: Actor, item: Item, at: datetime) -> Mapping[str, Any] | None:
    """Staff over the place of a request may make a project of it."""
    if item.flow == FLOW or not actor.has_role(*AREA_STAFF):
        return None
    if not any(item.area_path.startswith(path) for path in actor.area_paths(*AREA_STAFF)):
        return None
    return {"item": item}


def register() -> None:
    """Make all of it known; called when the application starts."""
    register_pages(
        FlowPages(
            flow=FLOW,
            number_url=_number_url,
            action_url=_action_url,
            row_actions=_row_actions,
            bulk_actions=(),
            perform=perform,
            categories=_no_categories,
            states=STATES,
            label=_("Project"),
            clocks=CLOCKS,
        )
    )
    register_panel(ItemPanel(name="project", template="participation/_panel.html", context=_panel))
