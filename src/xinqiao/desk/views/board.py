"""`/board/`: what comes in, what is late and why, for the wall and for the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, signed_in
from xinqiao.desk.board_query import BoardQuery
from xinqiao.desk.board_words import context_of, figure_context
from xinqiao.desk.selectors.board import read_board
from xinqiao.desk.selectors.items import Figure, items_page
from xinqiao.desk.selectors.live import stamp
from xinqiao.desk.selectors.outline import part_outlines
from xinqiao.desk.selectors.place import find_place
from xinqiao.kit.time import now
from xinqiao.workflow.pages import pages_of

OUTLINE_SECONDS = 300


def board_context(request: HttpRequest) -> dict[str, Any]:
    """What the board of this address prints, with the stamp of what it holds.

    Raises BoardRefused, AreaNotFound, NotFound.
    """
    at = now()
    actor = actor_of(request)
    query = BoardQuery.from_query(request.GET)
    # Read before the figures: what comes in between is then shown twice rather than missed.
    seen = stamp(at)
    place = find_place(actor=actor, query=query)
    return context_of(read_board(actor=actor, place=place, query=query, at=at)) | {"stamp": seen}


@signed_in
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "desk/board.html", board_context(request))


@signed_in
@require_safe
def part(request: HttpRequest) -> HttpResponse:
    """What lies inside the frame, for the script that goes from place to place."""
    response = render(request, "desk/_board.html", board_context(request))
    patch_cache_control(response, no_store=True)
    return response


@signed_in
@require_safe
def outlines(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the parts of the place."""
    actor = actor_of(request)
    place = find_place(actor=actor, query=BoardQuery.from_query(request.GET))
    found = part_outlines(actor=actor, place=place)
    response = JsonResponse(found, content_type="application/geo+json")
    patch_cache_control(response, private=True, max_age=OUTLINE_SECONDS)
    return response


@signed_in
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The items behind one figure, page by page."""
    at = now()
    actor = actor_of(request)
    query = BoardQuery.from_query(request.GET)
    figure = Figure.from_query(request.GET)
    place = find_place(actor=actor, query=query)
    cursor = request.GET.get("cursor") or None
    page = items_page(actor=actor, place=place, figure=figure, at=at, cursor=cursor)
    context = figure_context(figure, query) | {
        "place": place,
        "page": page,
        "rows": [(item, pages_of(item.flow).number_url(item.number)) for item in page.items],
    }
    return render(request, "desk/board_items.html", context)
