"""Hand a request up the ladder: grid, community, street, county."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, clean_reason
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.assignments import hand_up


@transaction.atomic
def hand_up_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Give it to the desk of the next level. Records `cases.handed_up`. Raises AtTheTop (409)."""
    reason = clean_reason(reason)
    item = hand_up(actor=actor, item_id=item_id, reason=reason, at=at, seen=seen)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item
