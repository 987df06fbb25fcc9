"""What is late or about to be in somebody's area, with why: which clock, how late, whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.supervision.models import Reminder, Watch
from xinqiao.supervision.selectors.duty import supervised_paths
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Deadline, Item

MOST_LATE_FIRST = Order("due_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFilter:
    """colour "red" or "yellow" restricts; area: a dotted path; unit: "post:1", "organisation:2"."""

    colour: str = ""
    flow: str = ""
    area: str = ""
    unit: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read a query string leniently: what cannot be read does not restrict."""
        area = query.get("area", "").replace("\0", "")[:120]
        return cls(
            colour=query.get("colour", "") if query.get("colour") in ("red", "yellow") else "",
            flow=query.get("flow", "").replace("\0", "")[:32],
            area=area if area.endswith(".") else "",
            unit=query.get("unit", "") if party_of(query.get("unit", "")) else "",
        )

    def to_query(self) -> str:
        """The query string of this filter."""
        pairs = {"colour": self.colour, "flow": self.flow, "area": self.area, "unit": self.unit}
        return urlencode({name: value for name, value in pairs.items() if value})


def party_of(text: str) -> Party | None:
    """Read `post:1` or `organisation:2`; None for anything else."""
    kind, _colon, key = text.partition(":")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    if kind == "post":
        return Party(post_id=int(key))
    return Party(organisation_id=int(key)) if kind == "organisation" else None


def late_page(
    *, actor: Actor, filter: LateFilter, at: datetime, cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """Open items that are red or yellow, the most late first; one statement.

    Each carries `colour`, `clock` (the one that governs), `reminders`, `is_watched`.
    """
    items = late_items(actor=actor, filter=filter, at=at)
    items = items.select_related("owner_post", "owner_organisation")
    return paginate(explained(items, actor, at), order=MOST_LATE_FIRST, cursor=cursor, size=size)


def late_items(*, actor: Actor, filter: LateFilter, at: datetime) -> QuerySet[Item]:
    """The same, not yet ordered: of the actor's areas, else what they have themselves."""
    found = Item.objects.filter(_scope(actor), is_open=True, done_at__isnull=True)
    if filter.colour:
        found = found.filter(colour_q(Colour(filter.colour), at))
    else:
        found = found.filter(Q(yellow_at__lte=at), yellow_at__lte=Least(Value(at), F("paused_at")))
    if filter.flow:
        found = found.filter(flow=filter.flow)
    if filter.area:
        found = found.filter(area_path__startswith=filter.area)
    party = party_of(filter.unit)
    if party is not None and party.post_id is not None:
        found = found.filter(owner_post_id=party.post_id)
    elif party is not None:
        found = found.filter(owner_organisation_id=party.organisation_id)
    return found


def explained(items: QuerySet[Item], actor: Actor, at: datetime) -> QuerySet[Item]:
    """Annotate why an item is late and what was done about it; read for one page only."""
    governing = Deadline.objects.filter(
        item=OuterRef("pk"),
        due_at=OuterRef("due_at"),
        assignment__isnull=True,
        met_at__isnull=True,
        cancelled_at__isnull=True,
    )
    reminded = (
        Reminder.objects.filter(item=OuterRef("pk"))
        .order_by()
        .values("item")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return items.annotate(
        colour=colour_expression(at),
        clock=Subquery(governing.values("clock")[:1]),
        reminders=Coalesce(Subquery(reminded, output_field=IntegerField()), 0),
        is_watched=Exists(Watch.objects.filter(item=OuterRef("pk"), user_id=actor.user_id or 0)),
    )


def _scope(actor: Actor) -> Q:
    paths = supervised_paths(actor)
    if not paths:
        return Q(owner_post_id__in=actor.post_ids) | Q(
            owner_organisation_id__in=actor.organisation_ids
        )
    seen = Q()
    for path in paths:
        seen |= Q(area_path__startswith=path)
    return seen
