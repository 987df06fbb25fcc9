"""What supervision shows on the page of any item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import Actor
from xinqiao.supervision.flow import FLOW
from xinqiao.supervision.models import Notice, Reminder, Watch
from xinqiao.supervision.selectors.duty import may_remind, posts_over
from xinqiao.workflow.models import Item

SHOWN_REMINDERS: Final = 3
SHOWN_NOTICES: Final = 5


def panel_of(actor: Actor, item: Item, at: datetime) -> Mapping[str, Any] | None:
    """Whether it is on the list, who reminded, which notices are about it; three statements.

    None for people without a post.
    """
    if not actor.is_staff:
        return None
    reminders = list(Reminder.objects.filter(item=item).order_by("-at")[: SHOWN_REMINDERS + 1])
    is_running = item.is_open and item.done_at is None
    return {
        "item": item,
        "at": at,
        "is_watched": Watch.objects.filter(item=item, user_id=actor.user_id or 0).exists(),
        "reminders": reminders[:SHOWN_REMINDERS],
        "more_reminders": len(reminders) > SHOWN_REMINDERS,
        "notices": _notices(actor, item),
        "may_remind": is_running and may_remind(actor=actor, item=item),
        "may_issue": item.flow != FLOW and bool(posts_over(actor, item.area_path)),
    }


def _notices(actor: Actor, item: Item) -> list[Notice]:
    """Notices about the item; a link is shown to those who may follow it."""
    found = Notice.objects.filter(about=item).select_related(
        "item__owner_post__area", "item__owner_organisation"
    )
    return [
        notice for notice in found.order_by("-pk")[:SHOWN_NOTICES] if _may_see(actor, notice.item)
    ]


def _may_see(actor: Actor, item: Item) -> bool:
    owns = item.owner_post_id in actor.post_ids or (
        item.owner_organisation_id in actor.organisation_ids
    )
    return owns or any(item.area_path.startswith(post.area_path) for post in actor.posts)
