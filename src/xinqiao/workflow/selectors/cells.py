"""Open items on a map: counts by h3 cell and colour, or the items themselves when close enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.expressions import CombinedExpression
from h3.api import basic_int

from xinqiao.grid.geometry import h3_cell
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression
from xinqiao.workflow.models import Item

_h3: Any = basic_int  # its functions carry no types

CELL_RESOLUTION = 12  # what `Item.cell` holds
POINTS_FROM_ZOOM = 16
MOST_POINTS = 500
_COLOURS = tuple(c.value for c in Colour)
_RESOLUTION_OF_ZOOM = ((6, 4), (8, 5), (10, 6), (11, 7), (13, 8), (14, 9), (15, 10))


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east, north in WGS 84 degrees."""

    west: float
    south: float
    east: float
    north: float


def cell_of(lon: float, lat: float) -> int:
    """The h3 cell that an item at this point is counted in."""
    return h3_cell(lon, lat, CELL_RESOLUTION)


def resolution_at(zoom: float) -> int:
    """h3 resolution whose cells are some 60 pixels wide at a web map's `zoom`."""
    for last_zoom, resolution in _RESOLUTION_OF_ZOOM:
        if zoom < last_zoom:
            return resolution
    return 11


def cells(*, items: QuerySet[Item], box: Box, zoom: float, at: datetime) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of `items` (already scoped to the actor) within `box`.

    Far away: one point a cell with `count` and a count per colour. From zoom 16: one point an
    item with `number`, `title`, `colour`; `truncated` is true when more than 500 are there.
    """
    seen = items.filter(
        is_open=True,
        lon__range=(box.west, box.east),
        lat__range=(box.south, box.north),
    )
    if zoom >= POINTS_FROM_ZOOM:
        return _points(seen, at)
    return _clusters(seen, resolution_at(zoom), at)


def _points(items: QuerySet[Item], at: datetime) -> dict[str, Any]:
    rows = list(
        items.annotate(colour=colour_expression(at))
        .order_by("due_at", "id")
        .values_list("lon", "lat", "number", "title", "flow", "colour", "due_at")[: MOST_POINTS + 1]
    )
    features = [
        _feature(
            lon or 0.0,
            lat or 0.0,
            {
                "number": number,
                "title": title,
                "flow": flow,
                "colour": colour,
                "due_at": due_at.isoformat() if due_at else None,
            },
        )
        for lon, lat, number, title, flow, colour, due_at in rows[:MOST_POINTS]
    ]
    return _collection(features, truncated=len(rows) > MOST_POINTS)


def _clusters(items: QuerySet[Item], resolution: int, at: datetime) -> dict[str, Any]:
    rows = (
        items.filter(cell__isnull=False)
        .annotate(parent=parent_cell(resolution), colour=colour_expression(at))
        .values_list("parent", "colour")
        .annotate(count=Count("*"))
        .order_by()  # sorting tens of thousands of rows would cost more than counting them
    )
    counts: dict[int, dict[str, int]] = {}
    for parent, colour, count in rows:
        of_cell = counts.setdefault(parent, {"count": 0, **dict.fromkeys(_COLOURS, 0)})
        of_cell["count"] += count
        of_cell[colour] += count
    features = []
    for parent, of_cell in counts.items():
        lat, lon = _h3.cell_to_latlng(parent)
        features.append(_feature(lon, lat, of_cell))
    return _collection(features, truncated=False)


def parent_cell(resolution: int) -> CombinedExpression:
    """SQL for the parent of `Item.cell`: set the resolution bits, mark finer digits unused.

    The layout is h3's index: resolution in bits 52-55, then 15 digits of three bits.
    """
    unused = (1 << (3 * (15 - resolution))) - 1
    return F("cell").bitand(~(15 << 52)).bitor((resolution << 52) | unused)


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": properties,
    }


def _collection(features: list[dict[str, Any]], *, truncated: bool) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, "truncated": truncated}
