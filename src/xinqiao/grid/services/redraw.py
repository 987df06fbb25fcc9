"""Splitting and merging grids. The old stays in the history, work and people find their place.

A grid that ends hands each post over to the grids that take its place, with the people in them, so
that nobody loses sight of the work for a moment. What lives in the grids follows in the same
transaction (`grid.following`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from xinqiao.accounts.access import Actor
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.geometry import area_m2, parse_boundary, repair
from xinqiao.grid.models import Appointment, Area, AreaSuccession, Post, RedrawKind
from xinqiao.grid.services.areas import add_grid, record
from xinqiao.grid.services.boundaries import end_boundary, put_boundary
from xinqiao.grid.services.posts import retire_post
from xinqiao.grid.services.redrawing import (
    TOLERANCE,
    Done,
    Handover,
    check_no_overlap,
    check_no_parts,
    conclude,
    lock_grids,
    parent_of,
    shape_of,
)
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import local_day


@dataclass(frozen=True, slots=True)
class GridPart:
    """One of the grids that a grid is split into; geometry is GeoJSON."""

    geometry: Any
    name: str = ""


@transaction.atomic
def split_grid(
    *,
    actor: Actor,
    area_id: int,
    parts: Sequence[GridPart],
    reason: str,
    at: datetime,
    crs: Crs = Crs.WGS84,
) -> list[Area]:
    """End a grid and put two or more new ones in its place. Records `grid.redrawn`.

    The parts together must be the old grid. Raises BadBoundary, BadInput.
    """
    old = lock_grids(actor, [area_id])[0]
    check_no_parts([old])
    if len(parts) < 2:
        raise BadInput(_("A split needs two parts at least. Please draw the second one."))
    shapes = [parse_boundary(part.geometry, crs) for part in parts]
    _check_same_land([shape_of(old)], shapes)
    new = []
    for part, shape in zip(parts, shapes, strict=True):
        grid = add_grid(actor=actor, community_id=parent_of(old), name=part.name, at=at)
        put_boundary(grid, shape, source="", at=at)
        new.append(grid)
    _succeed([old], new, RedrawKind.SPLIT, reason=reason, actor=actor, at=at)
    return new


@transaction.atomic
def merge_grids(
    *, actor: Actor, area_ids: Sequence[int], reason: str, at: datetime, name: str = ""
) -> Area:
    """End several grids of one community and put one in their place. Records `grid.redrawn`."""
    old = lock_grids(actor, area_ids)
    check_no_parts(old)
    if len(old) < 2:
        raise BadInput(_("A merger needs two grids at least. Please choose the second one."))
    if len({grid.parent_id for grid in old}) > 1:
        raise BadInput(_("Grids of two communities cannot become one. Please choose neighbours."))
    shape = repair(shapely.union_all([shape_of(grid) for grid in old]))
    new = add_grid(actor=actor, community_id=parent_of(old[0]), name=name, at=at)
    put_boundary(new, shape, source="", at=at)
    _succeed(old, [new], RedrawKind.MERGE, reason=reason, actor=actor, at=at)
    return new


def _check_same_land(old: Sequence[BaseGeometry], new: Sequence[BaseGeometry]) -> None:
    check_no_overlap(new)
    before, after = shapely.union_all(old), shapely.union_all(new)
    if area_m2(before.symmetric_difference(after)) > TOLERANCE * area_m2(before):
        raise BadInput(_("The parts do not cover exactly the old grid. Please redraw the edges."))


def _succeed(
    old: list[Area],
    new: list[Area],
    kind: RedrawKind,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    handover: Handover = {}
    for grid in old:
        handover |= _hand_over_posts(grid, new, actor=actor, at=at)
        retire_grid(grid, actor=actor, at=at)
    remember_succession(old, new, reason=reason, at=at)
    done = Done(kind=kind, old=old, new=new, handover=handover, reason=reason)
    conclude(done, actor=actor, at=at)


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
                role=post.role,
                area=grid,
                organisation=post.organisation,
                title=title,
                defaults={"force": post.force},
            )
            handover[post.pk][grid.pk] = taking.pk
            seat(taking, people, at=at)
        retire_post(post, actor=actor, at=at)
    return handover


def retire_grid(grid: Area, *, actor: Actor, at: datetime) -> None:
    """End a grid that others take over from, in the caller's transaction."""
    end_boundary(grid, at=at)
    grid.valid_until = local_day(at)
    grid.save(update_fields=["valid_until"])
    record(grid, "area_ended", actor=actor, at=at)


def remember_succession(
    old: Sequence[Area], new: Sequence[Area], *, reason: str, at: datetime
) -> None:
    """Who took over from whom, for the history of each."""
    AreaSuccession.objects.bulk_create(
        AreaSuccession(predecessor=before, successor=after, at=at, reason=reason.strip()[:200])
        for before in old
        for after in new
    )


def seat(post: Post, people: Sequence[Appointment], *, at: datetime) -> None:
    """Two posts that merge into one may have been held by the same person."""
    holding = post.appointments.exclude(ends_at__lte=at)
    seated = set(holding.values_list("user_id", flat=True))
    Appointment.objects.bulk_create(
        Appointment(post=post, user_id=held.user_id, starts_at=at, ends_at=held.ends_at)
        for held in {held.user_id: held for held in people}.values()
        if held.user_id not in seated
    )
