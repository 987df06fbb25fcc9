"""What the work list is told about requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS, DISPATCHERS, Actor
from xinqiao.cases.action_words import ACTIONS, STATES
from xinqiao.cases.flow import FLOW
from xinqiao.cases.selectors.actions import row_actions
from xinqiao.cases.selectors.categories import category_book
from xinqiao.cases.services.perform import perform
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import CategoryChoice, FlowPages, PageAction, register_pages
from xinqiao.workflow.views.choices import picture

MOST_TARGETS = 200
# What makes sense for many at once: one reason, one target, no words of their own.
_BULK = (
    PageAction("accept", ACTIONS["accept"].label, "a"),
    PageAction("resume", ACTIONS["resume"].label, "r"),
    PageAction("dispatch", ACTIONS["dispatch"].label, "d", (Need.TARGET, Need.REASON)),
    PageAction("send_back", ACTIONS["send_back"].label, "b", (Need.REASON,)),
    PageAction("supervise", ACTIONS["supervise"].label, "s", (Need.REASON,)),
    PageAction("hand_up", ACTIONS["hand_up"].label, "u", (Need.REASON,)),
)


def _row_actions(actor: Actor, item: Item) -> Sequence[PageAction]:
    return row_actions(actor, item)


def _number_url(number: str) -> str:
    return reverse("cases:item", args=[number])


def _action_url(item: Item, action: str) -> str:
    return reverse("cases:act", args=[item.number, action])


def _categories(at: datetime) -> list[CategoryChoice]:
    known = category_book(picture().version).at(at)
    return [CategoryChoice(facts.code, facts.name, facts.depth) for facts in known]


def _bulk_targets(actor: Actor) -> list[tuple[str, str]]:
    """Posts within the areas the actor dispatches in; too many to choose from are none at all."""
    paths = actor.area_paths(*DISPATCHERS)
    posts = [
        (f"post:{post.id}", post.title)
        for post in picture().posts.values()
        if post.role not in ADMINISTRATORS and post.area_path.startswith(paths)
    ]
    return sorted(posts, key=lambda one: one[1]) if len(posts) <= MOST_TARGETS else []


def register() -> None:
    """Make the pages of requests known to the work list; called when the application starts."""
    register_pages(
        FlowPages(
            flow=FLOW,
            number_url=_number_url,
            action_url=_action_url,
            row_actions=_row_actions,
            bulk_actions=_BULK,
            perform=perform,
            categories=_categories,
            states=STATES,
            bulk_targets=_bulk_targets,
            bulk_pages=((_("Merge"), "cases:merge-many"),),
            exports=(
                (_("Export to Excel"), "cases:export-xlsx"),
                (_("Export as CSV"), "cases:export-csv"),
            ),
        )
    )
