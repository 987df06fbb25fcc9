"""Facilities and lanes: added, corrected, taken off, and handed to a steward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Place, Post
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.registry.lines import length_of, point_of
from xinqiao.registry.models import FACILITY, Facility, FacilityKind, Stewardship
from xinqiao.registry.register_errors import (
    BadLine,
    FacilityExists,
    NoSteward,
    Stale,
    UnknownFacilityKind,
)
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.scope import get_facility

NAME_LIMIT: Final = 100
NUMBER_LIMIT: Final = 40
NOTE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityDraft:
    """A facility as told. kind: code. geometry: GeoJSON in WGS 84, a LineString for a lane."""

    kind: str
    name: str
    area_id: int
    number: str = ""
    place_id: int | None = None
    geometry: dict[str, Any] | None = None
    lon: float | None = None
    lat: float | None = None
    note: str = ""


@transaction.atomic
def add_facility(*, actor: Actor, draft: FacilityDraft, at: datetime) -> Facility:
    """Put a facility or lane on the register. Records `registry.facility_added`.

    A lane's length is computed from its line. Raises RegisterNotYours, UnknownFacilityKind,
    BadLine, FacilityExists, BadInput.
    """
    facility = Facility(created_at=at)
    _fill(actor, facility, draft, at)
    _save(facility)
    _record(actor, facility, "facility_added", at)
    return facility


@transaction.atomic
def edit_facility(
    *, actor: Actor, facility_id: int, draft: FacilityDraft, version: int | None, at: datetime
) -> Facility:
    """Correct a facility. Records `registry.facility_edited`. Raises Stale (409) and as above."""
    facility = _locked(actor, facility_id)
    if version is not None and facility.version != version:
        raise Stale
    _fill(actor, facility, draft, at)
    facility.version += 1
    _save(facility)
    _record(actor, facility, "facility_edited", at)
    return facility


@transaction.atomic
def retire_facility(*, actor: Actor, facility_id: int, at: datetime) -> Facility:
    """Take a facility that is no more off the register. Records `registry.facility_retired`."""
    facility = _locked(actor, facility_id)
    facility.retired_at = at
    facility.save(update_fields=["retired_at"])
    facility.stewardships.filter(until__isnull=True).update(until=at)
    _record(actor, facility, "facility_retired", at)
    return facility


@transaction.atomic
def set_steward(
    *, actor: Actor, facility_id: int, post_id: int | None, at: datetime
) -> Stewardship | None:
    """Name the post that looks after a facility (街巷长); None: nobody. `registry.steward_set`.

    The former steward stays on record with the dates. Raises FacilityNotFound, RegisterNotYours,
    NoSteward for a post that works elsewhere or is closed.
    """
    facility = _locked(actor, facility_id)
    now = facility.stewardships.filter(until__isnull=True).first()
    if now is not None and now.post_id == post_id:
        return now
    facility.stewardships.filter(until__isnull=True).update(until=at)
    named = None
    if post_id is not None:
        post = Post.objects.select_related("area").filter(pk=post_id).first()
        if post is None or post.closed_at is not None or not _works_there(post, facility):
            raise NoSteward(field="post")
        named = Stewardship.objects.create(facility=facility, post=post, since=at)
    _record(actor, facility, "steward_set", at, {"post": post_id})
    return named


def _works_there(post: Post, facility: Facility) -> bool:
    """Posts above the grid look after what is in it, and so do its own."""
    return facility.area_path.startswith(post.area.path) or post.area.path.startswith(
        facility.area_path
    )


def _locked(actor: Actor, facility_id: int) -> Facility:
    get_facility(actor=actor, facility_id=facility_id)
    rows = Facility.objects.select_for_update(of=("self",)).select_related("kind")
    facility = rows.get(pk=facility_id)
    require_writer(actor, facility.area_path)
    return facility


def _fill(actor: Actor, facility: Facility, draft: FacilityDraft, at: datetime) -> None:
    area = Area.objects.filter(pk=draft.area_id, valid_until__isnull=True).first()
    if area is None:
        raise BadInput(field="area")
    require_writer(actor, area.path)
    kind = FacilityKind.objects.filter(code=draft.kind, valid_until__isnull=True).first()
    if kind is None:
        raise UnknownFacilityKind(field="kind")
    facility.kind, facility.area, facility.area_path = kind, area, area.path
    facility.name = _line(draft.name, NAME_LIMIT, "name", required=True)
    facility.number = _line(draft.number, NUMBER_LIMIT, "number")
    facility.note = _line(draft.note, NOTE_LIMIT, "note")
    facility.place = _place(draft.place_id, area)
    _fill_where(facility, draft)


def _fill_where(facility: Facility, draft: FacilityDraft) -> None:
    facility.geometry, facility.length_m = draft.geometry, None
    facility.lon, facility.lat = draft.lon, draft.lat
    if draft.geometry is None:
        return
    point = point_of(draft.geometry)
    length = length_of(draft.geometry)
    if point is None or (facility.kind.is_line and length is None):
        raise BadLine(field="geometry")
    facility.lon, facility.lat = point
    facility.length_m = length if facility.kind.is_line else None


def _place(place_id: int | None, area: Area) -> Place | None:
    if place_id is None:
        return None
    place = Place.objects.select_related("area").filter(pk=place_id).first()
    if place is None or not place.area.path.startswith(area.path):
        raise BadInput(field="place")
    return place


def _line(text: str, limit: int, field: str, *, required: bool = False) -> str:
    return clean_text(text, limit=limit, field=field, required=required, multiline=False)


def _save(facility: Facility) -> None:
    try:
        with transaction.atomic():
            facility.save()
    except IntegrityError:
        raise FacilityExists(area=facility.area.name, name=facility.name, field="name") from None


def _record(
    actor: Actor,
    facility: Facility,
    what: str,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    append(
        kind=f"registry.{what}",
        actor=actor,
        at=at,
        subject_kind=FACILITY,
        subject_id=facility.pk,
        area_path=facility.area_path,
        data={"kind": facility.kind.code, **(data or {})},
    )
