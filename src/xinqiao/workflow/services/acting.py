"""Do one action of a flow that needs nothing but itself."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.steps import Extras, begin, finish


@transaction.atomic
def perform_action(
    *, actor: Actor, item_id: int, action: str, at: datetime, **options: Unpack[Extras]
) -> Item:
    """Move the item by `action`, run its clocks, record one event of the action's kind.

    Raises ItemNotFound (404), ItemChanged and ActionNotPossible (409), ActionNotYours (403),
    Missing (422).
    """
    step = begin(actor=actor, item_id=item_id, usual=action, at=at, **options)
    return finish(step)
