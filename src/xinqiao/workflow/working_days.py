"""Working days by the calendar of this room, for rooms below that only know the day they begin."""

from __future__ import annotations

from datetime import datetime

from xinqiao.registry import deadlines
from xinqiao.workflow.clock import Limit, Unit, due_at
from xinqiao.workflow.snapshot import current


def working_days_after(at: datetime, days: int) -> datetime:
    """The moment `days` working days later, make-up weekends and holidays counted."""
    return due_at(at, Limit(days, Unit.WORKING_DAYS), calendar=current().calendar).at


def register() -> None:
    """Let the register count its answers by it."""
    deadlines.use(working_days_after)
