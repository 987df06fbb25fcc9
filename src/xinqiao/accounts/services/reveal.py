"""Looking at masked personal data leaves a trace: who, when, what, why (PIPL 51, RULES)."""

from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.accounts.services import limits
from xinqiao.events.models import Event
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed

# Nobody who works through requests opens more, and who copies a register does.
LOOKS_PER_HOUR: Final = 120


def reveal(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    area_path: str,
    field: str,
    reason: str,
    at: datetime,
    logged_reason: str = "",
    looks_per_hour: int = LOOKS_PER_HOUR,
) -> Event:
    """Record `accounts.revealed` before personal data is shown in full.

    The caller has checked that `actor` may see the subject at all. field: what is shown, for
    example `phone`. logged_reason: what the log keeps, where the words themselves stand in a row
    that can be erased. Raises ReasonMissing (fewer than four characters), NotAllowed for
    residents, TooMany after `looks_per_hour` looks of one person.
    """
    if not actor.is_staff:
        raise NotAllowed
    why = clean_reason(reason)
    limits.take(key=f"reveal:{actor.user_id}", limit=looks_per_hour, period_seconds=3600, at=at)
    return append(
        kind="accounts.revealed",
        actor=actor,
        at=at,
        subject_kind=subject_kind,
        subject_id=subject_id,
        area_path=area_path,
        data={"field": field, "reason": logged_reason or why},
    )


def clean_reason(reason: str) -> str:
    """The words in which somebody says why, at most 200. Raises ReasonMissing."""
    why = clean_text(reason, limit=200, field="reason", multiline=False)
    if len(why) < 4:
        raise ReasonMissing(field="reason")
    return why
