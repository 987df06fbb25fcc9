"""After a redraw of boundaries, open notices to posts of the old grids go to those of the new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.supervision.flow import FLOW
from xinqiao.workflow.dispatch import COMMUNITY, Party, desk_above
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.leads import Move, move_lead
from xinqiao.workflow.services.steps import Step, begin, finish

REDRAWN: Final = "boundaries redrawn"


@transaction.atomic
def move_open_notices(*, redrawn: Mapping[str, Any], at: datetime) -> int:
    """Move the open notices of redrawn grids; how many moved. Safe to run twice.

    redrawn: data of the event `grid.redrawn`. Records `supervision.moved`; no clock changes.
    """
    redraw = Redraw(redrawn)
    items = Item.objects.filter(flow=FLOW, area_id__in=redraw.predecessors, is_open=True)
    ids = items.order_by("id").values_list("id", flat=True)
    return sum(_move(item_id, redraw, at) for item_id in list(ids))


def _move(item_id: int, redraw: Redraw, at: datetime) -> bool:
    step = begin(actor=SYSTEM, item_id=item_id, usual="move", at=at, given={Need.REASON: REDRAWN})
    item = step.item
    to = redraw.area_for(item.area_id, None, None)
    if to.area_id == item.area_id:
        return False
    step.facts |= {"from_area": item.area_path, "to_area": to.path}
    item.area_id, item.area_path = to.area_id, to.path
    if item.owner_post_id is not None:
        _hand_over(step, redraw.post_for(item.owner_post_id, to.area_id))
    finish(step)
    return True


def _hand_over(step: Step, post_id: int) -> None:
    """To the post that took the work over, else to the community's desk."""
    item = step.item
    post = Post.objects.filter(pk=post_id, closed_at__isnull=True).select_related("area").first()
    if post is not None and item.area_path.startswith(post.area.path):
        taking, level = post.pk, post.area.level
    else:
        seat = desk_above(step.picture.directory, item.area_path, level=COMMUNITY)
        if seat is None:
            return  # better the former owner than nobody
        taking, level = seat.post_id, seat.level
    if taking == item.owner_post_id:
        return
    why = {"code": "moved", "area": item.area_path}
    move_lead(item, Move(Party(post_id=taking), level, "moved", REDRAWN, (why,)), at=step.at)
    step.facts |= {"post": taking, "organisation": None}
