"""The work list: what somebody's posts let them see, filtered, by due time, page by page.

The order is that of the partial indexes over open items, so a page walks an index and stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import BadTime, day_start, local_day, parse_time
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.machine import registered
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import desk_items
from xinqiao.workflow.selectors.parties import with_parts
from xinqiao.workflow.selectors.words import Found, about, can_search, page_about

BY_DUE = Order("due_at", nullable=True)
BY_CLOSED = Order("closed_at", descending=True)
MINE = frozenset({"me", "organisation"})
LONGEST_WORDS = 60
_COLOURS = frozenset(colour.value for colour in Colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """What somebody wants to see; empty members do not restrict.

    category, area: prefixes of dotted paths. mine: "me" or "organisation". words: any text, or a
    number. due_after <= due < due_before, aware. closed: closed items instead of open ones.
    """

    colour: str = ""
    state: str = ""
    flow: str = ""
    category: str = ""
    area: str = ""
    owner_post: int | None = None
    owner_organisation: int | None = None
    mine: str = ""
    words: str = ""
    due_after: datetime | None = None
    due_before: datetime | None = None
    closed: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read a query string leniently: what cannot be read does not restrict.

        A plain day means that whole day, in Shanghai.
        """
        text = {name: _clean(query.get(name, "")) for name in (*_TEXTS, "closed")}
        return cls(
            colour=text["colour"] if text["colour"] in _COLOURS else "",
            state=text["state"][:24],
            flow=text["flow"][:32],
            category=_path(text["category"]),
            area=_path(text["area"]),
            owner_post=_number(text["owner_post"]),
            owner_organisation=_number(text["owner_organisation"]),
            mine=text["mine"] if text["mine"] in MINE else "",
            words=text["words"][:LONGEST_WORDS],
            due_after=_moment(text["due_after"], end_of_day=False),
            due_before=_moment(text["due_before"], end_of_day=True),
            closed=text["closed"] == "1",
        )

    def to_query(self) -> str:
        """The query string that `from_query` reads back; empty members are left out."""
        pairs: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        for name in ("due_after", "due_before"):
            moment = pairs[name]
            pairs[name] = moment.isoformat() if moment else ""
        pairs["closed"] = "1" if self.closed else ""
        return urlencode({name: value for name, value in pairs.items() if value not in ("", None)})

    @property
    def is_too_short(self) -> bool:
        """Whether its words are too short to search for."""
        return bool(self.words) and not can_search(self.words)

    @property
    def wants_closed(self) -> bool:
        """Whether it speaks of closed items: by itself, or because its state is a final one."""
        finals = {s.name for flow in registered() for s in flow.states if s.final}
        return self.closed or self.state in finals


_TEXTS = (
    "colour",
    "state",
    "flow",
    "category",
    "area",
    "owner_post",
    "owner_organisation",
    "mine",
    "words",
    "due_after",
    "due_before",
)


def work_page(
    *,
    actor: Actor,
    filter: WorkFilter,
    at: datetime,
    cursor: str | None = None,
    size: int = 25,
) -> Page[Item]:
    """One page with `colour`, owner and parts of each item, in one statement, rare words in two.

    Open items by due time, closed ones newest first. Words that are too short find nothing.
    Raises BadCursor.
    """
    lean = filtered_items(actor=actor, filter=replace(filter, words=""), at=at)
    items = with_parts(lean.select_related("owner_post", "owner_organisation"))
    items = items.annotate(colour=colour_expression(at))
    order = BY_CLOSED if filter.wants_closed else BY_DUE
    if not filter.words:
        return paginate(items, order=order, cursor=cursor, size=size)
    found = Found(words=filter.words, lean=lean, full=items)
    return page_about(found, order=order, cursor=cursor, size=size)


def filtered_items(*, actor: Actor, filter: WorkFilter, at: datetime) -> QuerySet[Item]:
    """Everything of the actor's desk that fits the filter, not yet ordered."""
    found = _scope(actor, filter).filter(_plain(filter))
    if filter.colour:
        found = found.filter(colour_q(Colour(filter.colour), at))
    return about(found, filter.words) if filter.words else found


def without_colour(filter: WorkFilter) -> WorkFilter:
    """The same filter over all colours, for counting each of them."""
    return replace(filter, colour="")


def _plain(filter: WorkFilter) -> Q:
    wanted = Q(is_open=not filter.wants_closed)
    for field, value in (
        ("state", filter.state),
        ("flow", filter.flow),
        ("category_code__startswith", filter.category),
        ("area_path__startswith", filter.area),
        ("owner_post_id", filter.owner_post),
        ("owner_organisation_id", filter.owner_organisation),
        ("due_at__gte", filter.due_after),
        ("due_at__lt", filter.due_before),
    ):
        if value not in ("", None):
            wanted &= Q(**{field: value})
    return wanted


def _scope(actor: Actor, filter: WorkFilter) -> QuerySet[Item]:
    """What somebody owns they may see, so the gate by area is not asked again."""
    units = Q(owner_organisation_id__in=actor.organisation_ids)
    if filter.mine == "organisation":
        return Item.objects.filter(units)
    if filter.mine == "me":
        posts = Q(owner_post_id__in=actor.post_ids)
        return Item.objects.filter(posts | units if actor.organisation_ids else posts)
    return desk_items(actor=actor)


def _clean(text: object) -> str:
    return str(text).replace("\0", "").strip()


def _path(text: str) -> str:
    """A dotted path ends with a dot, so that `a.b.` never finds `a.bc.`."""
    return text[:120] if text.endswith(".") else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _moment(text: str, *, end_of_day: bool) -> datetime | None:
    try:
        moment = parse_time(text) if text else None
    except BadTime:
        return None
    if moment is not None and end_of_day and len(text) <= len("2026-01-01"):
        return day_start(local_day(moment) + timedelta(days=1))
    return moment
