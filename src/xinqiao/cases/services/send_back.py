"""Send a request back to whoever gave it (退回)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, clean_reason
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.assignments import send_back


@transaction.atomic
def return_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Give it back to the dispatcher with a reason. Records `cases.returned`.

    Raises MayNotReturn (409) for a designated unit.
    """
    reason = clean_reason(reason)
    item = send_back(actor=actor, item_id=item_id, reason=reason, at=at, seen=seen)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item
