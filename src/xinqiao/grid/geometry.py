"""Boundaries: GeoJSON in and out, repair, area, centre and h3 cells. WGS 84 degrees throughout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from h3.api import basic_int
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from xinqiao.grid.coordinates import Crs, to_wgs84
from xinqiao.grid.errors import BadBoundary, BadFile

# The sphere with the surface of WGS 84: areas come out right to a few parts in a thousand.
SPHERE_M: Final = 6_371_007.2
# Seven digits are a centimetre; more would store the noise of the drawing.
COORDINATE_DIGITS: Final = 7
MIN_AREA_M2: Final = 1.0

GeoJson = dict[str, Any]
_h3: Any = basic_int  # its functions carry no types


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file; `position` counts from 1, as people do."""

    position: int
    properties: Mapping[str, Any]
    geometry: Any


def read_features(content: bytes) -> list[Feature]:
    """Read a GeoJSON FeatureCollection, with or without a byte order mark. Raises BadFile."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(reason=_("it is not UTF-8 text")) from None
    except (ValueError, RecursionError):
        raise BadFile(reason=_("it is not JSON, or it ends in the middle")) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        raise BadFile(reason=_("it is not a GeoJSON collection of features"))
    return [_feature(position, item) for position, item in enumerate(features, start=1)]


def _feature(position: int, item: Any) -> Feature:
    """Keep what is there; a feature that is no feature is refused by its importer, by number."""
    found = item if isinstance(item, dict) else {}
    properties = found.get("properties")
    return Feature(
        position, properties if isinstance(properties, dict) else {}, found.get("geometry")
    )


def parse_boundary(geometry: Any, crs: Crs = Crs.WGS84) -> MultiPolygon:
    """Turn a GeoJSON geometry into a valid WGS 84 multipolygon. Raises BadBoundary."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadBoundary(reason=_("it is not a polygon"))
    try:
        drawn = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.GEOSException):
        raise BadBoundary(reason=_("its coordinates are incomplete")) from None
    if drawn.is_empty:
        raise BadBoundary(reason=_("it has no points"))
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadBoundary(reason=_("its coordinates are not degrees of longitude and latitude"))
    return repair(drawn if crs is Crs.WGS84 else shapely.transform(drawn, _converter(crs)))


def repair(drawn: BaseGeometry) -> MultiPolygon:
    """Untangle rings that cross themselves and drop lines and points. Raises BadBoundary."""
    reason = explain_validity(drawn)
    valid = drawn if drawn.is_valid else shapely.make_valid(drawn, method="structure")
    polygons = [part for part in shapely.get_parts(valid, return_index=False) if _is_land(part)]
    if not polygons:
        raise BadBoundary(reason=_("it encloses no land (%(reason)s)") % {"reason": reason})
    return MultiPolygon(polygons)


def to_geojson(boundary: BaseGeometry) -> GeoJson:
    """Write a geometry as GeoJSON, rounded to a centimetre."""
    rounded = shapely.transform(boundary, lambda points: np.round(points, COORDINATE_DIGITS))
    written: GeoJson = json.loads(json.dumps(mapping(rounded)))
    return written


def from_geojson(geometry: GeoJson) -> BaseGeometry:
    """Read back a geometry that we stored."""
    return shape(geometry)


def area_m2(boundary: BaseGeometry) -> float:
    """Surface in square metres: Lambert's equal-area cylinder keeps areas of the sphere."""
    return float(shapely.transform(boundary, _equal_area).area)


def centre(boundary: BaseGeometry) -> tuple[float, float]:
    """A point that surely lies inside: the centroid, or another where the centroid is outside."""
    middle = boundary.centroid
    inside = middle if boundary.contains(middle) else boundary.representative_point()
    return round(inside.x, COORDINATE_DIGITS), round(inside.y, COORDINATE_DIGITS)


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lon, lat) points in metres."""
    east, north = radians(b[0] - a[0]) / 2, radians(b[1] - a[1]) / 2
    square = sin(north) ** 2 + cos(radians(a[1])) * cos(radians(b[1])) * sin(east) ** 2
    return 2 * SPHERE_M * asin(min(1.0, sqrt(square)))


def metres_to(boundary: BaseGeometry, lon: float, lat: float) -> float:
    """Distance in metres from a point to the nearest edge; 0 inside."""
    squeeze = max(cos(radians(lat)), 0.01)
    flat = shapely.transform(boundary, lambda p: np.column_stack((p[:, 0] * squeeze, p[:, 1])))
    here = shapely.Point(lon * squeeze, lat)
    return float(radians(flat.distance(here)) * SPHERE_M)


def h3_cell(lon: float, lat: float, resolution: int) -> int:
    """The h3 cell of a point as a 63-bit integer, which fits a bigint column."""
    return int(_h3.latlng_to_cell(lat, lon, resolution))


def cells_inside(boundary: BaseGeometry, resolution: int) -> list[int]:
    """The h3 cells whose centres lie inside a boundary, sorted."""
    cells: set[int] = set()
    for part in shapely.get_parts(boundary):
        cells.update(_h3.geo_to_cells(mapping(part), resolution))
    return sorted(cells)


def _is_land(part: BaseGeometry) -> bool:
    return isinstance(part, Polygon) and area_m2(part) >= MIN_AREA_M2


def _equal_area(points: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack((SPHERE_M * lon, SPHERE_M * np.sin(lat)))


def _converter(crs: Crs) -> Any:
    def convert(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([to_wgs84(float(lon), float(lat), crs) for lon, lat in points])

    return convert
