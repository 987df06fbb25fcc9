"""Change how long a list shows its entries; what is announced already keeps its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity.errors import BadTerm
from xinqiao.publicity.models import Colour, Term

EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)
LONGEST_SHOWN: Final = 1095
LONGEST_APPEAL: Final = 60


@transaction.atomic
def save_term(
    *,
    actor: Actor,
    colour: str,
    days_shown: int,
    appeal_working_days: int,
    at: datetime,
    legal_basis: str = "",
) -> Term:
    """Set the lengths of a list from now on. Records `publicity.term_saved`.

    Raises NotAllowed (403), BadTerm (422).
    """
    if not actor.is_system and not actor.has_role(*EDITORS):
        raise NotAllowed
    if colour not in Colour.values:
        raise BadTerm(limit=LONGEST_SHOWN, field="colour")
    if not 1 <= days_shown <= LONGEST_SHOWN:
        raise BadTerm(limit=LONGEST_SHOWN, field="days_shown")
    if not 1 <= appeal_working_days <= LONGEST_APPEAL:
        raise BadTerm(limit=LONGEST_APPEAL, field="appeal_working_days")
    Term.objects.select_for_update().filter(colour=colour, valid_until__isnull=True).update(
        valid_until=at
    )
    term = Term.objects.create(
        colour=colour,
        days_shown=days_shown,
        appeal_working_days=appeal_working_days,
        legal_basis=clean_text(legal_basis, limit=200, field="legal_basis", multiline=False),
        valid_from=at,
    )
    append(
        kind="publicity.term_saved",
        actor=actor,
        at=at,
        subject_kind="publicity_term",
        subject_id=term.pk,
        data={"colour": colour, "days": days_shown, "appeal_days": appeal_working_days},
    )
    return term
