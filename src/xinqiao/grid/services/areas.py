"""Adding, renaming and ending areas; each keeps what was, for older papers and files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.codes import check_code, level_of, next_grid_code, parent_code, path_of
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.models import Area, AreaName, Level
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, Conflict
from xinqiao.kit.time import local_day

NAME_LIMIT = 100


@transaction.atomic
def add_area(*, actor: Actor, code: str, name: str, at: datetime) -> Area:
    """Add a division or grid under the parent that its code names. Records `grid.area_added`.

    code: 2, 4, 6, 9, 12, 15 or 18 digits. Raises BadCode, AreaNotFound when the parent is missing,
    Conflict when the code is taken.
    """
    code = check_code(code)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=path_of(code))
    above = parent_code(code)
    parent = Area.objects.filter(code=above).first() if above else None
    if above and parent is None:
        raise AreaNotFound(code=above, field="code")
    if Area.objects.filter(code=code).exists():
        raise Conflict(_("The code %(code)s is taken already."), code=code, field="code")
    area = Area.objects.create(
        code=code,
        name=clean_text(name, limit=NAME_LIMIT, field="name", required=True, multiline=False),
        level=level_of(code),
        parent=parent,
        path=path_of(code),
        valid_from=local_day(at),
    )
    record(area, "area_added", actor=actor, at=at, data={"code": code})
    return area


@transaction.atomic
def add_grid(*, actor: Actor, community_id: int, name: str = "", at: datetime) -> Area:
    """Add a unit grid with the next number of its community; without a name it gets a plain one."""
    community = lock_area(community_id)
    if community.level != Level.COMMUNITY:
        raise BadInput(_("A grid belongs to a community. Please choose a community."))
    taken = Area.objects.filter(parent=community).values_list("code", flat=True)
    code = next_grid_code(community.code, taken)
    plain = f"{community.name.removesuffix('社区')}第{int(code[-3:])}网格"
    return add_area(actor=actor, code=code, name=name.strip() or plain, at=at)


@transaction.atomic
def add_responsibility_grid(*, actor: Actor, grid_id: int, name: str = "", at: datetime) -> Area:
    """Add a responsibility grid (责任网格) with the next number of its unit grid."""
    grid = lock_area(grid_id)
    if grid.level != Level.GRID:
        raise BadInput(_("A responsibility grid belongs to a grid. Please choose a grid."))
    taken = Area.objects.filter(parent=grid).values_list("code", flat=True)
    code = next_grid_code(grid.code, taken)
    plain = f"{grid.name}第{int(code[-3:])}责任网格"
    return add_area(actor=actor, code=code, name=name.strip() or plain, at=at)


@transaction.atomic
def rename_area(*, actor: Actor, area_id: int, name: str, at: datetime, source: str = "") -> Area:
    """Give an area another name and keep the old one. Records `grid.area_renamed`."""
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    new = clean_text(name, limit=NAME_LIMIT, field="name", required=True, multiline=False)
    if new == area.name:
        return area
    old, area.name = area.name, new
    AreaName.objects.update_or_create(
        area=area,
        code=area.code,
        name=old,
        defaults={"valid_until": local_day(at), "source": source[:100]},
    )
    area.save(update_fields=["name"])
    record(area, "area_renamed", actor=actor, at=at, data={"old": old, "new": new})
    return area


@transaction.atomic
def end_area(*, actor: Actor, area_id: int, at: datetime) -> Area:
    """End an area that nothing lives in any more. Records `grid.area_ended`.

    Raises Conflict while parts, open posts or places are left: they would be nobody's.
    """
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    if area.children.filter(valid_until__isnull=True).exists():
        raise Conflict(_("This area still has parts. Please end or move them first."))
    if area.posts.filter(closed_at__isnull=True).exists():
        raise Conflict(_("This area still has open posts. Please close them first."))
    if area.places.filter(retired_at__isnull=True).exists():
        raise Conflict(_("This area still has buildings. Please move or retire them first."))
    if area.valid_until is None:
        area.valid_until = local_day(at)
        area.save(update_fields=["valid_until"])
        record(area, "area_ended", actor=actor, at=at)
    return area


def lock_area(area_id: int) -> Area:
    """Hold the row of an area until the transaction ends. Raises AreaNotFound."""
    area = Area.objects.select_for_update().filter(pk=area_id).first()
    if area is None:
        raise AreaNotFound(code=area_id)
    return area


def record(
    area: Area, what: str, *, actor: Actor, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """Append `grid.<what>` about an area and raise the snapshot version."""
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="area",
        subject_id=area.pk,
        area_path=area.path,
        data=data,
    )
    bump_snapshot()
