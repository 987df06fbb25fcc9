"""Facilities, lanes and their stewards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.services.posts import open_post
from xinqiao.registry.errors import FacilityNotFound
from xinqiao.registry.models import Stewardship
from xinqiao.registry.register_errors import (
    BadLine,
    FacilityExists,
    NoSteward,
    RegisterNotYours,
    Stale,
    UnknownFacilityKind,
)
from xinqiao.registry.selectors.scope import visible_facilities
from xinqiao.registry.services.facilities import (
    FacilityDraft,
    add_facility,
    edit_facility,
    retire_facility,
    set_steward,
)
from xinqiao.registry.tests.people import AT, Village, build_village

LINE: dict[str, Any] = {
    "type": "LineString",
    "coordinates": [[105.001, 29.0], [105.001, 29.0009], [105.0015, 29.0009]],
}


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


@pytest.fixture
def lane(village: Village) -> FacilityDraft:
    return FacilityDraft(
        kind="lane", name="红星巷", area_id=village.town.grids[0].pk, geometry=LINE
    )


def test_a_lane_knows_its_length(village: Village, lane: FacilityDraft) -> None:
    row = add_facility(actor=village.worker, draft=lane, at=AT)
    # 0.0009 degrees of latitude are 100 m, 0.0005 of longitude at 29 degrees 49 m.
    assert row.length_m == pytest.approx(149, abs=1)
    assert (row.lon, row.lat) == (105.001, 29.0009)
    shorter = replace(lane, geometry=LINE | {"coordinates": LINE["coordinates"][:2]})
    row = edit_facility(actor=village.worker, facility_id=row.pk, draft=shorter, version=1, at=AT)
    assert row.length_m == pytest.approx(100, abs=1)
    with pytest.raises(Stale):
        edit_facility(actor=village.worker, facility_id=row.pk, draft=lane, version=1, at=AT)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"geometry": {"type": "Point", "coordinates": [105, 29]}}, BadLine),
        ({"geometry": {"type": "LineString", "coordinates": [[105, 29]]}}, BadLine),
        ({"geometry": {"type": "LineString", "coordinates": [[105, "x"], [1, 2]]}}, BadLine),
        ({"geometry": {"type": "LineString", "coordinates": [[500, 29], [1, 2]]}}, BadLine),
        ({"kind": "castle"}, UnknownFacilityKind),
    ],
)
def test_what_is_no_lane(
    village: Village, lane: FacilityDraft, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        add_facility(actor=village.worker, draft=replace(lane, **more), at=AT)


def test_stewards_follow_each_other(village: Village, lane: FacilityDraft) -> None:
    row = add_facility(actor=village.worker, draft=lane, at=AT)
    worker, community = village.worker.posts[0].post_id, village.community.posts[0].post_id
    for post_id in (worker, community, community):
        set_steward(actor=village.community, facility_id=row.pk, post_id=post_id, at=AT)
    assert list(row.stewardships.order_by("pk").values_list("post_id", "until")) == [
        (worker, AT),
        (community, None),
    ]
    elsewhere = open_post(
        actor=SYSTEM, role=Role.GRID_WORKER, area_id=village.town.grids[2].pk, at=AT
    )
    with pytest.raises(NoSteward):
        set_steward(actor=village.community, facility_id=row.pk, post_id=elsewhere.pk, at=AT)
    retire_facility(actor=village.community, facility_id=row.pk, at=AT)
    assert not Stewardship.objects.filter(until__isnull=True).exists()
    assert not visible_facilities(actor=village.worker).exists()


def test_strangers(village: Village, lane: FacilityDraft) -> None:
    row = add_facility(actor=village.worker, draft=lane, at=AT)
    with pytest.raises(FacilityExists):
        add_facility(actor=village.community, draft=lane, at=AT)
    for actor in (village.neighbour, village.stranger):
        with pytest.raises(FacilityNotFound):
            set_steward(actor=actor, facility_id=row.pk, post_id=None, at=AT)
        with pytest.raises(RegisterNotYours):
            add_facility(actor=actor, draft=replace(lane, name="别的巷"), at=AT)
    with pytest.raises(RegisterNotYours):
        retire_facility(actor=village.county, facility_id=row.pk, at=AT)
