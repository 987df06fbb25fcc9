"""What every service of the room needs: numbers, people, the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from xinqiao.accounts.access import Actor
from xinqiao.events.models import Event
from xinqiao.events.services.append import append
from xinqiao.registry.models import PERSON, Person


def next_number() -> str:
    """The number of a new item: eight digits and more, the last one checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(nextval('care_number_seq'))")
        return str(cursor.fetchone()[0])


def record(kind: str, actor: Actor, person: Person, at: datetime, **facts: Any) -> Event:
    """One event about a person; facts are ids and codes, never words."""
    return append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
        data=facts,
        on_behalf=person.user_id is not None and actor.user_id != person.user_id,
    )
