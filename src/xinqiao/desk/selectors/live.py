"""When an open board has something new to show."""

from __future__ import annotations

from datetime import datetime

from xinqiao.indicators.selectors.progress import progress


def stamp(at: datetime) -> str:
    """What changes with the figures: how far the log has been taken in, and the minute.

    Colours change by the clock alone, so the minute is part of it. One statement.
    """
    return f"{progress().last_event_id}-{int(at.timestamp() // 60)}"


def followed_at() -> datetime | None:
    """When the figures were last brought up to date. One statement."""
    return progress().followed_at
