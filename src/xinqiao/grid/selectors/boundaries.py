"""Boundaries for maps, as GeoJSON features in WGS 84 degrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Area, AreaBoundary, Level
from xinqiao.grid.selectors.scope import below

Feature = dict[str, Any]
Box = tuple[float, float, float, float]

MOST_PARTS = 200
MARGIN = 0.01  # degrees around centres, about a kilometre
CHINA: Box = (73.5, 18.1, 135.1, 53.6)


def area_features(actor: Actor, *, path: str = "") -> list[Feature]:
    """The actor's areas (kind `mine`) and their parts (kind `grid`), the finest level that fits.

    path: this area alone, if a boundary of it is known. At most three statements.
    """
    if path:
        return _features(Area.objects.filter(path=path), kind="mine")
    held = [post.area_path for post in actor.posts]
    mine = Area.objects.filter(path__in=held)
    return _parts(Area.objects.filter(below(actor)), outside=held) + _features(mine, kind="mine")


def public_features() -> list[Feature]:
    """Parts of everything that has a boundary, the finest level that fits; for report forms."""
    return _parts(Area.objects.all(), outside=())


def box_of(actor: Actor) -> Box:
    """West, south, east, north around the centres of the actor's areas. One statement."""
    found = Area.objects.filter(below(actor), lon__isnull=False).aggregate(
        west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat")
    )
    if found["west"] is None:
        return CHINA
    return (
        found["west"] - MARGIN,
        found["south"] - MARGIN,
        found["east"] + MARGIN,
        found["north"] + MARGIN,
    )


def _parts(areas: QuerySet[Area], *, outside: Sequence[str]) -> list[Feature]:
    areas = areas.exclude(path__in=outside)
    drawn = Q(boundaries__isnull=False, boundaries__valid_until__isnull=True)
    counts = dict(
        areas.filter(drawn)
        .values_list("level")
        .annotate(count=Count("pk", distinct=True))
        .order_by("-level")
    )
    for level in sorted(counts, reverse=True):
        if counts[level] <= MOST_PARTS:
            return _features(areas.filter(level=level), kind="grid")
    return _features(areas.filter(level=Level.COUNTY), kind="grid")


def _features(areas: QuerySet[Area], *, kind: str) -> list[Feature]:
    rows = AreaBoundary.objects.filter(area__in=areas, valid_until__isnull=True).order_by(
        "area__path"
    )
    return [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"name": name, "kind": kind},
        }
        for name, geometry in rows.values_list("area__name", "geometry")[:MOST_PARTS]
    ]
