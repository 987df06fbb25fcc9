"""`/supervision/`: what is late in my area and why, my list, the notices with their colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.grid.selectors.organisations import visible_organisations
from xinqiao.kit.time import now
from xinqiao.supervision.selectors.duty import may_remind, posts_over, watches_area
from xinqiao.supervision.selectors.late import LateFilter, late_page
from xinqiao.supervision.selectors.notices import NoticeFilter, notice_counts, notice_page
from xinqiao.supervision.selectors.targets import value_of
from xinqiao.supervision.selectors.watching import watch_page
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import bulk_targets, pages_of
from xinqiao.workflow.selectors.counts import colour_counts
from xinqiao.workflow.selectors.worklist import WorkFilter
from xinqiao.workflow.views.choices import area_choices, area_names
from xinqiao.workflow.views.labels import clock_label, flow_choices, flow_label

FEW = 5
COLOURS = ("red", "yellow", "blue")


@dataclass(frozen=True, slots=True)
class Row:
    """One item with why it stands here, ready to show."""

    item: Item
    url: str
    colour: str
    flow: str
    state: str
    clock: str
    area: str
    owner: str
    unit: str
    reminders: int
    is_watched: bool
    may_remind: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that is also a filter."""

    colour: str
    count: str


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is late, filtered and paged; my list and the notices beside it. Six statements."""
    at, actor = now(), actor_of(request)
    chosen = LateFilter.from_query(request.GET)
    page = late_page(actor=actor, filter=chosen, at=at, cursor=request.GET.get("cursor"))
    counts = colour_counts(actor=actor, filter=_scope(actor, chosen), at=at)
    notices = notice_counts(actor=actor, at=at)
    context: dict[str, Any] = {
        "at": at,
        "filter": chosen,
        "page": page,
        "rows": rows_of(page.items, actor=actor, at=at),
        "tiles": [Tile(name, str(getattr(counts, name))) for name in ("red", "yellow")],
        "notice_tiles": [Tile(name, str(getattr(notices, name))) for name in COLOURS],
        "notices": notice_rows(
            notice_page(actor=actor, filter=NoticeFilter(), at=at, size=FEW).items
        ),
        "watching": rows_of(watch_page(actor=actor, at=at, size=FEW).items, actor=actor, at=at),
        "areas": area_choices(actor),
        "flows": flow_choices(),
        "units": _units(actor),
        "watches_area": watches_area(actor),
        "may_issue": issues(actor),
    }
    return render(request, "supervision/home.html", context)


@staff_only
@require_safe
def watching(request: HttpRequest) -> HttpResponse:
    """My list, the latest first."""
    at, actor = now(), actor_of(request)
    page = watch_page(actor=actor, at=at, cursor=request.GET.get("cursor"))
    context = {"at": at, "page": page, "rows": rows_of(page.items, actor=actor, at=at)}
    return render(request, "supervision/watching.html", context)


def rows_of(items: Iterable[Item], *, actor: Actor, at: datetime) -> list[Row]:
    """Lines for items that carry `colour`, `clock`, `reminders`, `is_watched`; no statement."""
    return [_row(item, actor) for item in items]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in a list."""

    item: Item
    url: str
    colour: str
    document: str
    state: str
    owner: str
    is_exposed: bool


def notice_rows(items: Iterable[Item]) -> list[NoticeRow]:
    """Lines for items of notices that carry `colour`; no statement."""
    return [
        NoticeRow(
            item=item,
            url=pages_of(item.flow).number_url(item.number),
            colour=str(item.colour),  # type: ignore[attr-defined]  # annotated by the selector
            document=item.supervision_notice.document_number,
            state=str(pages_of(item.flow).states.get(item.state, item.state)),
            owner=str(item.owner_post or item.owner_organisation),
            is_exposed=item.supervision_notice.exposed_at is not None,
        )
        for item in items
    ]


def issues(actor: Actor) -> bool:
    """Whether somebody issues notices anywhere."""
    return any(posts_over(actor, post.area_path) for post in actor.posts)


def _scope(actor: Actor, chosen: LateFilter) -> WorkFilter:
    mine = "" if watches_area(actor) else "me"
    return WorkFilter(flow=chosen.flow, area=chosen.area, mine=mine)


def _units(actor: Actor) -> list[tuple[str, str]]:
    units = visible_organisations(actor).order_by("name")[:200]
    return [(f"organisation:{unit.pk}", unit.name) for unit in units] + bulk_targets(actor)


def _row(item: Item, actor: Actor) -> Row:
    pages = pages_of(item.flow)
    running = item.is_open and item.done_at is None
    return Row(
        item=item,
        url=pages.number_url(item.number),
        colour=str(item.colour),  # type: ignore[attr-defined]
        flow=flow_label(item.flow),
        state=str(pages.states.get(item.state, item.state)),
        clock=clock_label(item.clock, item.flow) if item.clock else "",  # type: ignore[attr-defined]
        area=area_names(item.area_path),
        owner=str(item.owner_post or item.owner_organisation),
        unit=value_of(Party(item.owner_post_id, item.owner_organisation_id)),
        reminders=item.reminders,  # type: ignore[attr-defined]
        is_watched=item.is_watched,  # type: ignore[attr-defined]
        may_remind=running and may_remind(actor=actor, item=item),
    )
