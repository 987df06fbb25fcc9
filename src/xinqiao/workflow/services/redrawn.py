"""After a redraw of boundaries, open items of all flows go to the grid that holds their place."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import SYSTEM
from xinqiao.grid.following import Follower, register_follower
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import AlreadyThere, NoDesk
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.planning import plan_opening
from xinqiao.workflow.services.leads import Move, move_lead
from xinqiao.workflow.services.steps import Step, begin, finish

REDRAWN: Final = "boundaries redrawn"


@transaction.atomic
def move_open_items(redraw: Redraw, at: datetime) -> Counter[int]:
    """Move the open items of redrawn grids; how many went to which area. Safe to run twice."""
    moved: Counter[int] = Counter()
    items = Item.objects.filter(area_id__in=redraw.predecessors, is_open=True)
    for item_id in list(items.order_by("id").values_list("id", flat=True)):
        to = move_item(item_id=item_id, redraw=redraw, at=at)
        if to is not None:
            moved[to] += 1
    return moved


@transaction.atomic
def move_item(*, item_id: int, redraw: Redraw, at: datetime) -> int | None:
    """Put one open item where its point lies now: the area, or None when it stays.

    Its owner stays, or is the post that took the former owner's work over; only when neither
    fits do the rules decide anew. No clock starts again: the promise was made before the redraw.
    Records the flow's `move`.
    """
    step = begin(actor=SYSTEM, item_id=item_id, usual="move", at=at, given={Need.REASON: REDRAWN})
    item = step.item
    to = redraw.area_for(item.area_id, item.lon, item.lat, row=(SUBJECT, item.pk))
    if to.area_id == item.area_id:
        return None
    step.facts |= {"from_area": item.area_path, "to_area": to.path}
    item.area_id, item.area_path = to.area_id, to.path
    if item.owner_post_id is not None:
        _find_owner(step, redraw.post_for(item.owner_post_id, to.area_id))
    finish(step)
    return to.area_id


def _find_owner(step: Step, post_id: int) -> None:
    item = step.item
    post = Post.objects.filter(pk=post_id, closed_at__isnull=True).select_related("area").first()
    if post is None or not item.area_path.startswith(post.area.path):
        _dispatch_anew(step)
    elif post_id != item.owner_post_id:
        _hand_to(step, Party(post_id=post_id), post.area.level, ())


def _dispatch_anew(step: Step) -> None:
    try:
        plan = plan_opening(
            flow=step.flow,
            category_code=step.item.category_code,
            area_path=step.item.area_path,
            at=step.at,
            snapshot=step.picture,
        )
        _hand_to(step, plan.owner, plan.level, plan.why)
    except (NoDesk, AlreadyThere):
        # Nobody else is there yet: better the former owner than nobody.
        return


def _hand_to(step: Step, to: Party, level: int, why: tuple[dict[str, Any], ...]) -> None:
    reason = {"code": "moved", "area": step.item.area_path}
    move_lead(step.item, Move(to, level, "moved", REDRAWN, (reason, *why)), at=step.at)
    step.facts |= {"post": to.post_id, "organisation": to.organisation_id}


def register() -> None:
    """Tell the room of grids that open items follow."""
    register_follower(
        Follower(name="items", label=_("Open items"), move=move_open_items, position=50)
    )
