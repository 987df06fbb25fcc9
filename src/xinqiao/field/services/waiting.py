"""Try again what had to wait, and give up with a sentence when its time is over."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from xinqiao.accounts.hooks import actor_for
from xinqiao.field.errors import TooOld
from xinqiao.field.models import CommandFate, CommandLog
from xinqiao.field.parameters import OLDEST
from xinqiao.field.services.attempt import decide, refuse

BATCH: Final = 200


def try_waiting(*, at: datetime, limit: int = BATCH) -> int:
    """Try commands whose time to wait is over, oldest first; return how many were decided.

    Each in a transaction of its own, as its sender with the posts of now. What waited for longer
    than OLDEST is refused: it stays on the list of the community.
    """
    due = CommandLog.objects.filter(fate=CommandFate.WAITING, next_try_at__lte=at)
    ids = list(due.order_by("next_try_at", "received_at").values_list("pk", flat=True)[:limit])
    return sum(_try_one(command_id, at) for command_id in ids)


@transaction.atomic
def _try_one(command_id: UUID, at: datetime) -> int:
    # Skipped when the phone itself sends it again at this moment.
    rows = CommandLog.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(pk=command_id, fate=CommandFate.WAITING).select_related("user").first()
    if row is None:
        return 0
    if row.received_at < at - OLDEST:
        refuse(row, TooOld(days=OLDEST.days), at)
    else:
        decide(actor=actor_for(row.user, at), row=row, at=at)
    return int(row.fate != CommandFate.WAITING)
