"""Accept a request (受理)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import AlreadyAccepted
from xinqiao.cases.flow import HANDLING
from xinqiao.kit.time import format_time
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.models import Assignment, Item, Part
from xinqiao.workflow.selectors.parties import is_owner
from xinqiao.workflow.services.assignments import accept_item


@transaction.atomic
def accept_case(*, actor: Actor, item_id: int, at: datetime, seen: datetime | None = None) -> Item:
    """Say that the owner looks after it. Records `cases.accepted`.

    at: aware UTC; seen: `changed_at` of the page the person looked at. Raises AlreadyAccepted
    (409) for a second click or a faster colleague, and what the engine raises.
    """
    try:
        return accept_item(actor=actor, item_id=item_id, at=at, seen=seen)
    except ActionNotPossible:
        if accepted_at := _accepted_by(actor, item_id):
            raise AlreadyAccepted(time=format_time(accepted_at)) from None
        raise


def _accepted_by(actor: Actor, item_id: int) -> datetime | None:
    """When the actor's own post or unit accepted what it is handling now."""
    item = Item.objects.filter(pk=item_id, state=HANDLING).first()
    if item is None or not is_owner(actor=actor, item=item):
        return None
    lead = Assignment.objects.filter(item=item, part=Part.LEAD, until__isnull=True).first()
    return lead.accepted_at if lead else None
