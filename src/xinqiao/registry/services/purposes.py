"""Purposes of data and the limits around it, kept by the security administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import GRID_ROLES, Actor, Role
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import BadLength, PurposeNotFound
from xinqiao.registry.models import Basis, DataRule, Purpose
from xinqiao.registry.selectors.purposes import live_purposes

# Who overlooks an area by rank need not open a number; administrators of the system never do.
OPENERS: Final = (*sorted(GRID_ROLES), Role.COMMUNITY, Role.STREET, Role.COUNTY)
LONGEST_MONTHS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeDraft:
    """What the administrator writes; lengths in months."""

    name: str
    notice: str
    basis: str
    legal_basis: str
    roles: Sequence[str]
    retention_months: int
    erase_months: int


def require_keeper(actor: Actor) -> None:
    """Only the security administrator keeps purposes (GB/T 22239: three separate duties)."""
    if not actor.is_system and not actor.has_role(Role.SECURITY_ADMIN):
        raise NotAllowed


@transaction.atomic
def save_purpose(*, actor: Actor, code: str, draft: PurposeDraft, at: datetime) -> Purpose:
    """Change a purpose; fields and sensitivity stay, consents stay with it.

    A change of the basis asks for consent anew where consent becomes the basis. Records
    `registry.purpose_saved` with what it was before. Raises NotAllowed (403), PurposeNotFound
    (404), BadLength, TextMissing (422).
    """
    require_keeper(actor)
    purpose = live_purposes(at=at).select_for_update().filter(code=code).first()
    if purpose is None:
        raise PurposeNotFound
    for field in ("retention_months", "erase_months"):
        if not 1 <= getattr(draft, field) <= LONGEST_MONTHS:
            raise BadLength(most=LONGEST_MONTHS, field=field)
    before = _facts(purpose)
    purpose.name = clean_text(draft.name, limit=60, field="name", required=True, multiline=False)
    purpose.notice = clean_text(draft.notice, limit=500, field="notice", required=True)
    purpose.legal_basis = clean_text(draft.legal_basis, limit=200, field="legal_basis")
    purpose.basis = Basis(draft.basis)
    purpose.roles = [role for role in OPENERS if role in draft.roles]
    purpose.retention_months = draft.retention_months
    purpose.erase_months = draft.erase_months
    purpose.save()
    append(
        kind="registry.purpose_saved",
        actor=actor,
        at=at,
        subject_kind="purpose",
        subject_id=purpose.pk,
        data={"code": code, "before": before, "after": _facts(purpose)},
    )
    return purpose


@transaction.atomic
def save_data_rule(
    *, actor: Actor, answer_working_days: int, looks_per_hour: int, at: datetime
) -> DataRule:
    """Set the days to answer and the looks of a person an hour, from now on.

    Records `registry.data_rule_saved`. Raises NotAllowed (403), BadLength (422).
    """
    require_keeper(actor)
    for field, value, most in (
        ("answer_working_days", answer_working_days, 60),
        ("looks_per_hour", looks_per_hour, 1000),
    ):
        if not 1 <= value <= most:
            raise BadLength(most=most, field=field)
    DataRule.objects.select_for_update().filter(valid_until__isnull=True).update(valid_until=at)
    rule = DataRule.objects.create(
        answer_working_days=answer_working_days, looks_per_hour=looks_per_hour, valid_from=at
    )
    append(
        kind="registry.data_rule_saved",
        actor=actor,
        at=at,
        subject_kind="data_rule",
        subject_id=rule.pk,
        data={"answer_working_days": answer_working_days, "looks_per_hour": looks_per_hour},
    )
    return rule


def _facts(purpose: Purpose) -> dict[str, object]:
    return {
        "basis": purpose.basis,
        "roles": list(purpose.roles),
        "retention_months": purpose.retention_months,
        "erase_months": purpose.erase_months,
    }
