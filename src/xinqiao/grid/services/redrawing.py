"""What every redraw of grids does: lock, compare shapes, let everything follow, keep the act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.following import Follower, followers, register_follower
from xinqiao.grid.geometry import area_m2, from_geojson
from xinqiao.grid.models import Area, AreaBoundary, Level, Place, RedrawAct, RedrawKind
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.grid.services.areas import lock_area
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.bulk import update_rows
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


def parent_of(grid: Area) -> int:
    """The community of a grid. Raises BadInput when it has none."""
    if grid.parent_id is None:
        raise BadInput(_("%(name)s belongs to no community."), name=grid.name)
    return grid.parent_id


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done to the grids, before anything follows."""

    kind: RedrawKind
    old: Sequence[Area]
    new: Sequence[Area]
    handover: Handover
    reason: str
    boundaries: Mapping[int, int] = field(default_factory=dict)  # area -> boundary before
    undoes: RedrawAct | None = None


def conclude(done: Done, *, actor: Actor, at: datetime) -> RedrawAct:
    """Let every room's rows follow, and put the act on record. Records `grid.redrawn`."""
    reason = clean_text(
        done.reason, limit=REASON_LIMIT, field="reason", required=True, multiline=False
    )
    data = {
        "kind": done.kind.value,
        "reason": reason,
        "predecessors": [grid.pk for grid in done.old],
        "successors": [grid.pk for grid in done.new],
        # JSON has no integer keys.
        "posts": {str(a): {str(b): c for b, c in to.items()} for a, to in done.handover.items()},
    }
    append(
        kind="grid.redrawn",
        actor=actor,
        at=at,
        subject_kind="area",
        subject_id=done.old[0].pk,
        area_path=done.old[0].path,
        data=data,
    )
    bump_snapshot()
    redraw = Redraw(data, back=done.undoes.origins if done.undoes else None)
    report = [_line(follower.name, follower.move(redraw, at)) for follower in followers()]
    origins = redraw.origins
    if done.boundaries:
        origins["boundary"] = {str(area): before for area, before in done.boundaries.items()}
    return RedrawAct.objects.create(
        kind=done.kind,
        community_id=parent_of(done.old[0]),
        at=at,
        reason=reason,
        done_by_id=actor.user_id,
        data=data,
        report=report,
        origins=origins,
        undoes=done.undoes,
    )


def _line(name: str, moved: Mapping[int, int]) -> dict[str, Any]:
    return {"name": name, "by_area": {str(area): count for area, count in moved.items()}}


def move_places(redraw: Redraw, at: datetime) -> Counter[int]:
    """Buildings follow their position; where it says nothing, they stay or go to the largest."""
    moved: Counter[int] = Counter()
    places = Place.objects.filter(area_id__in=redraw.predecessors, retired_at__isnull=True)
    changed = []
    for place in places.order_by("pk"):
        to = redraw.area_for(place.area_id, place.lon, place.lat, row=("place", place.pk))
        if to.area_id != place.area_id:
            place.area_id = to.area_id
            moved[to.area_id] += 1
            changed.append(place)
    update_rows(Place, changed, ["area"])
    return moved


register_follower(
    Follower(name="places", label=_("Buildings and places"), move=move_places, position=10)
)
