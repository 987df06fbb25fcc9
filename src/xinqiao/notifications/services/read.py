"""Remember which notices were looked at."""

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.notifications.errors import NoSuchNotice
from xinqiao.notifications.models import Notice
from xinqiao.notifications.selectors import notices_of


@transaction.atomic
def mark_read(*, actor: Actor, notice_id: int, at: datetime) -> Notice:
    """Mark one of the actor's notices as read and return it. Raises NoSuchNotice."""
    notice = notices_of(actor=actor).filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Mark all of the actor's notices as read; return how many were new."""
    return notices_of(actor=actor).filter(read_at__isnull=True).update(read_at=at)
