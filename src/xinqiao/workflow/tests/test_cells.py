"""The map shows open items of the actor's area, counted by cell and colour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.cells import Box, cell_of, cells, parent_cell, resolution_at
from xinqiao.workflow.selectors.items import desk_items
from xinqiao.workflow.tests.conftest import START, Street

WHOLE = Box(west=104.0, south=28.0, east=106.0, north=30.0)
HERE = (105.30, 29.33)
FAR = (105.90, 29.90)


def put(street: Street, number: str, spot: tuple[float, float], **more: Any) -> Item:
    lon, lat = spot
    return street.open(number=number, lon=lon, lat=lat, cell=cell_of(lon, lat), **more)


def test_far_away_items_are_counted_by_cell_and_colour(street: Street) -> None:
    put(street, "10000012", HERE)
    late = put(street, "10000023", HERE)
    put(street, "10000034", FAR)
    Item.objects.filter(pk=late.pk).update(due_at=START - timedelta(hours=1))
    found = cells(items=desk_items(actor=street.actor(street.desk)), box=WHOLE, zoom=9, at=START)
    here, far = sorted(found["features"], key=lambda f: -f["properties"]["count"])
    assert here["properties"] == {"count": 2, "green": 0, "blue": 1, "yellow": 0, "red": 1}
    assert far["properties"]["count"] == 1


def test_near_by_items_stand_alone_with_number_and_colour(street: Street) -> None:
    put(street, "10000012", HERE)
    found = cells(items=desk_items(actor=street.actor(street.worker)), box=WHOLE, zoom=17, at=START)
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == list(HERE)
    assert feature["properties"]["number"] == "10000012"
    assert feature["properties"]["colour"] == "blue"
    assert not found["truncated"]


def test_a_colleague_of_another_grid_sees_nothing(street: Street) -> None:
    put(street, "10000012", HERE)
    for zoom in (9, 17):
        found = cells(
            items=desk_items(actor=street.actor(street.other_worker)),
            box=WHOLE,
            zoom=zoom,
            at=START,
        )
        assert found["features"] == []


def test_items_outside_the_box_are_left_out(street: Street) -> None:
    put(street, "10000012", FAR)
    box = Box(west=105.0, south=29.0, east=105.5, north=29.5)
    found = cells(items=desk_items(actor=street.actor(street.desk)), box=box, zoom=9, at=START)
    assert found["features"] == []


def test_parent_in_sql_is_the_parent_of_the_library(street: Street) -> None:
    item = put(street, "10000012", HERE)
    for resolution in range(4, 12):
        (parent,) = Item.objects.filter(pk=item.pk).values_list(parent_cell(resolution), flat=True)
        wanted = h3.cell_to_parent(h3.latlng_to_cell(HERE[1], HERE[0], 12), resolution)
        assert h3.int_to_str(parent) == wanted


@pytest.mark.parametrize(("zoom", "resolution"), [(3, 4), (10.5, 7), (15.9, 11)])
def test_closer_zoom_means_finer_cells(zoom: float, resolution: int) -> None:
    assert resolution_at(zoom) == resolution


@given(st.floats(0, 22), st.floats(0, 22))
def test_resolution_never_falls_when_zooming_in(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert resolution_at(low) <= resolution_at(high)
