"""What happened to an item, from the log."""

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.events.models import Event
from xinqiao.events.selectors import timeline
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.selectors.items import get_item


def item_timeline(*, actor: Actor, item: Item) -> QuerySet[Event]:
    """Events of the item, oldest first. Raises ItemNotFound for strangers."""
    get_item(actor=actor, item_id=item.pk)
    return timeline(subject_kind=SUBJECT, subject_id=item.pk)
