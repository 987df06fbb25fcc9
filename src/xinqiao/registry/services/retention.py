"""What happens to data whose purpose is met: first kept for the law only, then erased (PIPL 47).

Each step is one statement over all who are due, safe to run again and to be killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F, Max, Q

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.files.services.remove import remove_files
from xinqiao.kit.time import local_day
from xinqiao.registry.models import (
    PERSON,
    Consent,
    Look,
    Merge,
    Person,
    PersonTag,
    SubjectRequest,
    Tag,
)
from xinqiao.registry.selectors.purposes import grounds_at, live_purposes
from xinqiao.registry.services.consent import CONSENT
from xinqiao.registry.services.words import empty_words

BATCH: Final = 2000
# The longest purpose decides when nobody has set any.
STORE_AFTER_MONTHS: Final = 24
ERASE_AFTER_MONTHS: Final = 36

# Somebody's purpose ends with the move, the death, or the day the record was merged away.
_STORE = """
WITH due AS (
    SELECT p.id FROM registry_person p
    LEFT JOIN registry_merge m ON m.absorbed_id = p.id AND m.undone_at IS NULL
    WHERE p.stored_only_at IS NULL
      AND (p.left_on IS NOT NULL OR p.died_on IS NOT NULL OR p.merged_into_id IS NOT NULL)
      AND coalesce(p.died_on, p.left_on, (m.at AT TIME ZONE 'Asia/Shanghai')::date)
          + make_interval(months => %(months)s) <= %(today)s
    ORDER BY p.id LIMIT %(limit)s FOR UPDATE OF p SKIP LOCKED
)
UPDATE registry_person p SET stored_only_at = %(at)s, version = version + 1
FROM due WHERE p.id = due.id RETURNING p.id, p.area_path
"""
# The year of birth stays for figures; no day of it, no name, no number, no account.
_ERASE = """
WITH due AS (
    SELECT id FROM registry_person
    WHERE erased_at IS NULL AND stored_only_at IS NOT NULL
      AND stored_only_at + make_interval(months => %(months)s) <= %(at)s
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE registry_person p SET
    name = '', employer = '', note = '', user_id = NULL,
    citizen_number_sealed = NULL, citizen_number_index = NULL,
    phone_sealed = NULL, phone_index = NULL,
    born_on = date_trunc('year', born_on)::date,
    erased_at = %(at)s, version = version + 1
FROM due WHERE p.id = due.id RETURNING p.id, p.area_path
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many people and tags one round took."""

    stored: int
    erased: int
    tags: int


def sweep(*, at: datetime, limit: int = BATCH) -> Swept:
    """Do what is due; call again until nothing is taken. Records an event a person."""
    months = live_purposes(at=at).aggregate(
        store=Max("retention_months"), erase=Max("erase_months")
    )
    return Swept(
        stored=_store(at, months["store"] or STORE_AFTER_MONTHS, limit),
        erased=_erase(at, months["erase"] or ERASE_AFTER_MONTHS, limit),
        tags=_forget_tags(at),
    )


@transaction.atomic
def _store(at: datetime, months: int, limit: int) -> int:
    rows = _run(_STORE, at, months=months, limit=limit, today=local_day(at))
    ids = [person_id for person_id, _path in rows]
    PersonTag.objects.filter(person_id__in=ids, until__isnull=True).update(until=at)
    _record("registry.stored_only", SYSTEM, rows, at)
    return len(rows)


@transaction.atomic
def _erase(at: datetime, months: int, limit: int) -> int:
    rows = _run(_ERASE, at, months=months, limit=limit)
    _erase_around(rows, SYSTEM, at)
    return len(rows)


def erase_now(*, person: Person, actor: Actor, at: datetime) -> None:
    """Erase one record before its time, in the caller's transaction, which has checked the right.

    Only for somebody who left or died: what a duty still needs is not erased.
    """
    Person.objects.filter(pk=person.pk, stored_only_at__isnull=True).update(stored_only_at=at)
    statement = _ERASE.replace("ORDER BY id", "AND id = %(person)s ORDER BY id")
    rows = _run(statement, at, months=0, limit=1, person=person.pk)
    PersonTag.objects.filter(person=person, until__isnull=True).update(until=at)
    _erase_around(rows, actor, at)


def _erase_around(rows: Sequence[tuple[int, str]], actor: Actor, at: datetime) -> None:
    """Words about erased people that stand in other rows, and the papers they signed."""
    ids = [person_id for person_id, _path in rows]
    consents = Consent.objects.filter(person_id__in=ids)
    consent_ids = list(consents.values_list("pk", flat=True))
    consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    consents.update(witness="")
    Look.objects.filter(person_id__in=ids).update(reason="")
    SubjectRequest.objects.filter(person_id__in=ids).update(words="", answer="")
    Merge.objects.filter(Q(kept_id__in=ids) | Q(absorbed_id__in=ids)).update(filled={}, reason="")
    empty_words(person_ids=ids)
    remove_files(subject_kind=CONSENT, subject_ids=consent_ids, at=at)
    remove_files(subject_kind=PERSON, subject_ids=ids, at=at)
    _record("registry.person_erased", actor, rows, at)


def _forget_tags(at: datetime) -> int:
    """Delete ended sensitive categories when the time of their purpose is over."""
    grounds, gone = grounds_at(at=at), 0
    for tag in Tag.objects.filter(is_sensitive=True):
        covering = grounds.covering(f"tag.{tag.code}")
        months = max((one.retention_months for one in covering), default=STORE_AFTER_MONTHS)
        # A month of at most 31 days: nobody's data goes before its time.
        before = at - timedelta(days=31 * months)
        gone += PersonTag.objects.filter(tag=tag, until__lte=before).delete()[0]
    return gone


@transaction.atomic
def use_again(*, actor: Actor, person_id: int, at: datetime) -> bool:
    """Somebody who had left is back: the record serves a purpose again. Whether it was locked.

    In the transaction of the act that brings the person back. Records `registry.used_again`.
    """
    rows = Person.objects.filter(pk=person_id, stored_only_at__isnull=False, erased_at__isnull=True)
    known = list(rows.values_list("pk", "area_path"))
    if not rows.update(stored_only_at=None, version=F("version") + 1):
        return False
    _record("registry.used_again", actor, known, at)
    return True


def _run(statement: str, at: datetime, **values: Any) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, **values})
        return [(int(person_id), str(path)) for person_id, path in cursor.fetchall()]


def _record(kind: str, actor: Actor, rows: Sequence[tuple[int, str]], at: datetime) -> None:
    events = [
        NewEvent(kind=kind, at=at, subject_kind=PERSON, subject_id=person_id, area_path=path)
        for person_id, path in rows
    ]
    append_many(actor=actor, events=events)
