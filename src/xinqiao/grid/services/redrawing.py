"""What every redraw of grids does: lock, compare shapes, move buildings, tell the rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.geometry import area_m2, from_geojson
from xinqiao.grid.models import Area, AreaBoundary, Level, Place
from xinqiao.grid.services.areas import lock_area
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput

REASON_LIMIT = 200
# Hand-drawn edges never meet exactly: a thousandth of the grid may be lost, added or doubled.
TOLERANCE = 0.001
Handover = dict[int, dict[int, int]]
"""Post that closes -> successor area -> the post that takes over there."""


def lock_grids(actor: Actor, area_ids: Sequence[int]) -> list[Area]:
    """The grids in the order of their ids, so that two redraws cannot wait for each other."""
    grids = [lock_area(area_id) for area_id in sorted(set(area_ids))]
    for grid in grids:
        require_duty(actor, Role.SYSTEM_ADMIN, area_path=grid.path)
        if grid.level != Level.GRID or grid.valid_until is not None:
            raise BadInput(_("%(name)s is not a grid in use."), name=grid.name)
    return grids


def shape_of(grid: Area) -> BaseGeometry:
    """The current boundary of a grid. Raises BadInput when it was never drawn."""
    current = AreaBoundary.objects.filter(area=grid, valid_until__isnull=True).first()
    if current is None:
        raise BadInput(_("%(name)s has no boundary yet. Please draw it first."), name=grid.name)
    return from_geojson(current.geometry)


def check_no_overlap(shapes: Sequence[BaseGeometry]) -> None:
    """Raise BadInput when two grids claim the same land."""
    for place, shape in enumerate(shapes):
        for other in shapes[place + 1 :]:
            if area_m2(shape.intersection(other)) > TOLERANCE * area_m2(shape):
                raise BadInput(_("Two of the grids overlap. Please redraw the edge between them."))


def check_no_parts(grids: Sequence[Area]) -> None:
    """Raise BadInput while a grid has responsibility grids: which part would get them?"""
    for grid in grids:
        if grid.children.filter(valid_until__isnull=True).exists():
            raise BadInput(
                _("%(name)s has responsibility grids. Please end those first."), name=grid.name
            )


def move_places(
    old_ids: Sequence[int], new: Sequence[Area], shapes: Sequence[BaseGeometry]
) -> None:
    """Buildings follow their position; where it says nothing, they stay or go to the largest."""
    largest = max(range(len(new)), key=lambda i: (area_m2(shapes[i]), -i))
    places_of = {grid.pk: place for place, grid in enumerate(new)}
    for place in Place.objects.filter(area_id__in=old_ids, retired_at__isnull=True):
        lon, lat = place.lon, place.lat
        here = None if lon is None or lat is None else shapely.Point(lon, lat)
        holding = [i for i, shape in enumerate(shapes) if here and shape.intersects(here)]
        now_in = places_of.get(place.area_id)
        if now_in is None or (holding and now_in not in holding):
            place.area = new[holding[0] if holding else largest]
            place.save(update_fields=["area"])


def announce(
    old: list[Area],
    new: list[Area],
    handover: Handover,
    *,
    kind: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Append `grid.redrawn`: rooms above move their open work by `grid.selectors.redraw`."""
    words = clean_text(reason, limit=REASON_LIMIT, field="reason", required=True, multiline=False)
    append(
        kind="grid.redrawn",
        actor=actor,
        at=at,
        subject_kind="area",
        subject_id=old[0].pk,
        area_path=old[0].path,
        data={
            "kind": kind,
            "reason": words,
            "predecessors": [grid.pk for grid in old],
            "successors": [grid.pk for grid in new],
            # JSON has no integer keys.
            "posts": {str(a): {str(b): c for b, c in to.items()} for a, to in handover.items()},
        },
    )
    bump_snapshot()
