"""Deliver what the outbox owes: each row by one worker, each failure by itself."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from xinqiao.events.models import OutboxEntry
from xinqiao.events.subscriptions import handler_of

LAST_ATTEMPT: Final = 10
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
BATCH: Final = 50

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drained:
    """What one batch came to. `taken` is 0 when nothing was due."""

    taken: int
    failed: int


@transaction.atomic
def drain(*, at: datetime, limit: int = BATCH) -> Drained:
    """Deliver up to `limit` due rows; other workers' rows are skipped, not waited for.

    A handler that fails is undone by its savepoint and tried again later, with growing pauses;
    after ten attempts the row is dead and waits for a person. A lost database ends the batch
    and changes nothing.
    """
    due = list(
        OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(is_dead=False, next_attempt_at__lte=at)
        .select_related("event")
        .order_by("next_attempt_at", "id")[:limit]
    )
    # The log's own order matters more than the order of the pauses.
    due.sort(key=lambda entry: entry.event_id)
    failed = [entry for entry in due if not _deliver(entry, at=at)]
    undone = {entry.pk for entry in failed}
    OutboxEntry.objects.filter(pk__in=[e.pk for e in due if e.pk not in undone]).delete()
    OutboxEntry.objects.bulk_update(
        failed, ["attempts", "next_attempt_at", "last_error", "is_dead"]
    )
    return Drained(taken=len(due), failed=len(failed))


@transaction.atomic
def revive(*, entry_id: int, at: datetime) -> bool:
    """Give a dead row another ten attempts; False when it is gone or alive already."""
    return bool(
        OutboxEntry.objects.filter(pk=entry_id, is_dead=True).update(
            is_dead=False, attempts=0, next_attempt_at=at
        )
    )


def _deliver(entry: OutboxEntry, *, at: datetime) -> bool:
    handler = handler_of(entry.subscriber)
    if handler is None:
        entry.is_dead, entry.last_error = True, "no subscriber of this name"
        return False
    try:
        with transaction.atomic():
            handler(entry.event)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Whatever a handler throws must not hold up the deliveries of the others.
        log.exception("%s failed on event %s", entry.subscriber, entry.event_id)
        entry.attempts += 1
        entry.is_dead = entry.attempts >= LAST_ATTEMPT
        entry.last_error = type(error).__name__
        entry.next_attempt_at = at + min(FIRST_PAUSE * 2 ** (entry.attempts - 1), LONGEST_PAUSE)
        return False
    return True
