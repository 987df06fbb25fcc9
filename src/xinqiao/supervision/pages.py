"""What the work list is told about notices, and what supervision adds to every item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.supervision.action_words import ACTIONS, CLOCKS, STATES
from xinqiao.supervision.flow import FLOW, SUPERVISION_FLOW
from xinqiao.supervision.selectors.duty import watches_area
from xinqiao.supervision.selectors.one import row_actions
from xinqiao.supervision.selectors.panel import panel_of
from xinqiao.supervision.services.perform import perform
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.watch import watch_item
from xinqiao.workflow.extras import CommonAction, ItemPanel, register_action, register_panel
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import CategoryChoice, FlowPages, PageAction, register_pages


def _row_actions(actor: Actor, item: Item) -> Sequence[PageAction]:
    needs = {action.name: action.needs for action in SUPERVISION_FLOW.actions}
    return [
        PageAction(name, ACTIONS[name].label, ACTIONS[name].key, needs[name])
        for name in row_actions(actor=actor, item=item)
    ]


def _number_url(number: str) -> str:
    return reverse("supervision:notice", args=[number])


def _action_url(item: Item, action: str) -> str:
    return reverse("supervision:act", args=[item.number, action])


def _no_categories(_at: datetime) -> tuple[CategoryChoice, ...]:
    """A notice takes the category of what it is about."""
    return ()


def _remind(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> object:
    return remind_owner(actor=actor, item_id=item_id, words=str(data.get("reason", "")), at=at)


def _watch(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> object:
    return watch_item(actor=actor, item_id=item_id, at=at)


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
            label=_("Supervision notice"),
            clocks=CLOCKS,
        )
    )
    register_panel(
        ItemPanel(name="supervision", template="supervision/_panel.html", context=panel_of)
    )
    register_action(
        CommonAction(
            action=PageAction("remind", _("Remind the owner"), "m"),
            perform=_remind,
            shown=watches_area,
        )
    )
    register_action(
        CommonAction(
            action=PageAction("watch", _("Put on my list"), "h"),
            perform=_watch,
            shown=lambda actor: actor.is_staff,
        )
    )
