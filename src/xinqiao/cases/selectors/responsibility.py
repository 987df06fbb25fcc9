"""What was asked, and who answers it until when (需求清单→责任清单), in the actor's own areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import (
    BinaryField,
    Count,
    F,
    Func,
    Min,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from xinqiao.accounts.access import Actor
from xinqiao.cases.flow import FLOW, MERGED, WITHDRAWN
from xinqiao.grid.models import Appointment, Organisation
from xinqiao.grid.selectors.posts import current_at
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.models import Item, Part
from xinqiao.workflow.selectors.items import desk_items, with_owner
from xinqiao.workflow.selectors.parties import parts_of, with_parts

BY_DUE: Final = Order("due_at", nullable=True)
MOST_PARTIES: Final = 100
_CHUNK: Final = 500
# Nobody owes an answer to what was withdrawn, and a merged one is answered by the main one.
_KEPT: Final = ~Q(state__in=(WITHDRAWN, MERGED))
_OPEN: Final = Q(is_open=True, done_at__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which requests. since, until: half-open, aware, of the report. owner: `post:1`, `unit:2`."""

    since: datetime | None = None
    until: datetime | None = None
    owner: str = ""
    with_answered: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """The demand side: how much was asked, by how many people, and what is left of it."""

    requests: int
    people: int
    unanswered: int
    overdue: int


@dataclass(frozen=True, slots=True)
class PartyLoad:
    """What one post or unit has promised. `owner` filters the list by it."""

    owner: str
    name: str
    open: int
    overdue: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what was asked, who answers, until when."""

    item: Item
    responsible: str
    people: str
    helping: str
    colour: str

    @property
    def is_complete(self) -> bool:
        """Whether somebody is named and, while it is unanswered, a time."""
        return bool(self.responsible) and (
            self.item.due_at is not None or self.item.done_at is not None
        )


@dataclass(frozen=True, slots=True)
class LinePage:
    """One page of the list and the cursors to its neighbours."""

    items: list[Line]
    next: str | None
    previous: str | None


def demand(*, actor: Actor, asked: Asked, at: datetime) -> Demand:
    """How much was asked and by how many people; one statement.

    Somebody who reports by an account and by telephone is one person: the number tells.
    """
    account = Func(
        Cast("requester_id", TextField()),
        Value("UTF8"),
        function="convert_to",
        output_field=BinaryField(),
    )
    person = Coalesce(F("requester__phone_index"), F("case__reporter_phone_index"), account)
    found = _of_period(actor, asked).aggregate(
        requests=Count("pk"),
        people=Count(person, distinct=True),
        unanswered=Count("pk", filter=_OPEN & _KEPT),
        overdue=Count("pk", filter=_OPEN & _KEPT & colour_q(Colour.RED, at)),
    )
    return Demand(**found)


def responsible_parties(*, actor: Actor, asked: Asked, at: datetime) -> list[PartyLoad]:
    """Who owes answers, the most overdue first, at most 100; one statement."""
    rows = (
        _of_period(actor, asked)
        .filter(_OPEN & _KEPT)
        .values(
            "owner_post_id",
            "owner_post__title",
            "owner_organisation_id",
            "owner_organisation__name",
        )
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=colour_q(Colour.RED, at)),
            next_due=Min("due_at"),
        )
        .order_by("-overdue", "-open", "owner_post_id", "owner_organisation_id")[:MOST_PARTIES]
    )
    return [
        PartyLoad(
            owner=_owner_key(row["owner_post_id"], row["owner_organisation_id"]),
            name=row["owner_post__title"] or row["owner_organisation__name"],
            open=row["open"],
            overdue=row["overdue"],
            next_due=row["next_due"],
        )
        for row in rows
    ]


def responsibility_page(
    *, actor: Actor, asked: Asked, at: datetime, cursor: str | None = None, size: int = 25
) -> LinePage:
    """One page of the list, what is due first on top; three statements. Raises BadCursor."""
    found: Page[Item] = paginate(_lines(actor, asked, at), order=BY_DUE, cursor=cursor, size=size)
    return LinePage(_named(found.items, at), found.next, found.previous)


def responsibility_lines(*, actor: Actor, asked: Asked, at: datetime, limit: int) -> Iterator[Line]:
    """The whole list up to `limit`, read chunk by chunk."""
    items = _lines(actor, asked, at).order_by("due_at", "pk")[:limit]
    chunk: list[Item] = []
    for item in items.iterator(chunk_size=_CHUNK):
        chunk.append(item)
        if len(chunk) == _CHUNK:
            yield from _named(chunk, at)
            chunk = []
    yield from _named(chunk, at)


def _of_period(actor: Actor, asked: Asked) -> QuerySet[Item]:
    items = desk_items(actor=actor).filter(flow=FLOW)
    if asked.since is not None:
        items = items.filter(opened_at__gte=asked.since)
    if asked.until is not None:
        items = items.filter(opened_at__lt=asked.until)
    return items


def _lines(actor: Actor, asked: Asked, at: datetime) -> QuerySet[Item]:
    items = _of_period(actor, asked).filter(_KEPT)
    if not asked.with_answered:
        items = items.filter(_OPEN)
    kind, _colon, key = asked.owner.partition(":")
    if key.isascii() and key.isdigit() and kind in ("post", "unit"):
        name = "owner_post_id" if kind == "post" else "owner_organisation_id"
        items = items.filter(**{name: int(key[:18])})
    return (
        with_parts(with_owner(items))
        .select_related("area", "owner_post", "owner_organisation", "case__category")
        .annotate(colour=colour_expression(at))
    )


def _owner_key(post_id: int | None, organisation_id: int | None) -> str:
    return f"post:{post_id}" if post_id is not None else f"unit:{organisation_id}"


def _named(items: Sequence[Item], at: datetime) -> list[Line]:
    """Add who sits in the owning posts and units, and which units help."""
    helping = {item.pk: _helping(item) for item in items}
    units = {item.owner_organisation_id for item in items}
    posts = {item.owner_post_id for item in items}
    seated = _seated(posts, units, at)
    names = _unit_names({unit for found in helping.values() for unit in found})
    return [
        Line(
            item=item,
            responsible=str(item.owner_post or item.owner_organisation or ""),
            people="、".join(
                seated.get(_owner_key(item.owner_post_id, item.owner_organisation_id), ())
            ),
            helping="、".join(names.get(unit, "") for unit in helping[item.pk]),
            colour=str(getattr(item, "colour", "")),
        )
        for item in items
    ]


def _seated(
    posts: Iterable[int | None], units: Iterable[int | None], at: datetime
) -> dict[str, list[str]]:
    """Names of those who hold the posts or act for the units, by owner; one statement."""
    rows = (
        Appointment.objects.filter(current_at(at), user__is_active=True)
        .filter(
            Q(post_id__in=[post for post in posts if post])
            | Q(post__organisation_id__in=[unit for unit in units if unit])
        )
        .order_by("starts_at", "pk")
        .values_list("post_id", "post__organisation_id", "user__display_name")
    )
    found: dict[str, list[str]] = {}
    for post_id, unit_id, name in rows:
        for key in (f"post:{post_id}", f"unit:{unit_id}"):
            known = found.setdefault(key, [])
            if name not in known:
                known.append(name)
    return found


def _helping(item: Item) -> list[int]:
    return [
        part.organisation_id
        for part in parts_of(item)
        if part.part == Part.CO and part.organisation_id is not None
    ]


def _unit_names(unit_ids: set[int]) -> dict[int, str]:
    if not unit_ids:
        return {}
    return dict(Organisation.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
