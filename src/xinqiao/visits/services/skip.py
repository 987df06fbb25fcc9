"""Leave one planned visit out, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.visits.models import PLANNED, PlannedState, PlannedVisit, Why
from xinqiao.visits.plan_errors import AlreadySettled, PlannedNotFound
from xinqiao.visits.selectors.today import may_handle

REASON_LIMIT = 200


@transaction.atomic
def skip_visit(*, actor: Actor, planned_id: int, reason: str, at: datetime) -> PlannedVisit:
    """Leave a visit out of this window: in hospital, away on a journey, asked not to come.

    The next window is due as ever. Records `visits.skipped`. Raises PlannedNotFound for visits
    of others, AlreadySettled.
    """
    row = PlannedVisit.objects.select_for_update().filter(pk=planned_id).first()
    if row is None or not may_handle(actor=actor, planned=row, at=at):
        raise PlannedNotFound
    if row.state != PlannedState.DUE:
        raise AlreadySettled
    row.state, row.why, row.settled_at = PlannedState.SKIPPED, Why.BY_HAND, at
    row.reason = clean_text(
        reason, limit=REASON_LIMIT, field="reason", required=True, multiline=False
    )
    row.save(update_fields=["state", "why", "settled_at", "reason"])
    append(
        kind="visits.skipped",
        actor=actor,
        at=at,
        subject_kind=PLANNED,
        subject_id=row.pk,
        area_path=row.area_path,
        data={"plan": row.plan_id, "person": row.person_id, "household": row.household_id},
    )
    return row
