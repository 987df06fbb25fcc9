"""Act on deadlines whose time has come: remind at yellow, climb the ladder at red.

Rows are taken by `next_at` (a partial index), locked together with their item and skipped when
somebody else holds either, so two workers never do the same twice, never wait for each other or
for a person's click, and the cost follows what is due and not what is open.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import require_aware
from xinqiao.workflow import snapshot
from xinqiao.workflow.flow import Flow
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.models import Deadline, Item
from xinqiao.workflow.services import clocks
from xinqiao.workflow.services.ladder import climb
from xinqiao.workflow.services.steps import SUBJECT
from xinqiao.workflow.snapshot import Snapshot

BATCH = 200
# A row that cannot be handled is tried again later, and does not stop the others.
POSTPONE = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """What one sweep did. failed: rows put off because of an error."""

    reminded: int = 0
    escalated: int = 0
    expired: int = 0
    failed: int = 0
    batches: int = 0


def sweep(*, at: datetime, batch: int = BATCH) -> Swept:
    """Handle everything that is due at `at` and that nobody else holds, batch by batch.

    Records `workflow.reminded`, `workflow.escalated`, `workflow.expired`. Each batch is a
    transaction of its own; being killed between two loses and doubles nothing.
    """
    at = require_aware(at)
    total = Swept()
    while _sweep_batch(at, batch, total) == batch:
        total.batches += 1
    total.batches += 1
    return total


@transaction.atomic
def _sweep_batch(at: datetime, batch: int, total: Swept) -> int:
    due = list(
        Deadline.objects.filter(next_at__lte=at)
        .select_related("item")
        .select_for_update(skip_locked=True, of=("self", "item"))
        .order_by("next_at")[:batch]
    )
    if not due:
        return 0
    picture = snapshot.current()
    items = {deadline.item_id: deadline.item for deadline in due}
    events: list[NewEvent] = []
    for deadline in due:
        # Two deadlines of one item must see the same row in memory.
        deadline.item = items[deadline.item_id]
        _handle_safely(deadline, at, picture, events, total)
    append_many(actor=SYSTEM, events=events)
    return len(due)


def _handle_safely(
    deadline: Deadline, at: datetime, picture: Snapshot, events: list[NewEvent], total: Swept
) -> None:
    done = Swept()
    try:
        with transaction.atomic():
            found = _handle(deadline, at, picture, done)
    except (DomainError, DatabaseError, LookupError):
        logger.exception("deadline %s could not be handled", deadline.pk)
        Deadline.objects.filter(pk=deadline.pk).update(next_at=at + POSTPONE)
        deadline.item.refresh_from_db()
        total.failed += 1
        return
    events.extend(found)
    total.reminded += done.reminded
    total.escalated += done.escalated
    total.expired += done.expired


def _handle(deadline: Deadline, at: datetime, picture: Snapshot, done: Swept) -> list[NewEvent]:
    """Everything this deadline owes up to `at`, in order, in one go."""
    item = deadline.item
    flow = flow_of(item.flow, item.flow_version)
    spec = flow.clock(deadline.clock)
    if spec.on_due is not None:
        deadline.rung, deadline.next_at = 1, None
        deadline.save(update_fields=["rung", "next_at"])
        done.expired += 1
        facts = {"deadline": deadline.pk, "clock": deadline.clock, "action": spec.on_due}
        return [_event("workflow.expired", item, at, facts)]
    events = []
    if deadline.reminded_at is None:
        events += _remind(deadline, at, done)
    deadline.next_at = clocks.next_at(deadline, flow=flow, picture=picture)
    while deadline.next_at is not None and deadline.next_at <= at:
        events += _climb(deadline, flow, at, picture, done)
        deadline.next_at = clocks.next_at(deadline, flow=flow, picture=picture)
    deadline.save(update_fields=["reminded_at", "rung", "next_at"])
    return events


def _remind(deadline: Deadline, at: datetime, done: Swept) -> list[NewEvent]:
    deadline.reminded_at = at
    if at >= deadline.due_at:
        return []  # too late to remind: the ladder speaks
    done.reminded += 1
    facts = {
        "deadline": deadline.pk,
        "clock": deadline.clock,
        "due": deadline.due_at.isoformat(),
        "assignment": deadline.assignment_id,
    }
    return [_event("workflow.reminded", deadline.item, at, facts)]


def _climb(
    deadline: Deadline, flow: Flow, at: datetime, picture: Snapshot, done: Swept
) -> list[NewEvent]:
    item = deadline.item
    rung = flow.ladder_of(deadline.clock)[deadline.rung]
    climbed = climb(item, deadline, rung, at=at, picture=picture)
    deadline.rung += 1
    if climbed is None:
        return []
    if climbed.moved:
        item.changed_at = at
        item.save(update_fields=["owner_post", "owner_organisation", "level", "changed_at"])
    done.escalated += 1
    facts = {**climbed.facts, "assignment": deadline.assignment_id}
    return [_event("workflow.escalated", item, at, facts)]


def _event(kind: str, item: Item, at: datetime, facts: dict[str, object]) -> NewEvent:
    return NewEvent(
        kind=kind,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data=facts,
    )
