"""After a redraw of boundaries, open requests go to the grid that now holds their place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.flow import CASE_FLOW, FLOW
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.workflow import snapshot
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import AlreadyThere, NoDesk
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.planning import plan_opening
from xinqiao.workflow.services.leads import Move, move_lead
from xinqiao.workflow.services.steps import Step, begin, finish

REDRAWN: Final = "boundaries redrawn"


@transaction.atomic
def move_open_cases(*, redrawn: Mapping[str, Any], at: datetime) -> int:
    """Move the open requests of redrawn grids; how many moved. Safe to run twice.

    redrawn: data of the event `grid.redrawn`.
    """
    redraw = Redraw(redrawn)
    items = Item.objects.filter(flow=FLOW, area_id__in=redraw.predecessors, is_open=True)
    ids = items.order_by("id").values_list("id", flat=True)
    return sum(move_case(item_id=item_id, redraw=redraw, at=at) for item_id in list(ids))


@transaction.atomic
def move_case(*, item_id: int, redraw: Redraw, at: datetime) -> bool:
    """Put one open request where its point lies now. Records `cases.moved`.

    Its owner stays, or is the post that took the former owner's work over; only when neither
    fits do the rules decide anew. No clock starts again: the promise was made before the redraw.
    """
    step = begin(actor=SYSTEM, item_id=item_id, usual="move", at=at, given={Need.REASON: REDRAWN})
    item = step.item
    to = redraw.area_for(item.area_id, item.lon, item.lat)
    if to.area_id == item.area_id:
        return False
    step.facts |= {"from_area": item.area_path, "to_area": to.path}
    item.area_id, item.area_path = to.area_id, to.path
    if item.owner_post_id is not None:
        _find_owner(step, redraw.post_for(item.owner_post_id, to.area_id))
    finish(step)
    return True


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
            flow=CASE_FLOW,
            category_code=step.item.category_code,
            area_path=step.item.area_path,
            at=step.at,
            snapshot=snapshot.current(),
        )
        _hand_to(step, plan.owner, plan.level, plan.why)
    except (NoDesk, AlreadyThere):
        # Nobody else is there yet: better the former owner than nobody.
        return


def _hand_to(step: Step, to: Party, level: int, why: tuple[dict[str, Any], ...]) -> None:
    reason = {"code": "moved", "area": step.item.area_path}
    move_lead(step.item, Move(to, level, "moved", REDRAWN, (reason, *why)), at=step.at)
    step.facts |= {"post": to.post_id, "organisation": to.organisation_id}
