"""Show the requester's name and telephone in full, with a reason that stays on record."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services import reveal as reveals
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.contact import Contact, contact_of
from xinqiao.cases.selectors.one import is_visible
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


@transaction.atomic
def reveal_reporter(*, actor: Actor, case: Case, reason: str, at: datetime) -> Contact:
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
    return contact_of(case)


def may_reveal(*, actor: Actor, case: Case) -> bool:
    """Whether the actor works on the request and may therefore ask to see the person."""
    if not actor.is_staff or not is_visible(actor=actor, case=case):
        return False
    return bool(_WORKING_ON_IT & parties_of(actor=actor, item=case.item))
