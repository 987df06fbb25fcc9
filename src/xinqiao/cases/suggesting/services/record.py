"""Every change of what residents are offered stands in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append

SUBJECT = "suggestions"


def record(*, kind: str, actor: Actor, at: datetime, version: int, data: dict[str, Any]) -> None:
    """Append an event about a version of the suggestions."""
    append(kind=kind, actor=actor, at=at, subject_kind=SUBJECT, subject_id=version, data=data)
