"""Looking at masked personal data leaves a trace: who, when, what, why (PIPL 51, RULES)."""

from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.events.models import Event
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed


def reveal(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    area_path: str,
    field: str,
    reason: str,
    at: datetime,
) -> Event:
    """Record `accounts.revealed` before personal data is shown in full.

    The caller has checked that `actor` may see the subject at all. field: what is shown, for
    example `phone`. Raises ReasonMissing (fewer than four characters), NotAllowed for residents.
    """
    if not actor.is_staff:
        raise NotAllowed
    why = clean_text(reason, limit=200, field="reason", multiline=False)
    if len(why) < 4:
        raise ReasonMissing(field="reason")
    return append(
        kind="accounts.revealed",
        actor=actor,
        at=at,
        subject_kind=subject_kind,
        subject_id=subject_id,
        area_path=area_path,
        data={"field": field, "reason": why},
    )
