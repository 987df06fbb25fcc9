"""The shapes of the parts of an area for the map; drawn from finer shapes where a part has none."""

from __future__ import annotations

from typing import Any

from shapely import make_valid
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from xinqiao.accounts.access import Actor
from xinqiao.desk.selectors.place import Place
from xinqiao.grid.models import Area
from xinqiao.grid.selectors.areas import visible_areas
from xinqiao.grid.selectors.features import area_features

Feature = dict[str, Any]
# A screen is some 2,000 points wide; finer corners than that only cost.
_CORNERS = 2000


def part_outlines(*, actor: Actor, place: Place) -> dict[str, Any]:
    """A FeatureCollection of the parts, each with `code` and `name`; WGS 84 degrees.

    A part that nobody has drawn is the union of what is drawn inside it; one with nothing drawn
    inside is left out. At most three statements.
    """
    drawn = _shapes(area_features(place.area, place.parts), place.area)
    missing = [part for part in place.parts if part.code not in drawn]
    if missing:
        drawn |= _from_inside(actor, place.area, missing)
    parts = [(part, drawn[part.code]) for part in place.parts if part.code in drawn]
    tolerance = _tolerance([found for _, found in parts])
    return {
        "type": "FeatureCollection",
        "features": [_feature(part, found, tolerance) for part, found in parts],
    }


def _shapes(collection: dict[str, Any], but: Area) -> dict[str, BaseGeometry]:
    return {
        feature["properties"]["code"]: _valid(feature["geometry"])
        for feature in collection["features"]
        if feature["id"] != but.pk
    }


def _valid(geometry: dict[str, Any]) -> BaseGeometry:
    found = shape(geometry)
    return found if found.is_valid else make_valid(found)


def _from_inside(actor: Actor, area: Area, missing: list[Area]) -> dict[str, BaseGeometry]:
    below = visible_areas(actor).filter(
        path__startswith=area.path, level__gt=area.level + 1, valid_until__isnull=True
    )
    finer = {one.code: one for one in below}
    shapes = _shapes(area_features(area, finer.values()), area)
    found: dict[str, BaseGeometry] = {}
    for part in missing:
        inside = [
            outline for code, outline in shapes.items() if finer[code].path.startswith(part.path)
        ]
        if inside:
            found[part.code] = unary_union(inside)
    return found


def _tolerance(shapes: list[BaseGeometry]) -> float:
    if not shapes:
        return 0.0
    boxes = [one.bounds for one in shapes]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    return float(width) / _CORNERS


def _feature(part: Area, outline: BaseGeometry, tolerance: float) -> Feature:
    return {
        "type": "Feature",
        "id": part.pk,
        "properties": {"code": part.code, "name": part.name},
        "geometry": mapping(outline.simplify(tolerance)),
    }
