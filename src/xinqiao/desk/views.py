"""`/desk/`: what waits for me, what is about to be late, and where somebody is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.desk.navigation import has_work, watches_an_area
from xinqiao.grid.selectors.posts import gaps
from xinqiao.kit.time import now
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.counts import ColourCounts, colour_counts
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

URGENT = 8
GAPS = 6
# Open work only: what is done in time waits for nobody.
SHOWN = (Colour.RED, Colour.YELLOW, Colour.BLUE)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with the list behind it."""

    colour: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item that is due soon."""

    item: Item
    url: str
    colour: str


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of staff; five statements besides those of signing in, at most."""
    actor = actor_of(request)
    at = now()
    context: dict[str, Any] = {"at": at}
    if has_work(actor):
        context |= _own_work(actor, at)
    if watches_an_area(actor):
        context |= _area(actor, at)
    return render(request, "desk/home.html", context)


def _own_work(actor: Actor, at: datetime) -> dict[str, Any]:
    mine = WorkFilter(mine="me")
    page = work_page(actor=actor, filter=mine, at=at, size=URGENT)
    return {
        "mine": _tiles(colour_counts(actor=actor, filter=mine, at=at), mine="me"),
        "rows": [
            Row(
                item=item,
                url=pages_of(item.flow).number_url(item.number),
                colour=str(item.colour),
            )
            for item in page
        ],
    }


def _area(actor: Actor, at: datetime) -> dict[str, Any]:
    missing = list(gaps(actor, at).order_by("path")[: GAPS + 1])
    return {
        "area": _tiles(colour_counts(actor=actor, filter=WorkFilter(), at=at)),
        "gaps": missing[:GAPS],
        "more_gaps": len(missing) > GAPS,
    }


def _tiles(counts: ColourCounts, **query: str) -> list[Tile]:
    address = reverse("workflow:work-list")
    return [
        Tile(
            colour=colour.value,
            count=str(getattr(counts, colour.value)),
            url=f"{address}?{urlencode({**query, 'colour': colour.value})}",
        )
        for colour in SHOWN
    ]
