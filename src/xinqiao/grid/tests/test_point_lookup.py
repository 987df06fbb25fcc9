"""A point falls into exactly one grid, always the same, or near a community with a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from xinqiao.grid.geometry import metres_to
from xinqiao.grid.lookup import PointIndex

GRIDS = [
    (10 * i + j, box(105 + i / 100, 29 + j / 100, 105 + (i + 1) / 100, 29 + (j + 1) / 100))
    for i in range(4)
    for j in range(3)
]
INDEX = PointIndex(reversed(GRIDS))


def test_a_point_inside_is_found() -> None:
    assert INDEX.at(105.015, 29.025) == 12
    assert len(INDEX) == 12


def test_a_point_on_a_common_edge_always_falls_to_the_same_grid() -> None:
    assert INDEX.at(105.01, 29.01) == 0
    assert PointIndex(GRIDS).at(105.01, 29.01) == 0


def test_a_point_outside_names_the_nearest_and_the_metres() -> None:
    assert INDEX.at(105.05, 29.005) is None
    nearest = INDEX.nearest(105.05, 29.005)
    assert nearest is not None
    assert nearest.area_id == 30
    assert nearest.metres == pytest.approx(972.5, abs=1)


def test_nearest_counts_metres_and_not_degrees() -> None:
    # At 60 degrees north a degree of longitude is half a degree of latitude.
    east, north = box(1.5, 59.9, 2, 60.1), box(-0.1, 61, 0.1, 61.5)
    nearest = PointIndex([(1, east), (2, north)]).nearest(0, 60)
    assert nearest is not None
    assert nearest.area_id == 1


def test_an_empty_index_knows_nothing() -> None:
    assert PointIndex([]).at(105, 29) is None
    assert PointIndex([]).nearest(105, 29) is None


def test_an_enclave_is_not_its_surroundings() -> None:
    ring = Polygon(box(0, 0, 3, 3).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
    index = PointIndex([(1, ring), (2, box(1.2, 1.2, 1.8, 1.8))])
    assert index.at(1.5, 1.5) == 2
    assert index.at(0.5, 0.5) == 1
    assert index.at(1.1, 1.1) is None


@given(st.floats(104.9, 105.1), st.floats(28.9, 29.1))
def test_lookup_agrees_with_trying_every_grid(lon: float, lat: float) -> None:
    distances = {area_id: metres_to(shape, lon, lat) for area_id, shape in GRIDS}
    holding = [area_id for area_id, metres in distances.items() if metres == 0]
    found = INDEX.at(lon, lat)
    nearest = INDEX.nearest(lon, lat)
    assert found == (min(holding) if holding else None) or min(distances.values()) < 0.001
    assert nearest is not None
    assert nearest.metres == pytest.approx(min(distances.values()), abs=0.01)
