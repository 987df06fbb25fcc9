"""Which issues somebody may see, and which they may lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.issues.errors import IssueNotFound
from xinqiao.issues.models import LIVE, Issue, Member
from xinqiao.kit.paging import Order, Page, paginate

VIEWERS: Final = (*AREA_STAFF, *GRID_ROLES, Role.HOTLINE)
BY_HEAT: Final = Order("heat", descending=True)
PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFilter:
    """What somebody wants to see. state: of State, empty for the live ones. area: a path."""

    state: str = ""
    area: str = ""


def visible_issues(*, actor: Actor) -> QuerySet[Issue]:
    """Issues inside the actor's areas, and wider ones that reach into them."""
    if actor.is_system:
        return Issue.objects.all()
    seen = Q()
    for path in actor.area_paths(*VIEWERS):
        reaching = Member.objects.filter(issue=OuterRef("pk"), item__area_path__startswith=path)
        above = Q(area_path__in=_paths_above(path)) & Q(Exists(reaching))
        seen |= Q(area_path__startswith=path) | above
    return Issue.objects.filter(seen) if seen else Issue.objects.none()


def get_issue(*, actor: Actor, issue_id: int) -> Issue:
    """One issue the actor may see. Raises IssueNotFound for strangers."""
    found = (
        visible_issues(actor=actor)
        .select_related("lead_unit", "merged_into")
        .filter(pk=issue_id)
        .first()
    )
    if found is None:
        raise IssueNotFound
    return found


def may_lead(*, actor: Actor, issue: Issue) -> bool:
    """Whether the actor answers for the whole area of the issue, and so may correct it."""
    if actor.is_system:
        return True
    return any(issue.area_path.startswith(path) for path in actor.area_paths(*AREA_STAFF))


def issue_page(*, actor: Actor, chosen: IssueFilter, cursor: str | None = None) -> Page[Issue]:
    """Hottest first. One statement."""
    found = visible_issues(actor=actor)
    found = found.filter(state=chosen.state) if chosen.state else found.filter(state__in=LIVE)
    if chosen.area:
        found = found.filter(area_path__startswith=chosen.area)
    return paginate(found, order=BY_HEAT, cursor=cursor, size=PAGE_SIZE)


def others_to_merge(*, actor: Actor, issue: Issue, limit: int = 30) -> list[Issue]:
    """Live issues that this one could be merged with: the hottest the actor leads."""
    paths = Q(area_path__startswith="") if actor.is_system else Q(pk=None)
    for path in actor.area_paths(*AREA_STAFF):
        paths |= Q(area_path__startswith=path)
    live = Issue.objects.filter(paths, state__in=LIVE).exclude(pk=issue.pk)
    return list(live.order_by("-heat", "-id")[:limit])


def _paths_above(path: str) -> list[str]:
    codes = path.rstrip(".").split(".")
    return ["", *(".".join(codes[:n]) + "." for n in range(1, len(codes)))]
