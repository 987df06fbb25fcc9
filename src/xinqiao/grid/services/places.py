"""Estates, buildings and landmarks: the names by which people say where they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Place, PlaceKind
from xinqiao.grid.services.areas import NAME_LIMIT, lock_area
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, Conflict, NotFound

MAX_ALIASES = 20


@transaction.atomic
def add_place(
    *,
    actor: Actor,
    kind: PlaceKind,
    name: str,
    area_id: int,
    at: datetime,
    parent_id: int | None = None,
    aliases: Iterable[str] = (),
    lon: float | None = None,
    lat: float | None = None,
) -> Place:
    """Add a name to the gazetteer. Records `grid.place_added`.

    parent_id: the estate of a building. lon, lat: WGS 84 degrees, both or none.
    """
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    place = Place(kind=kind, parent=_parent(kind, parent_id, area))
    _fill(place, name=name, area=area, aliases=aliases, lon=lon, lat=lat)
    _save(place)
    _record(place, "place_added", actor=actor, at=at)
    return place


@transaction.atomic
def change_place(
    *,
    actor: Actor,
    place_id: int,
    name: str,
    area_id: int,
    at: datetime,
    aliases: Iterable[str] = (),
    lon: float | None = None,
    lat: float | None = None,
) -> Place:
    """Correct a place. Records `grid.place_changed`."""
    place = lock_place(place_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=place.area.path)
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    _fill(place, name=name, area=area, aliases=aliases, lon=lon, lat=lat)
    _save(place)
    _record(place, "place_changed", actor=actor, at=at)
    return place


@transaction.atomic
def retire_place(*, actor: Actor, place_id: int, at: datetime) -> Place:
    """Take a place out of the gazetteer; what was reported there stays. `grid.place_retired`."""
    place = lock_place(place_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=place.area.path)
    if place.parts.filter(retired_at__isnull=True).exists():
        raise Conflict(_("This estate still has buildings. Please retire them first."))
    if place.retired_at is None:
        place.retired_at = at
        place.save(update_fields=["retired_at"])
        place.plates.filter(retired_at__isnull=True).update(retired_at=at)
        _record(place, "place_retired", actor=actor, at=at)
    return place


def lock_place(place_id: int) -> Place:
    """Hold the row of a place until the transaction ends. Raises NotFound."""
    found = Place.objects.select_for_update(of=("self",)).select_related("area")
    place = found.filter(pk=place_id).first()
    if place is None:
        raise NotFound
    return place


def _parent(kind: PlaceKind, parent_id: int | None, area: Area) -> Place | None:
    if parent_id is None:
        return None
    parent = Place.objects.select_related("area").filter(pk=parent_id).first()
    if parent is None or kind != PlaceKind.BUILDING or parent.kind != PlaceKind.ESTATE:
        raise BadInput(_("Only a building can be part of an estate."), field="parent")
    if not area.path.startswith(parent.area.path):
        raise BadInput(
            _("This building does not lie in the area of its estate %(estate)s."),
            estate=parent.name,
            field="area",
        )
    return parent


def _fill(
    place: Place,
    *,
    name: str,
    area: Area,
    aliases: Iterable[str],
    lon: float | None,
    lat: float | None,
) -> None:
    if (lon is None) != (lat is None) or not _on_earth(lon, lat):
        raise BadInput(_("Please give both longitude and latitude in degrees."), field="lon")
    place.name = clean_text(name, limit=NAME_LIMIT, field="name", required=True, multiline=False)
    place.area = area
    cleaned = (clean_text(a, limit=NAME_LIMIT, field="aliases", multiline=False) for a in aliases)
    place.aliases = list(dict.fromkeys(alias for alias in cleaned if alias))[:MAX_ALIASES]
    place.lon, place.lat = lon, lat


def _on_earth(lon: float | None, lat: float | None) -> bool:
    return lon is None or lat is None or (abs(lon) <= 180 and abs(lat) <= 90)


def _save(place: Place) -> None:
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError:
        raise Conflict(
            _("%(area)s has a place named %(name)s already."),
            area=place.area.name,
            name=place.name,
            field="name",
        ) from None


def _record(place: Place, what: str, *, actor: Actor, at: datetime) -> None:
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="place",
        subject_id=place.pk,
        area_path=place.area.path,
        data={"name": place.name, "kind": place.kind},
    )
    bump_snapshot()
