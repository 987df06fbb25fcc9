"""Grids are split, merged and redrawn from the pages; bad files are refused there."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from xinqiao.accounts.access import Role
from xinqiao.grid.models import Area, RedrawAct
from xinqiao.grid.selectors.areas import boundary_of
from xinqiao.grid.selectors.plates import plate_by_code
from xinqiao.grid.tests.support import (
    AT,
    WEST,
)

pytestmark = pytest.mark.django_db


def collection(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"properties": p, "geometry": g} for p, g in features],
        }
    )


def box_of(west, east):
    ring = [[west, 29.0], [east, 29.0], [east, 29.01], [west, 29.01], [west, 29.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_grid_is_split_and_its_parts_merged_again(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    grid = town.grids[0]
    address = reverse("grid:redraw", args=[grid.code])
    halves = collection(
        ({"name": "西半"}, box_of(105.0, 105.005)), ({"name": "东半"}, box_of(105.005, 105.01))
    )
    assert client.get(address).status_code == 200
    one = collection(({"name": "西半"}, box_of(105.0, 105.005)))
    for wrong in ({"text": halves}, {"text": one, "reason": "x"}, {"text": "[]", "reason": "x"}):
        assert client.post(address, {"crs": "wgs84"} | wrong).status_code == 422
    sent = {"text": halves, "crs": "wgs84", "reason": "户数太多"}
    looked = client.post(address, sent)
    assert looked.status_code == 200
    assert "西半" in looked.content.decode()
    assert not Area.objects.filter(name__contains="半").exists()
    client.post(address, sent | {"confirmed": "1"})
    parts = Area.objects.filter(parent=town.west, valid_until__isnull=True, name__contains="半")
    assert parts.count() == 2
    assert client.get(reverse("grid:redraw", args=[WEST])).status_code == 200
    merge = reverse("grid:merge", args=[WEST])
    chosen = [part.pk for part in parts]
    assert client.post(merge, {"grids": chosen[:1], "reason": "x"}).status_code == 422
    sent = {"grids": chosen, "name": "合一", "reason": "人少"}
    assert client.post(merge, sent).status_code == 200
    assert not Area.objects.filter(name="合一").exists()
    client.post(merge, sent | {"confirmed": "1"})
    assert Area.objects.get(name="合一").valid_until is None
    assert client.get(address).status_code == 404


def test_a_redraw_is_found_again_and_taken_back(town, sign_in, django_assert_max_num_queries):
    client = sign_in(Role.SYSTEM_ADMIN)
    ids = [grid.pk for grid in town.grids[:2]]
    sent = {"grids": ids, "name": "合一", "reason": "人少", "confirmed": "1"}
    client.post(reverse("grid:merge", args=[WEST]), sent)
    act = RedrawAct.objects.get()
    address = reverse("grid:redraw-act", args=[act.pk])
    with django_assert_max_num_queries(12):
        assert address in client.get(reverse("grid:redraws", args=[WEST])).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "合错了"}).status_code == 302
    assert Area.objects.get(name="合一").valid_until is not None
    assert client.post(address, {"reason": "再撤"}).status_code == 422


def test_edges_move_from_a_file_and_overlaps_are_refused(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    address = reverse("grid:redraw", args=[WEST])
    first, second = town.grids[:2]
    moved = collection(
        ({"code": first.code}, box_of(105.0, 105.005)),
        ({"id": second.code}, box_of(105.005, 105.02)),
    )
    unknown = collection(({"code": "9"}, box_of(105.0, 105.005)))
    sent = {"crs": "wgs84", "reason": "新路", "confirmed": "1"}
    assert client.post(address, sent | {"text": unknown}).status_code == 422
    assert client.post(address, sent | {"text": moved}).status_code == 302
    assert boundary_of(first).valid_from > AT
    wide = json.dumps(box_of(105.0, 105.02))
    answer = client.post(reverse("grid:draw", args=[first.code]), {"text": wide, "crs": "wgs84"})
    assert answer.status_code == 422
    assert client.get(reverse("grid:redraw", args=["511083001"])).status_code == 404


def test_null_bytes_and_odd_files_get_answers(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    for address in ("", "buildings/", "organisations/", "plates/"):
        assert client.get(f"/admin/grid/{address}?q=%00").status_code == 200
    assert client.get("/admin/grid/areas/51%00/").status_code == 404
    assert client.get("/admin/grid/?cursor=x").status_code == 422
    assert plate_by_code("A\x00B") is None
    address = reverse("grid:redraw", args=[town.grids[0].code])
    for text in (
        '{"features": 7}',
        '{"features": [7]}',
        '{"features": [{"properties": [1], "geometry": null}, {}]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}, {}]}',
    ):
        sent = {"text": text, "crs": "wgs84", "reason": "试"}
        assert client.post(address, sent).status_code == 422
