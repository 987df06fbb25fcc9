"""Estates and buildings that a file of the area names and the gazetteer lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.grid.models import Area, Place, PlaceKind
from xinqiao.grid.services.areas import NAME_LIMIT
from xinqiao.grid.services.duties import may
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An estate or building to be made. parent_id: the estate of a building."""

    kind: PlaceKind
    name: str
    area_id: int
    parent_id: int | None = None


@transaction.atomic
def add_named_places(*, actor: Actor, wanted: Sequence[NewPlace], at: datetime) -> list[Place]:
    """Make places without coordinates, in the order given. Records `grid.place_added` each.

    The staff of an area may do so for their area, since they know its houses; correcting and
    retiring stays with the administrator. Raises NotAllowed, Conflict (409), BadInput.
    """
    if not wanted:
        return []
    areas = Area.objects.in_bulk({one.area_id for one in wanted})
    for area in areas.values():
        duties = (*AREA_STAFF, Role.SYSTEM_ADMIN)
        if not any(may(actor, role, area_path=area.path) for role in duties):
            raise NotAllowed
    rows = [
        Place(
            kind=one.kind,
            name=clean_text(one.name, limit=NAME_LIMIT, required=True, multiline=False),
            area=areas[one.area_id],
            parent_id=one.parent_id,
        )
        for one in wanted
    ]
    try:
        with transaction.atomic():
            made = Place.objects.bulk_create(rows, batch_size=1000)
    except IntegrityError:
        raise Conflict(
            _("Somebody has just added one of these buildings. Please try again.")
        ) from None
    append_many(
        actor=actor,
        events=[
            NewEvent(
                kind="grid.place_added",
                at=at,
                subject_kind="place",
                subject_id=place.pk,
                area_path=place.area.path,
                data={"name": place.name, "kind": place.kind},
            )
            for place in made
        ],
    )
    bump_snapshot()
    return made
