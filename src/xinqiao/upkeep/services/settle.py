"""What happens to a turn of upkeep after it was done, or when it is not needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.registry.models import Stewardship
from xinqiao.upkeep.flow import AGREE, CHECKED, FLOW, WAITING
from xinqiao.upkeep.models import Task
from xinqiao.upkeep.services.check import Checked, check_task, task_of
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.leads import Move, move_lead
from xinqiao.workflow.services.steps import begin, finish


@transaction.atomic
def settle_task(
    *,
    actor: Actor,
    item_id: int,
    action: str,
    at: datetime,
    reason: str = "",
    seen: datetime | None = None,
) -> Item:
    """Confirm, send back or drop a task. Raises TaskNotFound and what `perform_action` raises."""
    task_of(item_id)
    return perform_action(
        actor=actor,
        item_id=item_id,
        action=action,
        at=at,
        seen=seen,
        fields={Need.REASON: reason.strip()},
    )


def let_pass(*, item_id: int, at: datetime) -> None:
    """Nobody objected in time. Twice is once."""
    try:
        perform_action(actor=SYSTEM, item_id=item_id, action=AGREE, at=at, fields={})
    except ActionNotPossible:
        return  # somebody confirmed it or sent it back meanwhile


@transaction.atomic
def follow_steward(*, facility_id: int, at: datetime) -> int:
    """Open tasks go to the new steward; how many moved. Records `upkeep.moved`. Twice is once."""
    now = Stewardship.objects.filter(facility_id=facility_id, until__isnull=True).first()
    if now is None:
        return 0
    post = now.post
    tasks = Task.objects.filter(
        plan__facility_id=facility_id, item__flow=FLOW, item__state__in=(WAITING, CHECKED)
    ).exclude(item__owner_post_id=post.pk)
    ids = list(tasks.order_by("pk").values_list("pk", flat=True))
    for item_id in ids:
        step = begin(actor=SYSTEM, item_id=item_id, usual="move", at=at)
        why = ({"code": "steward", "facility": facility_id},)
        move = Move(Party(post_id=post.pk), post.area.level, "moved", "steward changed", why)
        move_lead(step.item, move, at=at)
        step.facts |= {"post": post.pk, "organisation": None}
        finish(step)
    return len(ids)


def perform(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> Item:
    """One action as a list or a form sends it: `words`, `reason`, tokens, `defect`, `seen`."""
    seen = data.get("seen")
    when = seen if isinstance(seen, datetime) else None
    if action == "check":
        tokens = data.get("proof_tokens", ())
        checked = Checked(
            proof_tokens=tuple(map(str, tokens)) if isinstance(tokens, list | tuple) else (),
            words=str(data.get("words", "")),
            defect=str(data.get("defect", "")),
            category=str(data.get("category", "")),
        )
        return check_task(actor=actor, item_id=item_id, checked=checked, at=at, seen=when)
    reason = str(data.get("reason", ""))
    return settle_task(actor=actor, item_id=item_id, action=action, reason=reason, at=at, seen=when)
