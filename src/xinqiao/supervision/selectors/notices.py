"""Notices somebody may see, as a list and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Page, paginate
from xinqiao.supervision.errors import NoticeNotFound
from xinqiao.supervision.flow import FLOW
from xinqiao.supervision.models import Notice
from xinqiao.supervision.selectors.duty import SUPERVISORS
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.counts import ColourCounts, Count
from xinqiao.workflow.selectors.items import desk_items, visible_items
from xinqiao.workflow.selectors.parties import with_parts
from xinqiao.workflow.selectors.worklist import BY_CLOSED, BY_DUE, WorkFilter, filtered_items

BOXES: Final = ("given", "issued", "all")
# Notices are few among the open items, so they are the side to begin from.
_IS_NOTICE: Final = Q(supervision_notice__isnull=False)
_SHOWN: Final = (
    "owner_post",
    "owner_organisation",
    "supervision_notice__issued_area",
    "supervision_notice__about",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFilter:
    """Which notices: box "given" (to me), "issued" (by my office) or "all"; a colour; closed."""

    box: str = "all"
    colour: str = ""
    closed: bool = False


def visible_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the actor may see: their own, those of their area, those they had a part in."""
    seen = visible_items(actor=actor).filter(pk=OuterRef("pk"), flow=FLOW)
    return Notice.objects.filter(Exists(seen))


def get_notice(*, actor: Actor, number: str) -> Notice:
    """One notice by its number, with who takes part. Raises NoticeNotFound (404)."""
    found = visible_notices(actor=actor).filter(item__number=parse_number(number))
    notice = found.select_related(
        "item__owner_post__area",
        "item__owner_organisation",
        "item__area",
        "issued_area",
        "issued_post",
        "about",
        "decision__meeting",
    ).first()
    if notice is None:
        raise NoticeNotFound
    return notice


def notice_page(
    *, actor: Actor, filter: NoticeFilter, at: datetime, cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """Items of notices with their colour and notice, by due time; one statement."""
    items = filtered_items(actor=actor, filter=_work(filter), at=at).filter(_box(actor, filter.box))
    items = items.filter(_IS_NOTICE)
    items = with_parts(items.select_related(*_SHOWN)).annotate(colour=colour_expression(at))
    order = BY_CLOSED if filter.closed else BY_DUE
    return paginate(items, order=order, cursor=cursor, size=size)


def notice_counts(*, actor: Actor, at: datetime) -> ColourCounts:
    """How many open notices of each colour the actor sees, exactly; one statement."""
    open_ = desk_items(actor=actor).filter(_IS_NOTICE, is_open=True)
    row = open_.aggregate(
        **{one.value: models.Count("pk", filter=colour_q(one, at)) for one in Colour}
    )
    return ColourCounts(**{name: Count(n) for name, n in row.items()})


def _work(filter: NoticeFilter) -> WorkFilter:
    mine = "me" if filter.box == "given" else ""
    return WorkFilter(flow=FLOW, colour=filter.colour, closed=filter.closed, mine=mine)


def _box(actor: Actor, box: str) -> Q:
    if box != "issued" or actor.is_system:
        return Q()
    areas = [post.area_id for post in actor.posts if post.role in SUPERVISORS]
    return Q(supervision_notice__issued_area_id__in=areas)
