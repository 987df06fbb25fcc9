"""Let the clock wait, and go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import NotPaused
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, clean_reason
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action


@transaction.atomic
def pause_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Wait for something outside our hands, with a reason. Records `cases.paused`."""
    reason = clean_reason(reason)
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="pause",
        at=at,
        seen=seen,
        fields={Need.REASON: reason},
    )
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def resume_case(*, actor: Actor, item_id: int, at: datetime, seen: datetime | None = None) -> Item:
    """Go on; what was left of the limit runs from now. Records `cases.resumed`."""
    try:
        return perform_action(actor=actor, item_id=item_id, action="resume", at=at, seen=seen)
    except ActionNotPossible:
        raise NotPaused from None
