"""Reading notices: everybody sees their own and no others."""

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.notifications.models import Delivery, Notice

MOST_COUNTED = 99
NO_MOBILE = "no mobile number"


def notices_of(*, actor: Actor) -> QuerySet[Notice]:
    """Return the actor's notices, not ordered: page them by id, newest first."""
    return Notice.objects.filter(recipient_id=actor.user_id or 0)


def unread_count(*, actor: Actor) -> int:
    """Return how many notices are new, at most 100 (shown as 99+)."""
    unread = notices_of(actor=actor).filter(read_at__isnull=True)
    return unread[: MOST_COUNTED + 1].count()


def given_up() -> QuerySet[Delivery]:
    """Return text messages that could not be sent after eight attempts, with their notices.

    Somebody without a mobile was told on the page and is no trouble.
    """
    stuck = Delivery.objects.filter(sent_at__isnull=True, next_attempt_at__isnull=True)
    return stuck.exclude(last_error=NO_MOBILE).select_related("notice")
