"""Tie an item to the one that came out of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.time import require_aware
from xinqiao.workflow.models import SUBJECT, Item, Link


@transaction.atomic
def link_items(*, actor: Actor, source: Item, target: Item, at: datetime) -> Link:
    """Record that `target` came out of `source`, on both timelines. Twice is once.

    The caller has proved that the actor may see both. Records `workflow.became` and
    `workflow.came_from`.
    """
    at = require_aware(at)
    link, is_new = Link.objects.get_or_create(
        source=source, target=target, defaults={"made_by_id": actor.user_id, "at": at}
    )
    if is_new:
        pairs = (("workflow.became", source, target), ("workflow.came_from", target, source))
        append_many(
            actor=actor, events=[_event(kind, item, other, at) for kind, item, other in pairs]
        )
    return link


def _event(kind: str, item: Item, other: Item, at: datetime) -> NewEvent:
    return NewEvent(
        kind=kind,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data={"flow": other.flow, "number": other.number},
    )
