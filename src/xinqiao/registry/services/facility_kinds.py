"""Kinds of facilities: defined, renamed, ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.registry.models import FacilityKind
from xinqiao.registry.services.tag_table import CODE, require_editor


@transaction.atomic
def save_facility_kind(
    *,
    actor: Actor,
    code: str,
    name: str,
    at: datetime,
    is_line: bool = False,
    position: int = 0,
    is_ended: bool = False,
) -> FacilityKind:
    """Define a kind, or change the one of this code. Records `registry.facility_kind_saved`."""
    require_editor(actor)
    if not CODE.fullmatch(code):
        raise BadInput(field="code")
    kind = FacilityKind.objects.select_for_update().filter(code=code).first()
    kind = kind or FacilityKind(code=code)
    kind.name = clean_text(name, limit=40, field="name", required=True, multiline=False)
    kind.is_line, kind.position = is_line, position
    kind.valid_until = (kind.valid_until or at) if is_ended else None
    kind.save()
    append(
        kind="registry.facility_kind_saved",
        actor=actor,
        at=at,
        subject_kind="facility_kind",
        subject_id=kind.pk,
        data={"code": kind.code},
    )
    return kind
