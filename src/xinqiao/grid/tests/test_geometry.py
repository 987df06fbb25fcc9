"""Boundaries come in crooked; what is stored is valid, measured and in WGS 84."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shapely.geometry import MultiPolygon, box

from xinqiao.grid.coordinates import Crs, wgs84_to_gcj02
from xinqiao.grid.errors import BadBoundary, BadFile
from xinqiao.grid.geometry import (
    area_m2,
    cells_inside,
    centre,
    from_geojson,
    h3_cell,
    metres_between,
    metres_to,
    parse_boundary,
    read_features,
    to_geojson,
)


def polygon(*rings: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(p) for p in ring] for ring in rings]}


SQUARE = [(105.0, 29.0), (105.01, 29.0), (105.01, 29.01), (105.0, 29.01), (105.0, 29.0)]
BOW_TIE = [(105.0, 29.0), (105.01, 29.01), (105.01, 29.0), (105.0, 29.01), (105.0, 29.0)]


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"properties": {"id": "1"}, "geometry": None}, 7],
        }
    )
    features = read_features(b"\xef\xbb\xbf" + text.encode())
    assert [f.position for f in features] == [1, 2]
    assert features[0].properties == {"id": "1"}
    assert features[1].properties == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[]",
        b"{}",
        b"\xff\xfe{",
        b'{"type":"Feature"}',
        b'{"features":{}}',
        b"[" * 99999,
    ],
)
def test_a_file_that_is_no_collection_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read_features(content)


def test_a_ring_that_crosses_itself_is_untangled() -> None:
    boundary = parse_boundary(polygon(BOW_TIE))
    assert isinstance(boundary, MultiPolygon)
    assert boundary.is_valid
    assert area_m2(boundary) > 0


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        7,
        {},
        {"type": "Point", "coordinates": [105, 29]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[105, 29], [106, 29]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], [5, 6]]]},
        {"type": "Polygon", "coordinates": "x"},
        polygon([(105, 29), (106, 29), (105, 29), (105, 29)]),
        polygon(
            [(11690000, 3390000), (11700000, 3390000), (11700000, 3400000), (11690000, 3390000)]
        ),
        {"type": "MultiPolygon", "coordinates": [[[[105, None], [106, 29], [106, 30], [105, 29]]]]},
    ],
)
def test_what_encloses_no_land_is_refused_with_a_sentence(geometry: Any) -> None:
    with pytest.raises(BadBoundary) as refused:
        parse_boundary(geometry)
    assert "%(" not in refused.value.sentence()


def test_a_boundary_in_gcj02_lands_where_it_is() -> None:
    shifted = [wgs84_to_gcj02(*point) for point in SQUARE]
    boundary = parse_boundary(polygon(shifted), Crs.GCJ02)
    assert boundary.bounds == pytest.approx((105.0, 29.0, 105.01, 29.01), abs=1e-7)


def test_area_of_a_square_kilometre_or_so() -> None:
    # 0.01 degree of latitude is 1,112 m; of longitude at 29 degrees 972.5 m.
    assert area_m2(box(105.0, 29.0, 105.01, 29.01)) == pytest.approx(1111.95 * 972.5, rel=0.001)


def test_the_centre_always_lies_inside() -> None:
    horseshoe = box(0, 0, 3, 3).difference(box(1, 0.5, 2, 3))
    lon, lat = centre(horseshoe)
    assert metres_to(horseshoe, lon, lat) == 0


def test_distances_are_in_metres() -> None:
    assert metres_between((105.0, 29.0), (105.0, 29.01)) == pytest.approx(1111.95, abs=0.1)
    assert metres_to(box(105.0, 29.0, 105.01, 29.01), 105.02, 29.005) == pytest.approx(972.5, abs=1)


def test_what_is_stored_reads_back() -> None:
    boundary = parse_boundary(polygon(SQUARE))
    stored = to_geojson(boundary)
    assert stored["type"] == "MultiPolygon"
    assert from_geojson(stored).equals(boundary)


def test_h3_cells_fit_a_bigint() -> None:
    cell = h3_cell(105.005, 29.005, 9)
    assert 0 < cell < 2**63
    assert cell in cells_inside(box(105.0, 29.0, 105.01, 29.01), 9)
