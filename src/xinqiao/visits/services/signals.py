"""Signals that somebody still lives here: kept as the newest of each kind, and what they add up to.

A signal costs one row; the day on which the person turns stale is computed then, and never again
until there is another signal or the weights change. Nothing runs over all people day by day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from xinqiao.events.services.settled import settled_horizon
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.visits.freshness import stale_on
from xinqiao.visits.models import FeedMark, PersonFreshness
from xinqiao.visits.selectors.freshness import signals_of, threshold_at, weights_changed_at

VISIT, PHONE, DECLARATION = "visit", "phone", "declaration"
BATCH: Final = 5000
EVENTS: Final = 20_000
WAIT_SECONDS: Final = 1.0

_NOTE: Final = """
INSERT INTO visits_personsignal (person_id, kind, last_at)
SELECT person_id, kind, max(at)
FROM unnest(%(people)s::bigint[], %(kinds)s::text[], %(times)s::timestamptz[])
     AS seen(person_id, kind, at)
GROUP BY person_id, kind
ON CONFLICT (person_id, kind) DO UPDATE
SET last_at = GREATEST(visits_personsignal.last_at, excluded.last_at)
"""

# Whom an event is about: the person itself, people named by id, or the resident who acted
# themselves (staff who act in a post tell nothing about themselves).
_READ: Final = """
WITH batch AS MATERIALIZED (
    SELECT e.* FROM events_event e WHERE e.id > %(after)s AND e.id <= %(until)s
),
heard AS (
    SELECT e.*, k.code FROM batch e
    JOIN visits_signalkind k ON e.kind = ANY(k.events) AND k.valid_from <= e.at
     AND (k.valid_until IS NULL OR k.valid_until > e.at)
),
about AS (
    SELECT subject_id AS person_id, code, at FROM heard WHERE subject_kind = 'person'
    UNION ALL
    SELECT (h.data ->> 'person')::bigint, h.code, h.at FROM heard h
    WHERE jsonb_typeof(h.data -> 'person') = 'number'
    UNION ALL
    SELECT p.id, h.code, h.at FROM heard h JOIN registry_person p ON p.user_id = h.actor_user_id
    WHERE h.actor_post_id IS NULL AND NOT h.on_behalf AND h.subject_kind <> 'person'
),
noted AS (
    INSERT INTO visits_personsignal (person_id, kind, last_at)
    SELECT p.id, a.code, max(a.at) FROM about a JOIN registry_person p ON p.id = a.person_id
    GROUP BY p.id, a.code
    ON CONFLICT (person_id, kind) DO UPDATE
    SET last_at = GREATEST(visits_personsignal.last_at, excluded.last_at)
    RETURNING person_id
)
SELECT DISTINCT person_id FROM noted
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A signal of a kind (code of a SignalKind) about somebody."""

    person_id: int
    kind: str
    at: datetime


@transaction.atomic
def note_signals(*, seen: Iterable[Seen], at: datetime) -> None:
    """Keep the newest of each kind and compute when these people turn stale; four statements."""
    rows = list(seen)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "people": [row.person_id for row in rows],
                "kinds": [row.kind for row in rows],
                "times": [row.at for row in rows],
            },
        )
    refresh(person_ids=sorted({row.person_id for row in rows}), at=at)


@transaction.atomic
def refresh(*, person_ids: Sequence[int], at: datetime) -> None:
    """Compute anew on which day these people turn stale."""
    today, threshold = local_day(at), threshold_at(at)
    known = signals_of(person_ids=person_ids, at=at)
    PersonFreshness.objects.bulk_create(
        [
            PersonFreshness(
                person_id=person_id, stale_on=stale_on(known.get(person_id, ()), threshold, today)
            )
            for person_id in person_ids
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["stale_on"],
    )


def read_log(*, at: datetime, wait_seconds: float = WAIT_SECONDS) -> int:
    """Take signals out of what was recorded since the last time; returns how many people they
    were about. What is being written meanwhile waits for the next time."""
    horizon = settled_horizon(wait_seconds)
    people = 0
    while horizon is not None:
        told = _read_some(horizon, at)
        if told is None:
            break
        people += told
    return people


@transaction.atomic
def _read_some(horizon: int, at: datetime) -> int | None:
    mark, _new = FeedMark.objects.select_for_update().get_or_create(pk=1)
    if mark.last_event_id >= horizon:
        return None
    until = min(horizon, mark.last_event_id + EVENTS)
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"after": mark.last_event_id, "until": until})
        people = sorted(row[0] for row in cursor.fetchall())
    for first in range(0, len(people), BATCH):
        refresh(person_ids=people[first : first + BATCH], at=at)
    mark.last_event_id = until
    mark.save(update_fields=["last_event_id"])
    return len(people)


def refresh_all(*, at: datetime) -> int:
    """Compute everybody anew where weights or the threshold changed since the last time.

    In batches that commit one by one: a worker that is killed begins again. Returns how many.
    """
    mark, _new = FeedMark.objects.get_or_create(pk=1)
    changed = weights_changed_at(at)
    if changed is None or (mark.weighed_at is not None and mark.weighed_at > changed):
        return 0
    last = done = 0
    while True:
        after = Person.objects.filter(pk__gt=last, signals__isnull=False, merged_into=None)
        ids = list(after.order_by("pk").distinct().values_list("pk", flat=True)[:BATCH])
        if not ids:
            break
        refresh(person_ids=ids, at=at)
        last, done = ids[-1], done + len(ids)
    FeedMark.objects.filter(pk=1).update(weighed_at=at)
    return done
