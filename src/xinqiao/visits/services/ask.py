"""Put people whom nobody has seen for long on the lists of those who look after them, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.events.services.append import append
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import local_day
from xinqiao.visits.models import PLANNED, Contact
from xinqiao.visits.selectors.freshness import stale_people
from xinqiao.visits.selectors.members import members_sql
from xinqiao.visits.services.following import once

DAYS: Final = 14
MOST: Final = 500

_ASK: Final = """
INSERT INTO visits_plannedvisit
    (plan_id, person_id, area_id, area_path, post_id, why, contact, form_code, slot, opens_on,
     until, behind, state, reason, method, created_at)
SELECT NULL, m.person_id, m.area_id, m.area_path, m.post_id, 'stale', %(contact)s, '', %(today)s,
       %(today)s, %(until)s, 0, 'due', '', '', %(at)s
FROM members m
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def ask_for_visits(
    *, actor: Actor, path: str, at: datetime, person_ids: Sequence[int] | None = None
) -> int:
    """Plan one visit in the next two weeks for stale people of an area; returns how many.

    person_ids: these of them; without, the first 500. Whoever is on a list already stays there
    once. Records `visits.asked_for`. Raises NotAllowed outside the actor's areas.
    """
    held = actor.area_paths(*GRID_ROLES, *AREA_STAFF)
    if not actor.is_system and not any(path.startswith(area) for area in held):
        raise NotAllowed
    rows = stale_people(actor=actor, at=at, path=path)
    if person_ids is not None:
        rows = rows.filter(pk__in=person_ids)
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    today = local_day(at)
    members, params = members_sql(once(), [], chosen)
    params |= {
        "contact": str(Contact.VISIT),
        "today": today,
        "until": today + timedelta(days=DAYS),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {members} {_ASK}", params)
        count = int(cursor.rowcount)
    if count:
        append(
            kind="visits.asked_for",
            actor=actor,
            at=at,
            subject_kind=PLANNED,
            subject_id=0,
            area_path=path,
            data={"count": count},
        )
    return count
