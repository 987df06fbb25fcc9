"""Conversions between the three coordinate systems that Chinese phones and maps deliver.

Points are (longitude, latitude) in degrees. WGS 84 is what we store; GCJ-02 is what Chinese phones
and maps show (WGS 84 plus a published distortion of 50-700 m); BD-09 is Baidu's second distortion.
Source: the public formulas of the GCJ-02 and BD-09 transforms, on the Krasovsky 1940 ellipsoid.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin, sqrt

Degrees2 = tuple[float, float]

KRASOVSKY_AXIS_M = 6378245.0
KRASOVSKY_ECCENTRICITY2 = 0.00669342162296594323
BAIDU_ANGLE = pi * 3000.0 / 180.0
BAIDU_OFFSET = (0.0065, 0.006)
# The distortion changes by about 1 % of a step, so each round gains two digits.
INVERSE_ROUNDS = 12
INVERSE_STEP = 1e-12


class Crs(StrEnum):
    """Coordinate systems that may come in; everything is stored as WGS 84."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_china(lon: float, lat: float) -> bool:
    """Tell whether the distortion applies: the transform's own box, not the border."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> Degrees2:
    """Distort a WGS 84 point; a point outside China comes back unchanged."""
    if not in_china(lon, lat):
        return lon, lat
    east, north = _shift(lon - 105.0, lat - 35.0)
    angle = lat / 180.0 * pi
    flattening = 1 - KRASOVSKY_ECCENTRICITY2 * sin(angle) ** 2
    root = sqrt(flattening)
    meridian = KRASOVSKY_AXIS_M * (1 - KRASOVSKY_ECCENTRICITY2) / (flattening * root)
    parallel = KRASOVSKY_AXIS_M / root * cos(angle)
    return lon + east * 180.0 / (parallel * pi), lat + north * 180.0 / (meridian * pi)


def gcj02_to_wgs84(lon: float, lat: float) -> Degrees2:
    """Undo the distortion by iteration, to better than 1e-9 degrees inside China."""
    return _invert(wgs84_to_gcj02, lon, lat) if in_china(lon, lat) else (lon, lat)


def gcj02_to_bd09(lon: float, lat: float) -> Degrees2:
    """Add Baidu's distortion to a GCJ-02 point; a point outside China comes back unchanged."""
    if not in_china(lon, lat):
        return lon, lat
    radius = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU_ANGLE)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_ANGLE)
    return radius * cos(angle) + BAIDU_OFFSET[0], radius * sin(angle) + BAIDU_OFFSET[1]


def bd09_to_gcj02(lon: float, lat: float) -> Degrees2:
    """Undo Baidu's distortion by iteration, to better than 1e-9 degrees inside China."""
    return _invert(gcj02_to_bd09, lon, lat) if in_china(lon, lat) else (lon, lat)


def wgs84_to_bd09(lon: float, lat: float) -> Degrees2:
    """WGS 84 to BD-09, by way of GCJ-02."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: float, lat: float) -> Degrees2:
    """BD-09 to WGS 84, by way of GCJ-02."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def to_wgs84(lon: float, lat: float, crs: Crs) -> Degrees2:
    """Bring a point that came in as `crs` to the system we store."""
    return _TO_WGS84[crs](lon, lat)


def _keep(lon: float, lat: float) -> Degrees2:
    return lon, lat


_TO_WGS84: dict[Crs, Callable[[float, float], Degrees2]] = {
    Crs.WGS84: _keep,
    Crs.GCJ02: gcj02_to_wgs84,
    Crs.BD09: bd09_to_wgs84,
}


def _shift(x: float, y: float) -> Degrees2:
    """The published shift east and north in metres, `x`, `y` degrees away from (105, 35)."""
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    root = sqrt(abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return east, north


def _invert(forward: Callable[[float, float], Degrees2], lon: float, lat: float) -> Degrees2:
    """Find the point that `forward` takes to (lon, lat): correct the guess by what it misses."""
    guess_lon, guess_lat = lon, lat
    for _ in range(INVERSE_ROUNDS):
        there_lon, there_lat = forward(guess_lon, guess_lat)
        miss_lon, miss_lat = there_lon - lon, there_lat - lat
        guess_lon, guess_lat = guess_lon - miss_lon, guess_lat - miss_lat
        if abs(miss_lon) < INVERSE_STEP and abs(miss_lat) < INVERSE_STEP:
            break
    return guess_lon, guess_lat
