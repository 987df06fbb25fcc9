"""Show the requester's name and telephone in full, with a reason that stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services import reveal as reveals
from xinqiao.accounts.services.people import SEALED_PHONE
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.one import is_visible
from xinqiao.cases.services.intake import NAME_CONTEXT, PHONE_CONTEXT
from xinqiao.kit import crypto
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.selectors.parties import parties_of
from xinqiao.workflow.services.steps import SUBJECT

# Seeing a request is not enough: only who works on it needs the person behind it.
_WORKING_ON_IT: Final[frozenset[str]] = frozenset(
    {
        Relation.OWNER,
        Relation.LEAD_UNIT,
        Relation.CO_UNIT,
        Relation.DISPATCHER,
        Relation.SUPERVISOR,
    }
)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whose request it is; each empty when not given."""

    name: str
    phone: str


@transaction.atomic
def reveal_reporter(*, actor: Actor, case: Case, reason: str, at: datetime) -> Reporter:
    """Name and telephone of the requester in full. Records `accounts.revealed`.

    Raises NotAllowed (403) for who does not work on it, ReasonMissing (422).
    """
    if not may_reveal(actor=actor, case=case):
        raise NotAllowed
    reveals.reveal(
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=case.pk,
        area_path=case.item.area_path,
        field="reporter",
        reason=reason,
        at=at,
    )
    return _open(case)


def may_reveal(*, actor: Actor, case: Case) -> bool:
    """Whether the actor works on the request and may therefore ask to see the person."""
    if not actor.is_staff or not is_visible(actor=actor, case=case):
        return False
    return bool(_WORKING_ON_IT & parties_of(actor=actor, item=case.item))


def _open(case: Case) -> Reporter:
    name, phone = case.reporter_name_sealed, case.reporter_phone_sealed
    requester = case.item.requester
    # An account's number serves when the form was left empty, but never a helper's own.
    if phone is None and requester is not None and requester.phone_sealed is not None:
        known = crypto.unseal(requester.phone_sealed, context=SEALED_PHONE)
    else:
        known = crypto.unseal(phone, context=PHONE_CONTEXT) if phone is not None else ""
    said = crypto.unseal(name, context=NAME_CONTEXT) if name is not None else ""
    return Reporter(said or (requester.display_name if requester else ""), known)
