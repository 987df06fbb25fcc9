"""How far the log has been taken in."""

from __future__ import annotations

from xinqiao.indicators.models import Progress


def progress() -> Progress:
    """The cursor of the feed; an empty one before anything was taken in. One statement."""
    return Progress.objects.filter(pk=1).first() or Progress(pk=1)
