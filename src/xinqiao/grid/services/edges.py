"""Moving the edges of grids that stay the same grids; the work beside an edge may change grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.geometry import from_geojson, parse_boundary
from xinqiao.grid.models import Area, AreaBoundary, Level, Post, RedrawAct, RedrawKind
from xinqiao.grid.services.boundaries import put_boundary
from xinqiao.grid.services.posts import desk_of
from xinqiao.grid.services.redrawing import (
    Done,
    Handover,
    check_no_overlap,
    conclude,
    lock_grids,
)
from xinqiao.kit.errors import BadInput


@transaction.atomic
def move_edges(
    *,
    actor: Actor,
    geometries: Mapping[int, Any],
    reason: str,
    at: datetime,
    crs: Crs = Crs.WGS84,
    source: str = "",
) -> list[Area]:
    """Redraw grids of one community that stay the same grids. Records `grid.redrawn`.

    geometries: area id -> GeoJSON in `crs`. No two grids of the community may claim the same
    land afterwards. Raises BadBoundary, BadInput.
    """
    grids = lock_grids(actor, list(geometries))
    communities = {grid.parent_id for grid in grids}
    if len(communities) != 1:
        raise BadInput(_("Please redraw the grids of one community at a time."))
    before = current_boundaries(grids)
    for grid in grids:
        put_boundary(grid, parse_boundary(geometries[grid.pk], crs), source=source, at=at)
    follow_edges(
        community_id=communities.pop(),
        reason=reason,
        actor=actor,
        at=at,
        strict=True,
        before=before,
    )
    return grids


def current_boundaries(grids: Sequence[Area]) -> dict[int, int]:
    """The boundary versions in force by area, before they are drawn anew."""
    rows = AreaBoundary.objects.filter(area__in=grids, valid_until__isnull=True)
    return dict(rows.values_list("area_id", "pk"))


def follow_edges(
    *,
    community_id: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
    strict: bool,
    before: Mapping[int, int] | None = None,
    undoes: RedrawAct | None = None,
) -> RedrawAct | None:
    """Let buildings and open work follow the edges just drawn in a community.

    strict: refuse grids that overlap (BadInput); an imported file is taken as it is. before: the
    boundaries that were in force, to take the act back.
    """
    drawn = (
        AreaBoundary.objects.filter(
            area__parent_id=community_id,
            area__level=Level.GRID,
            area__valid_until__isnull=True,
            valid_until__isnull=True,
        )
        .select_related("area")
        .order_by("area_id")
    )
    grids = [boundary.area for boundary in drawn]
    shapes = [from_geojson(boundary.geometry) for boundary in drawn]
    if strict:
        check_no_overlap(shapes)
    if not grids:
        return None
    done = Done(
        kind=RedrawKind.UNDO if undoes else RedrawKind.EDGES,
        old=grids,
        new=grids,
        handover=_counterparts(grids, at=at),
        reason=reason,
        boundaries=before or {},
        undoes=undoes,
    )
    return conclude(done, actor=actor, at=at)


def _counterparts(grids: list[Area], *, at: datetime) -> Handover:
    """Post -> other grid -> the post of the same duty there, else the community's desk."""
    posts = list(
        Post.objects.filter(area__in=grids, organisation__isnull=True, closed_at__isnull=True)
        .order_by("-pk")
        .values_list("pk", "role", "area_id")
    )
    by_duty = {(area_id, role): post_id for post_id, role, area_id in posts}
    if not posts or grids[0].parent_id is None:
        return {}
    desk = desk_of(area_id=grids[0].parent_id, at=at).pk
    return {
        post_id: {g.pk: by_duty.get((g.pk, role), desk) for g in grids if g.pk != area_id}
        for post_id, role, area_id in posts
    }
