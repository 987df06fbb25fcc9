"""Members of an issue with their reasons, and the issue that a request belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.issues.models import Issue, Member, State, Support
from xinqiao.issues.selectors.issues import may_lead, visible_issues
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import local_day
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items

BY_SCORE: Final = Order("score", descending=True, tie="item_id")
PAGE_SIZE: Final = 25
MOST_WEEKS: Final = 60


@dataclass(frozen=True, slots=True)
class Week:
    """Requests of one week; `first` is its Monday."""

    first: date
    count: int


def member_page(*, actor: Actor, issue: Issue, cursor: str | None = None) -> Page[Member]:
    """Members whose requests the actor may see, most central first. One statement."""
    members = _seen(actor, issue).select_related("item", "item__area", "item__owner_post")
    return paginate(
        members.select_related("item__owner_organisation"),
        order=BY_SCORE,
        cursor=cursor,
        size=PAGE_SIZE,
    )


def member_items(*, actor: Actor, issue: Issue) -> QuerySet[Item]:
    """The requests of an issue that the actor may see, for the map."""
    inside = Member.objects.filter(issue=issue).values("item_id")
    return visible_items(actor=actor).filter(pk__in=inside)


def weeks_of(*, issue: Issue) -> list[Week]:
    """Requests week by week from the first to the last, gaps included. One statement."""
    days = Member.objects.filter(issue=issue).values_list("item__opened_at", flat=True)
    counted = Counter(_monday(at) for at in days)
    if not counted:
        return []
    last = max(counted)
    first = max(min(counted), last - timedelta(weeks=MOST_WEEKS - 1))
    span = (last - first).days // 7 + 1
    return [
        Week(monday, counted[monday])
        for monday in (first + timedelta(weeks=n) for n in range(span))
    ]


def issue_of(*, actor: Actor, item_id: int) -> Issue | None:
    """The issue that a request belongs to, unless dismissed or hidden from the actor."""
    return (
        visible_issues(actor=actor)
        .exclude(state=State.DISMISSED)
        .filter(members__item_id=item_id)
        .first()
    )


def why_member(*, item_id: int) -> Member | None:
    """The membership of a request, with its reason."""
    return Member.objects.filter(item_id=item_id).first()


def supports_of(item_ids: list[int]) -> dict[int, int]:
    """People behind each of these requests besides its requester. One statement."""
    rows = Support.objects.filter(item_id__in=item_ids)
    return {row.item_id: row.joined + row.votes for row in rows}


def _seen(actor: Actor, issue: Issue) -> QuerySet[Member]:
    members = Member.objects.filter(issue=issue)
    if may_lead(actor=actor, issue=issue):
        return members
    return members.filter(item__in=visible_items(actor=actor).values("pk"))


def _monday(at: datetime) -> date:
    day = local_day(at)
    return day - timedelta(days=day.weekday())
