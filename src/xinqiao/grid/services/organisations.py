"""Departments, property companies and utilities that work can be handed to."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Organisation, OrganisationKind
from xinqiao.grid.organisation_codes import check_credit_code
from xinqiao.grid.services.areas import NAME_LIMIT, lock_area
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.errors import Conflict, NotFound


@transaction.atomic
def add_organisation(
    *,
    actor: Actor,
    name: str,
    kind: OrganisationKind,
    area_id: int,
    at: datetime,
    phone: str = "",
    credit_code: str = "",
) -> Organisation:
    """Make a unit known for all of an area. Records `grid.organisation_added`.

    phone: an office's number, shown to residents. credit_code: GB 32100, may be empty.
    """
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    organisation = Organisation(kind=kind, area=area)
    _fill(organisation, name=name, phone=phone, credit_code=credit_code)
    _record(organisation, "organisation_added", actor=actor, at=at)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    actor: Actor,
    organisation_id: int,
    name: str,
    kind: OrganisationKind,
    at: datetime,
    phone: str = "",
    credit_code: str = "",
) -> Organisation:
    """Correct a unit. Records `grid.organisation_changed`."""
    organisation = lock_organisation(organisation_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=organisation.area.path)
    organisation.kind = kind
    _fill(organisation, name=name, phone=phone, credit_code=credit_code)
    _record(organisation, "organisation_changed", actor=actor, at=at)
    return organisation


@transaction.atomic
def close_organisation(*, actor: Actor, organisation_id: int, at: datetime) -> Organisation:
    """Hand it no more work; what it has stays with its posts. `grid.organisation_closed`."""
    organisation = lock_organisation(organisation_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=organisation.area.path)
    if organisation.closed_at is None:
        organisation.closed_at = at
        organisation.save(update_fields=["closed_at"])
        _record(organisation, "organisation_closed", actor=actor, at=at)
    return organisation


def lock_organisation(organisation_id: int) -> Organisation:
    """Hold the row of a unit until the transaction ends. Raises NotFound."""
    found = Organisation.objects.select_for_update(of=("self",)).select_related("area")
    organisation = found.filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def _fill(organisation: Organisation, *, name: str, phone: str, credit_code: str) -> None:
    organisation.name = clean_text(
        name, limit=NAME_LIMIT, field="name", required=True, multiline=False
    )
    organisation.phone = clean_phone(phone) if phone.strip() else ""
    organisation.credit_code = check_credit_code(credit_code) if credit_code.strip() else ""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise Conflict(
            _("%(area)s has a unit named %(name)s already."),
            area=organisation.area.name,
            name=organisation.name,
            field="name",
        ) from None


def _record(organisation: Organisation, what: str, *, actor: Actor, at: datetime) -> None:
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="organisation",
        subject_id=organisation.pk,
        area_path=organisation.area.path,
        data={"name": organisation.name, "kind": organisation.kind},
    )
    bump_snapshot()
