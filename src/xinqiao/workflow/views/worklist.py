"""`/desk/work/`: what is to be done, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.time import local_day, now
from xinqiao.workflow.extras import common_actions
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import (
    bulk_actions,
    bulk_pages,
    bulk_targets,
    category_choices,
    exports,
    pages_of,
    state_labels,
)
from xinqiao.workflow.selectors.counts import Count, colour_counts
from xinqiao.workflow.selectors.filters import saved_filters
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page
from xinqiao.workflow.views.choices import area_choices, area_names

ONE_TICK = timedelta(microseconds=1)
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, ready to show. actions: what this actor may do, with its address."""

    item: Item
    url: str
    colour: str
    state: str
    category: str
    area: str
    owner: str
    actions: tuple[RowAction, ...]


@dataclass(frozen=True, slots=True)
class RowAction:
    """An action of a row; `needs` open a small form first."""

    label: str | Promise
    key: str
    needs: tuple[Need, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that is also a filter."""

    colour: str
    count: Count
    is_chosen: bool


@staff_only
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The page: one statement for the rows, one for the counts, one for the saved filters."""
    at = now()
    actor = actor_of(request)
    chosen = WorkFilter.from_query(request.GET)
    page = work_page(
        actor=actor, filter=chosen, at=at, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = filter_context(actor, chosen, at) | {
        "rows": rows_of(page.items, actor=actor, at=at),
        "page": page,
        "at": at,
        "bulk_actions": (*bulk_actions(), *common_actions(actor)),
        "bulk_targets": bulk_targets(actor),
        "saved": saved_filters(actor=actor),
        "exports": exports(),
        "bulk_pages": bulk_pages(),
    }
    return render(request, "workflow/work_list.html", context)


def filter_context(actor: Actor, chosen: WorkFilter, at: datetime) -> dict[str, Any]:
    """What the filter bar and the counts show, on the list and on the map. One statement."""
    counts = colour_counts(actor=actor, filter=chosen, at=at)
    return {
        "filter": chosen,
        "query": chosen.to_query(),
        "due_before": (local_day(chosen.due_before - ONE_TICK) if chosen.due_before else ""),
        "tiles": [
            Tile(name, getattr(counts, name), chosen.colour == name)
            for name in ("red", "yellow", "blue", "green")
        ],
        "categories": category_choices(at),
        "areas": area_choices(actor),
        "states": state_labels(),
    }


def rows_of(items: Iterable[Item], *, actor: Actor, at: datetime) -> list[Row]:
    """Lines for items that carry `colour`, their owner and their parts; no statement."""
    names = {choice.code: choice.name for choice in category_choices(at)}
    return [_row(item, actor, names) for item in items]


def hits_of(items: Iterable[Item], categories: dict[str, str]) -> list[Row]:
    """Lines to open, without actions; items carry `colour` and their owner. No statement."""
    return [_line(item, categories, ()) for item in items]


def _row(item: Item, actor: Actor, categories: dict[str, str]) -> Row:
    pages = pages_of(item.flow)
    actions = tuple(
        RowAction(action.label, action.key, action.needs, pages.action_url(item, action.name))
        for action in pages.row_actions(actor, item)
    )
    return _line(item, categories, actions)


def _line(item: Item, categories: dict[str, str], actions: tuple[RowAction, ...]) -> Row:
    pages = pages_of(item.flow)
    return Row(
        item=item,
        url=pages.number_url(item.number),
        colour=str(item.colour),  # type: ignore[attr-defined]  # annotated by the selector
        state=str(pages.states.get(item.state, item.state)),
        category=categories.get(item.category_code, ""),
        area=area_names(item.area_path),
        owner=str(item.owner_post or item.owner_organisation),
        actions=actions,
    )
