"""Phones deliver GCJ-02 and BD-09; a resident's pin must land on the right building."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.grid.coordinates import (
    Crs,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

points_in_china = st.tuples(st.floats(73.6, 135.1), st.floats(18.0, 53.6))
points_elsewhere = st.one_of(
    st.tuples(st.floats(-180, 72.0), st.floats(-90, 90)),
    st.tuples(st.floats(138, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(56, 90)),
)

# WGS 84 and GCJ-02 of the same places, as published with the transform's reference implementations.
KNOWN = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), KNOWN)
def test_known_places_convert_as_published(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-7)
    assert gcj02_to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-7)


def test_baidu_point_of_tiananmen_converts_as_published() -> None:
    assert gcj02_to_bd09(116.404, 39.915) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-7
    )


@given(points_in_china)
def test_round_trip_through_gcj02_loses_nothing(point: tuple[float, float]) -> None:
    assert gcj02_to_wgs84(*wgs84_to_gcj02(*point)) == pytest.approx(point, abs=1e-8)


@given(points_in_china)
def test_round_trip_through_bd09_loses_nothing(point: tuple[float, float]) -> None:
    assert bd09_to_gcj02(*gcj02_to_bd09(*point)) == pytest.approx(point, abs=1e-8)
    assert bd09_to_wgs84(*wgs84_to_bd09(*point)) == pytest.approx(point, abs=1e-8)


@given(points_elsewhere)
def test_points_outside_china_are_left_alone(point: tuple[float, float]) -> None:
    for convert in (wgs84_to_gcj02, gcj02_to_wgs84, gcj02_to_bd09, bd09_to_gcj02):
        assert convert(*point) == point


@given(points_in_china)
def test_the_distortion_is_never_more_than_a_kilometre(point: tuple[float, float]) -> None:
    lon, lat = wgs84_to_gcj02(*point)
    assert abs(lon - point[0]) < 0.015
    assert abs(lat - point[1]) < 0.01


def test_each_system_names_its_conversion() -> None:
    assert to_wgs84(116.404, 39.915, Crs.WGS84) == (116.404, 39.915)
    assert to_wgs84(116.404, 39.915, Crs.GCJ02) == gcj02_to_wgs84(116.404, 39.915)
    assert to_wgs84(116.404, 39.915, Crs("bd09")) == bd09_to_wgs84(116.404, 39.915)
