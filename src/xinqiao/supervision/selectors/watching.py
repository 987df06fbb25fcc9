"""The items somebody has put on the own list."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Subquery

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.supervision.models import Watch
from xinqiao.supervision.selectors.late import explained
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items

LATEST_FIRST = Order("watched_at", descending=True)


def watch_page(
    *, actor: Actor, at: datetime, cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """The list, what was put on it last first; what one may no longer see is left out."""
    mine = Watch.objects.filter(user_id=actor.user_id or 0)
    items = (
        visible_items(actor=actor)
        .filter(pk__in=mine.values("item_id"))
        .select_related("owner_post", "owner_organisation")
        .annotate(watched_at=Subquery(mine.filter(item=OuterRef("pk")).values("since")[:1]))
    )
    return paginate(explained(items, actor, at), order=LATEST_FIRST, cursor=cursor, size=size)
