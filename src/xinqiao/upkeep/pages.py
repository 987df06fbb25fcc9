"""What the work list is told about upkeep, and what upkeep adds to a facility's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.registry.extras import Panel, register_panel
from xinqiao.registry.models import FACILITY
from xinqiao.upkeep.action_words import ACTIONS, CLOCKS, STATES
from xinqiao.upkeep.flow import FLOW, UPKEEP_FLOW
from xinqiao.upkeep.selectors.upkeep import latest_tasks, plans_of, possible_actions
from xinqiao.upkeep.services.plans import PLANNERS
from xinqiao.upkeep.services.settle import perform
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import CategoryChoice, FlowPages, PageAction, register_pages


def _row_actions(actor: Actor, item: Item) -> Sequence[PageAction]:
    needs = {action.name: action.needs for action in UPKEEP_FLOW.actions}
    return [
        PageAction(name, ACTIONS[name].label, ACTIONS[name].key, needs[name])
        for name in possible_actions(actor=actor, item=item)
    ]


def _number_url(number: str) -> str:
    return reverse("upkeep:task", args=[number])


def _action_url(item: Item, action: str) -> str:
    return reverse("upkeep:act", args=[item.number, action])


def _no_categories(_at: datetime) -> tuple[CategoryChoice, ...]:
    """Upkeep is sorted by its kinds, which are not those of requests."""
    return ()


def _panel(actor: Actor, facility: Any, at: datetime) -> Mapping[str, Any] | None:
    return {
        "facility": facility,
        "plans": plans_of(facility),
        "tasks": [(task, STATES[task.item.state]) for task in latest_tasks(facility)],
        "may_plan": actor.has_role(*PLANNERS),
        "at": at,
    }


def register() -> None:
    """Make all of it known; called when the application starts."""
    register_pages(
        FlowPages(
            flow=FLOW,
            number_url=_number_url,
            action_url=_action_url,
            row_actions=_row_actions,
            bulk_actions=(PageAction("confirm", ACTIONS["confirm"].label, "f"),),
            perform=perform,
            categories=_no_categories,
            states=STATES,
            label=_("Upkeep"),
            clocks=CLOCKS,
        )
    )
    register_panel(
        Panel(subject=FACILITY, name="upkeep", template="upkeep/_panel.html", context=_panel)
    )
