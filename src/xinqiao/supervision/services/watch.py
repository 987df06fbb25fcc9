"""Put items on the own list and take them off (关注)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import require_aware
from xinqiao.supervision.models import Watch
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import get_item


@transaction.atomic
def watch_item(*, actor: Actor, item_id: int, at: datetime) -> Item:
    """Put an item the actor sees on their list; doing it twice changes nothing.

    A list is private, like a bookmark, and so leaves no trace in the log. Raises ItemNotFound.
    """
    item = get_item(actor=actor, item_id=item_id)
    if actor.user_id is None:
        raise NotAllowed
    Watch.objects.get_or_create(
        user_id=actor.user_id, item=item, defaults={"since": require_aware(at)}
    )
    return item


@transaction.atomic
def unwatch_item(*, actor: Actor, item_id: int) -> None:
    """Take an item off the list."""
    Watch.objects.filter(user_id=actor.user_id or 0, item_id=item_id).delete()
