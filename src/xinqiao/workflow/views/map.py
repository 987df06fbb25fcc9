"""`/desk/map/`: open items on the map, with a list that says the same."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.grid.selectors.boundaries import area_features, box_of
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import now
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.cells import Box, cells
from xinqiao.workflow.selectors.worklist import WorkFilter, filtered_items, work_page
from xinqiao.workflow.views.choices import newest_picture
from xinqiao.workflow.views.worklist import filter_context, rows_of

LISTED = 20
MOST_ZOOM = 24
BOUNDARY_SECONDS = 300


class BadBox(BadInput):
    """The part of the map was not given as four degrees."""

    code = "bad_box"
    message = _("Please give the part of the map as west,south,east,north in degrees.")


@staff_only
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map with its filters and, beside it, a list that says the same."""
    at = now()
    actor = actor_of(request)
    newest_picture()
    chosen = WorkFilter.from_query(request.GET)
    page = work_page(actor=actor, filter=chosen, at=at, size=LISTED)
    context = filter_context(actor, chosen, at) | {
        "rows": rows_of(page.items, actor=actor, at=at),
        "bbox": ",".join(f"{degrees:.5f}" for degrees in box_of(actor)),
        "saved": None,
    }
    return render(request, "workflow/map.html", context)


@staff_only
@require_safe
def map_cells(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the items in `bbox` at `zoom`, of the actor's own area only."""
    at = now()
    chosen = WorkFilter.from_query(request.GET)
    items = filtered_items(actor=actor_of(request), filter=chosen, at=at)
    box, zoom = read_box(request.GET)
    found = cells(items=items, box=box, zoom=zoom, at=at)
    for feature in found["features"]:
        _add_address(feature["properties"])
    return JsonResponse(found, content_type="application/geo+json")


@staff_only
@require_safe
def map_boundary(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the actor's areas and their parts; with `area`, of that area alone."""
    asked = request.GET.get("area", "")
    features = area_features(actor_of(request), path=asked)
    found = {"type": "FeatureCollection", "features": features}
    response = JsonResponse(found, content_type="application/geo+json")
    patch_cache_control(response, private=True, max_age=BOUNDARY_SECONDS)
    return response


def read_box(query: Mapping[str, str]) -> tuple[Box, float]:
    """The part of the map that `bbox` names, and `zoom`. Raises BadBox (422)."""
    zoom = _number(query.get("zoom", "13"), least=0, most=MOST_ZOOM)
    return _box(query.get("bbox", "")), zoom


def _box(text: str) -> Box:
    parts = text.split(",")
    if len(parts) != 4:
        raise BadBox(field="bbox")
    west, south, east, north = (_number(part, least=-360, most=360) for part in parts)
    if west > east or south > north:
        raise BadBox(field="bbox")
    return Box(west, south, east, north)


def _number(text: str, *, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise BadBox(field="bbox") from error
    # NaN compares false with everything, so it falls out here too.
    if not least <= value <= most:
        raise BadBox(field="bbox")
    return value


def _add_address(properties: dict[str, object]) -> None:
    """The page of an item, by its number alone: the point carries no more."""
    flow = properties.pop("flow", None)
    if isinstance(flow, str):
        properties["url"] = pages_of(flow).number_url(str(properties["number"]))
