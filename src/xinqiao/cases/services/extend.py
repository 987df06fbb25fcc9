"""Extend the limit of handling, once, with a reason (延期)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, clean_reason
from xinqiao.workflow.models import Item, Unit
from xinqiao.workflow.services.deadlines import extend_deadline


@transaction.atomic
def extend_case(
    *,
    actor: Actor,
    item_id: int,
    amount: int | Decimal,
    reason: str,
    at: datetime,
    unit: str = Unit.WORKING_DAYS,
    seen: datetime | None = None,
) -> Item:
    """Add to the limit of handling. Records `cases.extended`.

    amount: of `unit`. Raises AlreadyExtended, NoClock (409), BadLimit (422).
    """
    reason = clean_reason(reason)
    item = extend_deadline(
        actor=actor,
        item_id=item_id,
        clock="handle",
        amount=amount,
        unit=unit,
        reason=reason,
        at=at,
        seen=seen,
    )
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item
