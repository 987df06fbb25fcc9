"""What follows from events of other rooms."""

from __future__ import annotations

from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.issues.services.support import record_joined


@subscriber("cases.joined", name="issues.support")
def count_who_joined(event: Event) -> None:
    """People who said "me too" make the issue of the request hotter."""
    record_joined(item_id=event.subject_id, count=int(event.data.get("count", 0)), at=event.at)
