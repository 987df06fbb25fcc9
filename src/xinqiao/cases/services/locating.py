"""Where a request is: the point, else the door plate, else the words, else the desk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.errors import BadPoint, NowhereToGo, OutsideGrid, UnknownPlate
from xinqiao.cases.models import Located
from xinqiao.grid.models import Place
from xinqiao.grid.selectors.plates import plate_by_code
from xinqiao.grid.snapshot import AreaFacts, Snapshot


@dataclass(frozen=True, slots=True)
class Spot:
    """The area that answers, and how it was found. lon, lat: WGS 84 degrees, both or neither."""

    area: AreaFacts
    by: Located
    step: dict[str, Any]  # for "why am I here"
    lon: float | None = None
    lat: float | None = None
    plate_id: int | None = None
    place_id: int | None = None
    address: str = ""


def locate(*, actor: Actor, draft: ReportDraft, address: str, places: Snapshot) -> Spot:
    """Find the area of a draft, in the order of `Located`; the same input gives the same area.

    Raises BadPoint, OutsideGrid (422), UnknownPlate (404), NowhereToGo (409).
    """
    point = _point(draft)
    if draft.area_id is not None and draft.area_id in places.areas:
        area = places.areas[draft.area_id]
        return _spot(area, Located.ADDRESS, point, step={"by": "given"})
    if point is not None and (found := places.locate_point(*point)) is not None:
        return _spot(found.area, Located.POINT, point, step={})
    if draft.plate_code:
        return _by_plate(draft, places)
    if point is not None:
        raise _outside(point, places)
    return _by_words(actor, draft, address, places) or _by_desk(actor, places)


def _point(draft: ReportDraft) -> tuple[float, float] | None:
    if draft.lon is None and draft.lat is None:
        return None
    if draft.lon is None or draft.lat is None:
        raise BadPoint(field="point")
    if not (math.isfinite(draft.lon) and math.isfinite(draft.lat)):
        raise BadPoint(field="point")
    if not (-180 <= draft.lon <= 180 and -90 <= draft.lat <= 90):
        raise BadPoint(field="point")
    return draft.lon, draft.lat


def _spot(
    area: AreaFacts,
    by: Located,
    point: tuple[float, float] | None,
    *,
    step: dict[str, Any],
    plate_id: int | None = None,
    place_id: int | None = None,
    address: str = "",
) -> Spot:
    lon, lat = point if point is not None else (None, None)
    facts = {"code": "located", "by": by.value, "area": area.path, **step}
    return Spot(area, by, facts, lon, lat, plate_id, place_id, address)


def _by_plate(draft: ReportDraft, places: Snapshot) -> Spot:
    plate = plate_by_code(draft.plate_code)
    if plate is None or plate.retired_at is not None:
        raise UnknownPlate(field="plate_code")
    place = plate.place
    point = (place.lon, place.lat) if place.lon is not None and place.lat is not None else None
    area = places.areas.get(place.area_id)
    if area is None:
        raise UnknownPlate(field="plate_code")
    found = places.locate_point(*point) if point and area.level < _GRID else None
    return _spot(
        found.area if found and found.grid else area,
        Located.PLATE,
        point,
        step={"plate": plate.code},
        plate_id=plate.pk,
        place_id=place.pk,
        address=" ".join(part for part in (place.name, plate.detail) if part),
    )


_GRID = 6


def _outside(point: tuple[float, float], places: Snapshot) -> OutsideGrid | NowhereToGo:
    nearest = places.nearest_community(*point)
    if nearest is None:
        return NowhereToGo()
    community, metres = nearest
    return OutsideGrid(community=community.name, distance=_distance(metres), field="point")


def _distance(metres: float) -> str:
    if metres < 1000:
        return _("%(metres)s metres") % {"metres": max(round(metres), 1)}
    return _("%(km)s km") % {"km": f"{metres / 1000:.1f}"}


def _by_words(actor: Actor, draft: ReportDraft, address: str, places: Snapshot) -> Spot | None:
    within = actor.posts[0].area_path if actor.posts else ""
    for words in (address, draft.text):
        found = places.locate_words(words, within=within) if words else None
        if found is not None:
            point = _point_of_place(found.place_id)
            return _spot(
                found.area,
                Located.ADDRESS,
                point,
                step={"words": list(found.words)},
                place_id=found.place_id,
            )
    return None


def _point_of_place(place_id: int | None) -> tuple[float, float] | None:
    if place_id is None:
        return None
    row = Place.objects.filter(pk=place_id).values_list("lon", "lat").first()
    if row is None or row[0] is None or row[1] is None:
        return None
    return row[0], row[1]


def _by_desk(actor: Actor, places: Snapshot) -> Spot:
    """The recorder's own community, else the widest desk there is."""
    for post in actor.posts:
        area = places.areas.get(post.area_id)
        if area is not None:
            return _spot(area, Located.DESK, None, step={})
    desks = [places.areas[area_id] for area_id in places.desk_post_ids if area_id in places.areas]
    area = min(desks, key=lambda desk: (desk.level, desk.path), default=None)
    if area is None:
        raise NowhereToGo
    return _spot(area, Located.DESK, None, step={})
