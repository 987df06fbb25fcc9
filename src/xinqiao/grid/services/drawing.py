"""Drawing one area by hand: a grid that was drawn before moves its edges, with what lies there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.models import Area, AreaBoundary, Level
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.edges import move_edges


@transaction.atomic
def draw_area(
    area: Area,
    *,
    actor: Actor,
    geometry: Any,
    at: datetime,
    crs: Crs = Crs.WGS84,
    source: str = "",
    reason: str,
) -> None:
    """Draw a boundary for the first time, or move the edges of a grid. Raises BadBoundary."""
    is_drawn = AreaBoundary.objects.filter(area=area, valid_until__isnull=True).exists()
    if area.level == Level.GRID and is_drawn:
        drawn = {area.pk: geometry}
        move_edges(actor=actor, geometries=drawn, crs=crs, source=source, reason=reason, at=at)
    else:
        set_boundary(actor=actor, area_id=area.pk, geometry=geometry, crs=crs, source=source, at=at)
