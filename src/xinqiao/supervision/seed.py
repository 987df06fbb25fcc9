"""The first limits of supervision notices; run again, it changes nothing.

What staff have edited or ended since is left as it is.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.supervision.flow import FLOW, SUPERVISION_FLOW
from xinqiao.workflow.models import LimitRule
from xinqiao.workflow.services.limits import save_limit


@transaction.atomic
def seed_supervision(*, actor: Actor, at: datetime) -> int:
    """Write the flow's own limits as rows that staff can edit; how many were new."""
    known = set(LimitRule.objects.filter(flow=FLOW).values_list("clock", flat=True))
    new = [spec for spec in SUPERVISION_FLOW.clocks if spec.name not in known]
    for spec in new:
        save_limit(
            actor=actor,
            flow=FLOW,
            clock=spec.name,
            category_code="",
            amount=spec.limit.amount,
            unit=spec.limit.unit.value,
            at=at,
        )
    return len(new)
