"""Close what was logged into the hash chain."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from xinqiao.events import seals
from xinqiao.events.models import Event, Seal
from xinqiao.events.services.settled import settled_horizon
from xinqiao.kit.time import require_aware

BATCH: Final = 5000
WAIT_SECONDS: Final = 5.0
LOCK_KEY: Final = 7_301_001


def seal_events(*, at: datetime, batch: int = BATCH, wait_seconds: float = WAIT_SECONDS) -> int:
    """Seal everything that is settled, in batches; return how many events were sealed.

    Ids are given before the commit, so a slow transaction may still bring an event with a small
    id. Nothing past such an id is sealed: the round is left out and the next one tries again.
    """
    require_aware(at)
    horizon = settled_horizon(wait_seconds)
    sealed = 0
    while horizon is not None:
        count = _seal_batch(horizon=horizon, at=at, batch=batch)
        sealed += count
        if count == 0:
            break
    return sealed


@transaction.atomic
def _seal_batch(*, horizon: int, at: datetime, batch: int) -> int:
    """Seal the next events up to `horizon`; 0 when none is left or another worker is sealing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_KEY])
        if not cursor.fetchone()[0]:
            return 0
    newest = Seal.objects.order_by("-last_event_id").first()
    after = newest.last_event_id if newest else 0
    ids = list(
        Event.objects.filter(id__gt=after, id__lte=horizon)
        .order_by("id")
        .values_list("id", flat=True)[:batch]
    )
    if not ids:
        return 0
    previous = bytes(newest.hash) if newest else seals.FIRST
    digest, count = seals.chain(previous, seals.events_between(after, ids[-1]))
    Seal.objects.create(
        first_event_id=ids[0],
        last_event_id=ids[-1],
        count=count,
        previous_hash=previous,
        hash=digest,
        sealed_at=at,
    )
    return count
