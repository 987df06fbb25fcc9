"""`/issues/`: the hot issues of somebody's area, and one of them with its requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.grid.selectors.organisations import organisations_for
from xinqiao.issues.models import Issue, Member, State
from xinqiao.issues.selectors.issues import (
    VIEWERS,
    IssueFilter,
    get_issue,
    issue_page,
    may_lead,
    others_to_merge,
)
from xinqiao.issues.selectors.membership import (
    member_items,
    member_page,
    supports_of,
    weeks_of,
)
from xinqiao.issues.why_words import HeatLine, heat_lines, spark, why_lines
from xinqiao.kit.time import now
from xinqiao.workflow.colour import colour
from xinqiao.workflow.pages import category_choices, pages_of
from xinqiao.workflow.selectors.cells import cells
from xinqiao.workflow.views.choices import area_choices, area_names
from xinqiao.workflow.views.map import read_box

NEAR = 0.002  # degrees shown around a single point


@dataclass(frozen=True, slots=True)
class Row:
    """An issue of the list, ready to show."""

    issue: Issue
    area: str
    category: str
    spark: str
    heat: list[HeatLine]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A request of an issue, ready to show."""

    member: Member
    url: str
    colour: str
    owner: str
    area: str
    support: int
    why: list[str]


@roles_only(*VIEWERS)
@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """Hottest first, with the trend and why; filters by area and state. One statement."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    chosen = IssueFilter(
        state=state if state in State.values else "", area=request.GET.get("area", "")
    )
    page = issue_page(actor=actor, chosen=chosen, cursor=request.GET.get("cursor"))
    names = {choice.code: choice.name for choice in category_choices(now())}
    context = {
        "page": page,
        "rows": [
            Row(
                issue,
                area_names(issue.area_path),
                names.get(issue.category_code, ""),
                spark(issue.weeks),
                heat_lines(issue.heat_parts)[:3],
            )
            for issue in page.items
        ],
        "chosen": chosen,
        "states": State.choices,
        "areas": area_choices(actor),
    }
    return render(request, "issues/list.html", context)


@roles_only(*VIEWERS)
@require_safe
def issue_detail(request: HttpRequest, issue_id: int) -> HttpResponse:
    """One issue: why hot, week by week, map, members with their reasons, corrections."""
    return render(request, "issues/detail.html", detail_context(request, issue_id))


def detail_context(request: HttpRequest, issue_id: int) -> dict[str, Any]:
    """What the page of an issue shows; the number of statements does not depend on its size."""
    actor = actor_of(request)
    issue = get_issue(actor=actor, issue_id=issue_id)
    page = member_page(actor=actor, issue=issue, cursor=request.GET.get("cursor"))
    leads = may_lead(actor=actor, issue=issue)
    names = {choice.code: choice.name for choice in category_choices(now())}
    live = issue.state in (State.PROPOSED, State.CONFIRMED)
    return {
        "issue": issue,
        "area": area_names(issue.area_path),
        "category": names.get(issue.category_code, ""),
        "heat": heat_lines(issue.heat_parts),
        "weeks": weeks_of(issue=issue),
        "rows": _member_rows(list(page.items)),
        "page": page,
        "bbox": _box_around(list(page.items)),
        "corrects": leads and live,
        "leads": leads,
        "others": others_to_merge(actor=actor, issue=issue) if leads and live else [],
        "units": organisations_for(issue.area_path) if leads and live else [],
    }


@roles_only(*VIEWERS)
@require_safe
def issue_points(request: HttpRequest, issue_id: int) -> HttpResponse:
    """GeoJSON of the open requests of an issue in `bbox` at `zoom`."""
    actor = actor_of(request)
    issue = get_issue(actor=actor, issue_id=issue_id)
    box, zoom = read_box(request.GET)
    found = cells(items=member_items(actor=actor, issue=issue), box=box, zoom=zoom, at=now())
    for feature in found["features"]:
        if flow := feature["properties"].pop("flow", None):
            number = str(feature["properties"]["number"])
            feature["properties"]["url"] = pages_of(flow).number_url(number)
    return JsonResponse(found, content_type="application/geo+json")


def _member_rows(members: list[Member]) -> list[MemberRow]:
    support = supports_of([member.item_id for member in members])
    at = now()
    return [
        MemberRow(
            member=member,
            url=pages_of(member.item.flow).number_url(member.item.number),
            colour=colour(
                yellow_at=member.item.yellow_at,
                due_at=member.item.due_at,
                done_at=member.item.done_at,
                paused_at=member.item.paused_at,
                now=at,
            ),
            owner=str(member.item.owner_post or member.item.owner_organisation),
            area=area_names(member.item.area_path),
            support=support.get(member.item_id, 0),
            why=why_lines(member.why, is_fixed=member.is_fixed),
        )
        for member in members
    ]


def _box_around(members: list[Member]) -> str:
    """West, south, east, north around the points of this page; empty when there are none."""
    points = [(m.item.lon, m.item.lat) for m in members if m.item.lon and m.item.lat]
    if not points:
        return ""
    lons, lats = zip(*points, strict=True)
    box = min(lons) - NEAR, min(lats) - NEAR, max(lons) + NEAR, max(lats) + NEAR
    return ",".join(f"{degrees:.5f}" for degrees in box)
