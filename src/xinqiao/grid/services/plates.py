"""Door plates: a short code on a building, which opens the page that already knows it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Plate
from xinqiao.grid.selectors.plates import buildings_without_plate
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.places import lock_place
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, Conflict, NotFound

# No 0, 1, I, L, O, U: a plate is also read aloud on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
DETAIL_LIMIT = 60


@transaction.atomic
def issue_plate(
    *, actor: Actor, place_id: int, at: datetime, detail: str = "", code: str = ""
) -> Plate:
    """Give a building a door plate. Records `grid.plate_issued`.

    detail: what the plate says beside the building, such as the stairwell. code: only for plates
    that hang already; 4 to 16 capital letters and digits.
    """
    place = lock_place(place_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=place.area.path)
    if place.retired_at is not None:
        raise Conflict(_("This building is retired and gets no door plate."))
    plate = Plate.objects.create(
        code=_own_code(code) if code else _free_code(),
        place=place,
        detail=clean_text(detail, limit=DETAIL_LIMIT, field="detail", multiline=False),
        created_at=at,
    )
    _record(plate, "plate_issued", actor=actor, at=at)
    return plate


@transaction.atomic
def retire_plate(*, actor: Actor, plate_id: int, at: datetime) -> Plate:
    """Take a plate off: its code opens nothing any more. Records `grid.plate_retired`."""
    found = Plate.objects.select_for_update(of=("self",)).select_related("place__area")
    plate = found.filter(pk=plate_id).first()
    if plate is None:
        raise NotFound
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=plate.place.area.path)
    if plate.retired_at is None:
        plate.retired_at = at
        plate.save(update_fields=["retired_at"])
        _record(plate, "plate_retired", actor=actor, at=at)
    return plate


@transaction.atomic
def issue_missing_plates(*, actor: Actor, area_path: str, at: datetime) -> int:
    """Give every building below `area_path` that has no plate its first one; return how many."""
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area_path)
    missing = list(buildings_without_plate(area_path))
    for place in missing:
        issue_plate(actor=actor, place_id=place.pk, at=at)
    return len(missing)


def _own_code(code: str) -> str:
    own = code.strip().upper()
    if not (own.isascii() and own.isalnum() and 4 <= len(own) <= 16):
        raise BadInput(
            _("A plate code has 4 to 16 letters and digits; “%(code)s” has not."),
            code=code[:20],
            field="code",
        )
    if Plate.objects.filter(code=own).exists():
        raise Conflict(_("The plate code %(code)s is taken already."), code=own, field="code")
    return own


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
        if not Plate.objects.filter(code=code).exists():
            return code


def _record(plate: Plate, what: str, *, actor: Actor, at: datetime) -> None:
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="plate",
        subject_id=plate.pk,
        area_path=plate.place.area.path,
        data={"code": plate.code, "place": plate.place_id},
    )
