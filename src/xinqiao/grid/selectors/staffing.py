"""How the grids are staffed, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.models import Level, Post
from xinqiao.grid.selectors.posts import current_at, gaps, grids_in_use
from xinqiao.grid.selectors.scope import below


@dataclass(frozen=True, slots=True)
class Staffing:
    """Grids in use and who holds seats in them at one moment, as far as somebody sees.

    leaders, workers: people with such a seat -> how many unit grids have so many; workers are
    full-time. part_timers: the same for responsibility grids. forces: force -> part-time seats that
    are held. levels: levels of areas in which somebody has a seat. desk_levels: where desks are.
    """

    grids: int = 0
    parts: int = 0
    gaps: int = 0
    leaders: Mapping[int, int] = field(default_factory=dict)
    workers: Mapping[int, int] = field(default_factory=dict)
    part_timers: Mapping[int, int] = field(default_factory=dict)
    forces: Mapping[str, int] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    desk_levels: tuple[Level, ...] = ()


def staffing(actor: Actor, at: datetime) -> Staffing:
    """Figures for the head of the page of gaps. Four statements, whatever the size."""
    held = _held(at)
    rows = (
        grids_in_use(actor, at)
        .annotate(
            leaders=Count("posts__appointments", held & Q(posts__role=Role.GRID_LEADER)),
            workers=Count(
                "posts__appointments", held & Q(posts__role=Role.GRID_WORKER, posts__force="")
            ),
            part_timers=Count(
                "posts__appointments", held & Q(posts__role=Role.GRID_WORKER, posts__force__gt="")
            ),
        )
        .values_list("level", "leaders", "workers", "part_timers")
    )
    found = list(rows)
    units = [row for row in found if row[0] == Level.GRID]
    parts = [row for row in found if row[0] == Level.RESPONSIBILITY]
    seats = _open_posts(actor, at)
    taken = seats.filter(Exists(_appointments(at))).order_by()
    forces = taken.exclude(force="").values_list("force").annotate(number=Count("pk"))
    levels = taken.values_list("area__level", "is_desk").distinct()
    steps = list(levels)
    return Staffing(
        grids=len(units),
        parts=len(parts),
        gaps=gaps(actor, at).count(),
        leaders=dict(Counter(row[1] for row in units)),
        workers=dict(Counter(row[2] for row in units)),
        part_timers=dict(Counter(row[3] for row in parts)),
        forces=dict(forces),
        levels=tuple(sorted({Level(level) for level, _desk in steps})),
        desk_levels=tuple(sorted({Level(level) for level, desk in steps if desk})),
    )


def _held(at: datetime) -> Q:
    return (
        current_at(at, "posts__appointments__")
        & Q(posts__closed_at__isnull=True)
        & Q(posts__appointments__user__is_active=True)
    )


def _open_posts(actor: Actor, at: datetime) -> QuerySet[Post]:
    inside = below(actor, field="area__path")
    return Post.objects.filter(inside, closed_at__isnull=True).exclude(
        role__in=(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    )


def _appointments(at: datetime) -> QuerySet[Post]:
    return Post.objects.filter(
        current_at(at, "appointments__"), pk=OuterRef("pk"), appointments__user__is_active=True
    )
