"""What the clock does: publish when the time to appeal is over, end what has expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from xinqiao.accounts.access import SYSTEM
from xinqiao.publicity import flow
from xinqiao.publicity.models import EndReason, Listing
from xinqiao.publicity.selectors.terms import terms_at
from xinqiao.publicity.services.common import end, step

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """How many entries moved."""

    published: int
    expired: int


@transaction.atomic
def sweep_listings(*, at: datetime, limit: int = BATCH) -> Swept:
    """Move what is due, at most `limit` of each; what another worker holds is skipped.

    Records `publicity.published`, `publicity.expired`. The lists themselves ask for the time, so
    a late sweep never shows too much.
    """
    return Swept(published=_publish(at, limit), expired=_expire(at, limit))


def _publish(at: datetime, limit: int) -> int:
    due = _due().filter(state=flow.ANNOUNCED, appeal_until__lte=at, suspended_at__isnull=True)
    rows = list(due[:limit])
    for row in rows:
        days = terms_at(colour=row.colour, at=row.approved_at or at).days_shown
        step(
            row,
            "publish",
            actor=SYSTEM,
            at=at,
            published_at=at,
            expires_at=at + timedelta(days=days),
        )
    return len(rows)


def _expire(at: datetime, limit: int) -> int:
    rows = list(_due().filter(state=flow.PUBLISHED, expires_at__lte=at)[:limit])
    for row in rows:
        end(row, "expire", EndReason.EXPIRED, actor=SYSTEM, at=at)
    return len(rows)


def _due() -> QuerySet[Listing]:
    return Listing.objects.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
