"""The nightly round of proposals: one community after the other, each its own transaction."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import SYSTEM
from xinqiao.care.services.classify import propose_classes
from xinqiao.grid.models import Area, Level


def propose_everywhere(*, at: datetime) -> int:
    """Propose classes in every community that exists; how many are new."""
    paths = Area.objects.filter(level=Level.COMMUNITY, valid_until__isnull=True)
    return sum(
        propose_classes(actor=SYSTEM, area_path=path, at=at)
        for path in paths.order_by("path").values_list("path", flat=True)
    )
