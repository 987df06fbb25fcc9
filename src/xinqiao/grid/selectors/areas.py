"""Areas as an actor sees them: tree, search, one area with its way up and its boundary."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.models import Area, AreaBoundary, AreaName, AreaSuccession
from xinqiao.grid.selectors.scope import above, ancestors, below, searchable


def visible_areas(actor: Actor, *roles: Role) -> QuerySet[Area]:
    """Areas below the actor's posts (in `roles`, or in any), and those on the way up to them."""
    if actor.is_system:
        return Area.objects.all()
    return Area.objects.filter(below(actor, *roles) | Q(path__in=above(actor)))


def managed_areas(actor: Actor, role: Role) -> QuerySet[Area]:
    """Areas over which the actor holds the administrator's post `role`."""
    return Area.objects.filter(below(actor, role))


def get_area(actor: Actor, code: str) -> Area:
    """One area by its code. Raises AreaNotFound for what the actor may not see, too."""
    # PostgreSQL refuses a null byte, which an address may well carry.
    known = code.isalnum()
    found = visible_areas(actor).select_related("parent")
    area = found.filter(code=code).first() if known else None
    if area is None:
        raise AreaNotFound(code=code[:20].replace("\x00", ""))
    return area


def search_areas(areas: QuerySet[Area], words: str) -> QuerySet[Area]:
    """Areas whose name, former name or code begins with or holds the words."""
    wanted = searchable(words)
    if wanted.isascii() and wanted.isdigit():
        return areas.filter(code__startswith=wanted)
    former = AreaName.objects.filter(area=OuterRef("pk"), name__contains=wanted)
    return areas.filter(Q(name__contains=wanted) | Exists(former))


def way_up(area: Area) -> list[Area]:
    """The areas over `area`, the province first."""
    return list(Area.objects.filter(path__in=ancestors(area.path)).order_by("path"))


def children_of(area: Area | None, areas: QuerySet[Area]) -> QuerySet[Area]:
    """The parts of an area that exist now; without one, the topmost areas of `areas`."""
    parts = areas.filter(valid_until__isnull=True)
    if area is not None:
        return parts.filter(parent=area)
    return parts.filter(~Exists(areas.filter(pk=OuterRef("parent_id"))))


def boundary_of(area: Area, at: datetime | None = None) -> AreaBoundary | None:
    """The boundary of an area at a moment; the current one without."""
    versions = AreaBoundary.objects.filter(area=area)
    if at is None:
        return versions.filter(valid_until__isnull=True).first()
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return versions.filter(lasting, valid_from__lte=at).order_by("-valid_from").first()


def history_of(area: Area) -> dict[str, Any]:
    """Former names, boundary versions and successions of an area, newest first."""
    successions = AreaSuccession.objects.filter(Q(predecessor=area) | Q(successor=area))
    return {
        "names": list(area.names.order_by("-pk")[:50]),
        "boundaries": list(area.boundaries.defer("geometry").order_by("-valid_from")[:50]),
        "successions": list(
            successions.select_related("predecessor", "successor").order_by("-at")[:50]
        ),
    }
