"""Boundaries over time: the old one ends at the moment the new one begins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from shapely.geometry import MultiPolygon

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.geometry import centre, parse_boundary, to_geojson
from xinqiao.grid.models import Area, AreaBoundary
from xinqiao.grid.services.areas import lock_area, record
from xinqiao.grid.services.duties import require_duty


@transaction.atomic
def set_boundary(
    *,
    actor: Actor,
    area_id: int,
    geometry: Any,
    at: datetime,
    crs: Crs = Crs.WGS84,
    source: str = "",
) -> AreaBoundary:
    """Draw the boundary of an area anew. Records `grid.boundary_drawn`.

    geometry: GeoJSON polygon or multipolygon in `crs`. Raises BadBoundary.
    """
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    boundary, is_new = put_boundary(area, parse_boundary(geometry, crs), source=source, at=at)
    if is_new:
        record(area, "boundary_drawn", actor=actor, at=at)
    return boundary


def put_boundary(
    area: Area, shape: MultiPolygon, *, source: str, at: datetime
) -> tuple[AreaBoundary, bool]:
    """Write a boundary version and the centre; the same shape again writes nothing."""
    geometry = to_geojson(shape)
    current = AreaBoundary.objects.filter(area=area, valid_until__isnull=True).first()
    if current is not None:
        if current.geometry == geometry:
            return current, False
        current.valid_until = at
        current.save(update_fields=["valid_until"])
    area.lon, area.lat = centre(shape)
    area.save(update_fields=["lon", "lat"])
    drawn = AreaBoundary.objects.create(
        area=area, geometry=geometry, source=source[:100], valid_from=at
    )
    return drawn, True


def end_boundary(area: Area, *, at: datetime) -> None:
    """Close the current boundary of an area that is no more."""
    AreaBoundary.objects.filter(area=area, valid_until__isnull=True).update(valid_until=at)
