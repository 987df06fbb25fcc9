"""Where the open work of a redrawn grid belongs: by its own point, else to the largest part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from xinqiao.grid.geometry import area_m2, from_geojson
from xinqiao.grid.lookup import PointIndex
from xinqiao.grid.models import Area, AreaBoundary

Origins = dict[str, dict[str, int]]
"""Kind of row -> id of the row, in words as JSON has it -> the area it came from."""


@dataclass(frozen=True, slots=True)
class Successor:
    """The grid that takes an item over."""

    area_id: int
    path: str


class Redraw:
    """One `grid.redrawn` event, ready to place items; built with two statements."""

    def __init__(self, data: Mapping[str, Any], *, back: Origins | None = None) -> None:
        """back: where rows came from, when a redraw is taken back; it beats where they lie."""
        self.kind = str(data["kind"])
        self.origins: Origins = {}
        self._back = back or {}
        self.predecessors: Sequence[int] = [int(i) for i in data["predecessors"]]
        successors = [int(i) for i in data["successors"]]
        self._posts = {
            int(post): {int(area): int(taking) for area, taking in to.items()}
            for post, to in data["posts"].items()
        }
        paths = dict(Area.objects.filter(pk__in=successors).values_list("pk", "path"))
        self._areas = {i: Successor(i, paths[i]) for i in successors}
        shapes = dict(_shapes(successors))
        self._index = PointIndex(shapes.items())
        self._largest = max(
            successors, key=lambda i: (area_m2(shapes[i]) if i in shapes else 0.0, -i)
        )

    def area_for(
        self,
        area_id: int,
        lon: float | None,
        lat: float | None,
        *,
        row: tuple[str, int] | None = None,
    ) -> Successor:
        """Where an item of the grid `area_id` belongs now.

        An item without a point stays in its grid if that still exists, and else goes to the largest
        successor; a point in no successor is treated the same way. row: kind and id of what moves,
        so that `origins` can bring it back.
        """
        found = self._back.get(row[0], {}).get(str(row[1])) if row else None
        if found not in self._areas:
            found = None if lon is None or lat is None else self._index.at(lon, lat)
        if found is None:
            found = area_id if area_id in self._areas else self._largest
        if row and found != area_id:
            self.origins.setdefault(row[0], {})[str(row[1])] = area_id
        return self._areas[found]

    def post_for(self, post_id: int, area_id: int) -> int:
        """The post that takes the work of `post_id` over in a successor; itself if it goes on."""
        return self._posts.get(post_id, {}).get(area_id, post_id)


def _shapes(area_ids: Sequence[int]) -> list[tuple[int, BaseGeometry]]:
    rows = AreaBoundary.objects.filter(area_id__in=area_ids, valid_until__isnull=True)
    return [(i, from_geojson(g)) for i, g in rows.values_list("area_id", "geometry")]
