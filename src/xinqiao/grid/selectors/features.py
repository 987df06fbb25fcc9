"""Areas as GeoJSON, for maps and other systems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xinqiao.grid.models import Area, AreaBoundary, Level


def area_features(area: Area, parts: Iterable[Area] = ()) -> dict[str, Any]:
    """A FeatureCollection: the area itself as `mine`, then those of `parts` that were drawn."""
    shown = {area.pk: area} | {part.pk: part for part in parts}
    drawn = AreaBoundary.objects.filter(area_id__in=list(shown), valid_until__isnull=True)
    rows = dict(drawn.values_list("area_id", "geometry"))
    # The map paints in this order, so the parts lie above the whole.
    ordered = [(shown[i], rows[i]) for i in shown if i in rows]
    return {
        "type": "FeatureCollection",
        "features": [_feature(a, geometry, is_mine=a.pk == area.pk) for a, geometry in ordered],
    }


def _feature(area: Area, geometry: dict[str, Any], *, is_mine: bool) -> dict[str, Any]:
    level = Level(area.level).name.lower()
    properties = {
        "code": area.code,
        "name": area.name,
        "level": level,
        "kind": "mine" if is_mine else "grid",
    }
    return {"type": "Feature", "id": area.pk, "properties": properties, "geometry": geometry}
