"""Files that somebody has sent, and the areas they may send them for."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.registry.exchange.errors import FileOutside, ImportNotFound
from xinqiao.registry.models import PeopleImport
from xinqiao.registry.selectors.powers import WRITERS

NEWEST = Order("id", descending=True)
MOST_AREAS = 500


def visible_imports(*, actor: Actor) -> QuerySet[PeopleImport]:
    """One's own files: what is refused in them is for nobody else."""
    return PeopleImport.objects.filter(started_by_id=actor.user_id or 0).select_related("area")


def get_import(*, actor: Actor, import_id: int) -> PeopleImport:
    """One file of mine. Raises ImportNotFound."""
    found = visible_imports(actor=actor).filter(pk=import_id).defer("payload_sealed").first()
    if found is None:
        raise ImportNotFound
    return found


def import_page(*, actor: Actor, cursor: str | None = None, size: int = 10) -> Page[PeopleImport]:
    """My files, the latest first."""
    rows = visible_imports(actor=actor).defer("payload_sealed")
    return paginate(rows, order=NEWEST, cursor=cursor, size=size)


def target_areas(*, actor: Actor) -> list[Area]:
    """Streets, communities and grids into which this person may take people."""
    inside = Area.objects.filter(below(actor, *WRITERS), valid_until__isnull=True)
    return list(
        inside.filter(level__in=(Level.STREET, Level.COMMUNITY, Level.GRID)).order_by("path")[
            :MOST_AREAS
        ]
    )


def target_area(*, actor: Actor, code: str) -> Area:
    """One of them by its code. Raises FileOutside."""
    inside = Area.objects.filter(below(actor, *WRITERS), valid_until__isnull=True)
    found = inside.filter(code=code).select_related("parent").first() if code.isalnum() else None
    if found is None:
        raise FileOutside(field="area")
    return found


def export_areas(*, actor: Actor) -> list[Area]:
    """Areas whose people this person may take along as a list."""
    inside = Area.objects.filter(below(actor, *AREA_STAFF), valid_until__isnull=True)
    return list(inside.filter(level__lte=Level.GRID).order_by("path")[:MOST_AREAS])


def export_area(*, actor: Actor, code: str) -> Area:
    """One of them by its code. Raises FileOutside."""
    inside = Area.objects.filter(below(actor, *AREA_STAFF), valid_until__isnull=True)
    found = inside.filter(code=code).first() if code.isalnum() else None
    if found is None:
        raise FileOutside(field="area")
    return found
