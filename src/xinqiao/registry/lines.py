"""Where facilities lie and how long lanes are: GeoJSON in WGS 84."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from xinqiao.grid.geometry import metres_between

MOST_POINTS: Final = 2000
_LINES: Final = ("LineString", "MultiLineString")


def parts_of(geometry: Any) -> list[list[tuple[float, float]]]:
    """The lines of a geometry, a point as a line of one; empty when it is none we take."""
    if not isinstance(geometry, dict):
        return []
    kind, drawn = geometry.get("type"), geometry.get("coordinates")
    wrapped = {"Point": [[drawn]], "LineString": [drawn], "MultiLineString": drawn}.get(str(kind))
    if not isinstance(wrapped, list):
        return []
    parts = [_points(part) for part in wrapped]
    if not parts or any(not part for part in parts) or sum(map(len, parts)) > MOST_POINTS:
        return []
    return parts


def length_of(geometry: Any) -> int | None:
    """Metres along a line, rounded; None when the geometry is no line of two points or more."""
    parts = parts_of(geometry)
    if not parts or geometry.get("type") not in _LINES or any(len(part) < 2 for part in parts):
        return None
    return round(sum(metres_between(a, b) for part in parts for a, b in pairwise(part)))


def point_of(geometry: Any) -> tuple[float, float] | None:
    """The point itself, or the one in the middle of a line; None for anything else."""
    parts = parts_of(geometry)
    if not parts:
        return None
    longest = max(parts, key=len)
    return longest[len(longest) // 2]


def _points(part: Any) -> list[tuple[float, float]]:
    points = [_point(point) for point in part] if isinstance(part, list) else []
    return [] if None in points else [point for point in points if point is not None]


def _point(point: Any) -> tuple[float, float] | None:
    if not isinstance(point, list | tuple) or len(point) < 2:
        return None
    lon, lat = point[0], point[1]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in (lon, lat)):
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None
