"""Redrawing grids: split, merge, move an edge. The old stays in the history, work finds its way.

A grid that ends hands each post over to the grids that take its place, with the people in them, so
that nobody loses sight of the work for a moment. Open items move by the event `grid.redrawn`:
rooms above subscribe and ask `grid.selectors.redraw` where each belongs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.geometry import area_m2, from_geojson, parse_boundary, repair
from xinqiao.grid.models import Appointment, Area, AreaBoundary, AreaSuccession, Level, Place, Post
from xinqiao.grid.services.areas import add_grid, lock_area, record
from xinqiao.grid.services.boundaries import end_boundary, put_boundary
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.posts import retire_post
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import local_day

REASON_LIMIT = 200
# Hand-drawn edges never meet exactly: a thousandth of the grid may be lost, added or doubled.
TOLERANCE = 0.001
Handover = dict[int, dict[int, int]]
"""Post that closes -> successor area -> the post that takes over there."""


@dataclass(frozen=True, slots=True)
class GridPart:
    """One of the grids that a grid is split into; geometry is WGS 84 GeoJSON."""

    geometry: Any
    name: str = ""


@transaction.atomic
def split_grid(
    *, actor: Actor, area_id: int, parts: Sequence[GridPart], reason: str, at: datetime
) -> list[Area]:
    """End a grid and put two or more new ones in its place. Records `grid.redrawn`.

    The parts together must be the old grid. Raises BadBoundary, BadInput.
    """
    old = _lock_grids(actor, [area_id])[0]
    if len(parts) < 2:
        raise BadInput(_("A split needs two parts at least. Please draw the second one."))
    shapes = [parse_boundary(part.geometry) for part in parts]
    _check_same_land([_shape_of(old)], shapes)
    new = []
    for part, shape in zip(parts, shapes, strict=True):
        grid = add_grid(actor=actor, community_id=_parent_of(old), name=part.name, at=at)
        put_boundary(grid, shape, source="", at=at)
        new.append(grid)
    _succeed([old], new, shapes, kind="split", reason=reason, actor=actor, at=at)
    return new


@transaction.atomic
def merge_grids(
    *, actor: Actor, area_ids: Sequence[int], reason: str, at: datetime, name: str = ""
) -> Area:
    """End several grids of one community and put one in their place. Records `grid.redrawn`."""
    old = _lock_grids(actor, area_ids)
    if len(old) < 2:
        raise BadInput(_("A merger needs two grids at least. Please choose the second one."))
    if len({grid.parent_id for grid in old}) > 1:
        raise BadInput(_("Grids of two communities cannot become one. Please choose neighbours."))
    shape = repair(shapely.union_all([_shape_of(grid) for grid in old]))
    new = add_grid(actor=actor, community_id=_parent_of(old[0]), name=name, at=at)
    put_boundary(new, shape, source="", at=at)
    _succeed(old, [new], [shape], kind="merge", reason=reason, actor=actor, at=at)
    return new


@transaction.atomic
def move_edges(
    *, actor: Actor, geometries: Mapping[int, Any], reason: str, at: datetime
) -> list[Area]:
    """Redraw grids that stay the same grids. Records `grid.redrawn`.

    geometries: area id -> WGS 84 GeoJSON. Two of them may not claim the same land.
    """
    grids = _lock_grids(actor, list(geometries))
    shapes = [parse_boundary(geometries[grid.pk]) for grid in grids]
    _check_no_overlap(shapes)
    for grid, shape in zip(grids, shapes, strict=True):
        put_boundary(grid, shape, source="", at=at)
    _move_places([g.pk for g in grids], grids, shapes)
    _announce(grids, grids, {}, kind="edges", reason=reason, actor=actor, at=at)
    return grids


def _lock_grids(actor: Actor, area_ids: Sequence[int]) -> list[Area]:
    """The grids in the order of their ids, so that two redraws cannot wait for each other."""
    grids = [lock_area(area_id) for area_id in sorted(set(area_ids))]
    for grid in grids:
        require_duty(actor, Role.SYSTEM_ADMIN, area_path=grid.path)
        if grid.level != Level.GRID or grid.valid_until is not None:
            raise BadInput(_("%(name)s is not a grid in use."), name=grid.name)
    return grids


def _parent_of(grid: Area) -> int:
    if grid.parent_id is None:
        raise BadInput(_("%(name)s belongs to no community."), name=grid.name)
    return grid.parent_id


def _shape_of(grid: Area) -> BaseGeometry:
    current = AreaBoundary.objects.filter(area=grid, valid_until__isnull=True).first()
    if current is None:
        raise BadInput(_("%(name)s has no boundary yet. Please draw it first."), name=grid.name)
    return from_geojson(current.geometry)


def _check_same_land(old: Sequence[BaseGeometry], new: Sequence[BaseGeometry]) -> None:
    _check_no_overlap(new)
    before, after = shapely.union_all(old), shapely.union_all(new)
    if area_m2(before.symmetric_difference(after)) > TOLERANCE * area_m2(before):
        raise BadInput(_("The parts do not cover exactly the old grid. Please redraw the edges."))


def _check_no_overlap(shapes: Sequence[BaseGeometry]) -> None:
    for place, shape in enumerate(shapes):
        for other in shapes[place + 1 :]:
            if area_m2(shape.intersection(other)) > TOLERANCE * area_m2(shape):
                raise BadInput(_("Two of the grids overlap. Please redraw the edge between them."))


def _succeed(
    old: list[Area],
    new: list[Area],
    shapes: Sequence[MultiPolygon],
    *,
    kind: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    handover: Handover = {}
    _move_places([grid.pk for grid in old], new, shapes)
    for grid in old:
        handover |= _hand_over_posts(grid, new, actor=actor, at=at)
        end_boundary(grid, at=at)
        grid.valid_until = local_day(at)
        grid.save(update_fields=["valid_until"])
        record(grid, "area_ended", actor=actor, at=at)
    _announce(old, new, handover, kind=kind, reason=reason, actor=actor, at=at)


def _hand_over_posts(old: Area, new: list[Area], *, actor: Actor, at: datetime) -> Handover:
    """Give every open post of `old` a post in each new grid, and seat the same people there."""
    handover: Handover = {}
    for post in list(Post.objects.select_for_update().filter(area=old, closed_at__isnull=True)):
        people = list(
            post.appointments.filter(starts_at__lte=at).exclude(ends_at__lte=at).order_by("pk")
        )
        handover[post.pk] = {}
        for grid in new:
            title = post.title.replace(old.name, grid.name)
            taking, _is_new = Post.objects.get_or_create(
                role=post.role, area=grid, organisation=post.organisation, title=title
            )
            handover[post.pk][grid.pk] = taking.pk
            _seat(taking, people, at=at)
        retire_post(post, actor=actor, at=at)
    return handover


def _seat(post: Post, people: list[Appointment], *, at: datetime) -> None:
    """Two posts that merge into one may have been held by the same person."""
    seated = set(post.appointments.values_list("user_id", flat=True))
    Appointment.objects.bulk_create(
        Appointment(post=post, user_id=held.user_id, starts_at=at, ends_at=held.ends_at)
        for held in {held.user_id: held for held in people}.values()
        if held.user_id not in seated
    )


def _move_places(
    old_ids: Sequence[int], new: Sequence[Area], shapes: Sequence[BaseGeometry]
) -> None:
    """Buildings follow their position; one without a position goes to the largest part."""
    largest = max(range(len(new)), key=lambda i: (area_m2(shapes[i]), -i))
    for place in Place.objects.filter(area_id__in=old_ids, retired_at__isnull=True):
        lon, lat = place.lon, place.lat
        here = None if lon is None or lat is None else shapely.Point(lon, lat)
        holding = [i for i, shape in enumerate(shapes) if here and shape.intersects(here)]
        stays = here is None and place.area_id in {grid.pk for grid in new}
        if not stays and (holding or here is None):
            place.area = new[holding[0] if holding else largest]
            place.save(update_fields=["area"])


def _announce(
    old: list[Area],
    new: list[Area],
    handover: Handover,
    *,
    kind: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    words = clean_text(reason, limit=REASON_LIMIT, field="reason", required=True, multiline=False)
    if kind != "edges":
        AreaSuccession.objects.bulk_create(
            AreaSuccession(predecessor=before, successor=after, at=at, reason=words)
            for before in old
            for after in new
        )
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
