"""The hottest issues of an area, for the wall screen and the home pages of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from xinqiao.accounts.access import Actor
from xinqiao.issues.models import LIVE, Issue
from xinqiao.issues.selectors.issues import visible_issues


@dataclass(frozen=True, slots=True)
class HotIssue:
    """One issue in short. title: without personal data. weeks: requests a week, oldest first."""

    id: int
    title: str
    size: int
    support: int
    heat: float
    state: str
    state_label: str
    area_path: str
    category_code: str
    first_at: datetime
    last_at: datetime
    weeks: tuple[int, ...]
    url: str


def hot_issues(*, actor: Actor, area_path: str = "", limit: int = 5) -> list[HotIssue]:
    """The hottest live issues below `area_path` that the actor may see. One statement."""
    found = visible_issues(actor=actor).filter(state__in=LIVE, area_path__startswith=area_path)
    return [short(issue) for issue in found.order_by("-heat", "-id")[:limit]]


def short(issue: Issue) -> HotIssue:
    """What a board shows of an issue."""
    return HotIssue(
        id=issue.pk,
        title=issue.title,
        size=issue.size,
        support=issue.support,
        heat=issue.heat,
        state=issue.state,
        state_label=issue.get_state_display(),
        area_path=issue.area_path,
        category_code=issue.category_code,
        first_at=issue.first_at,
        last_at=issue.last_at,
        weeks=tuple(issue.weeks),
        url=reverse("issues:detail", args=[issue.pk]),
    )
