"""What an item came out of, and what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from xinqiao.accounts.access import Actor
from xinqiao.workflow.models import Item, Link
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.items import visible_items


@dataclass(frozen=True, slots=True)
class Linked:
    """The other end of a link. url is empty for somebody who may not open it."""

    number: str
    label: str
    title: str
    state: str
    url: str
    is_source: bool


def linked_items(*, actor: Actor, item: Item) -> list[Linked]:
    """Both directions, the oldest first; two statements, one where nothing is linked.

    Whoever may not see the other end learns its number and how it stands, not what it says.
    """
    links = Link.objects.filter(Q(source=item) | Q(target=item)).select_related("source", "target")
    found = list(links.order_by("pk")[:50])
    if not found:
        return []
    others = [link.target if link.source_id == item.pk else link.source for link in found]
    seen = set(
        visible_items(actor=actor)
        .filter(pk__in=[other.pk for other in others])
        .values_list("pk", flat=True)
    )
    return [
        _linked(other, is_source=link.target_id == item.pk, is_seen=other.pk in seen)
        for link, other in zip(found, others, strict=True)
    ]


def _linked(item: Item, *, is_source: bool, is_seen: bool) -> Linked:
    pages = pages_of(item.flow)
    return Linked(
        number=item.number,
        label=str(pages.label) or gettext("Request"),
        title=item.title if is_seen else "",
        state=str(pages.states.get(item.state, item.state)),
        url=pages.number_url(item.number) if is_seen else "",
        is_source=is_source,
    )


def links_panel(actor: Actor, item: Item, at: datetime) -> Mapping[str, Any] | None:
    """The part of an item's page; none where nothing is linked."""
    found = linked_items(actor=actor, item=item)
    return {"links": found} if found else None
