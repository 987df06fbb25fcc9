"""Looking up records that are kept for the law alone: one by one, with the law named."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import NobodyNamed
from xinqiao.registry.models import LookKind, Person
from xinqiao.registry.sealed import citizen_number_indexes
from xinqiao.registry.selectors.scope import kept_people
from xinqiao.registry.services.reveal import note_look

MOST: Final = 20


@transaction.atomic
def look_up_stored(*, actor: Actor, words: str, legal_basis: str, at: datetime) -> list[Person]:
    """People kept for the law only, by whole name or whole citizen number; at most 20.

    legal_basis: which law or paper entitles to know. Each one found is a Look and an event.
    Raises NotAllowed (403), NobodyNamed, ReasonMissing (422), TooMany (429).
    """
    if not actor.has_role(*AREA_STAFF):
        raise NotAllowed
    said = clean_text(words, limit=60, field="words", multiline=False)
    if len(said) < 2:
        raise NobodyNamed(field="words")
    people = kept_people(actor=actor).filter(stored_only_at__isnull=False, erased_at__isnull=True)
    if len(said) == 18 and said[:17].isdecimal():
        people = people.filter(citizen_number_index__in=citizen_number_indexes(said.upper()))
    else:
        people = people.filter(name=said)
    found = list(people.select_related("area").order_by("pk")[:MOST])
    for person in found:
        note_look(
            actor=actor,
            person=person,
            fields=["stored_only"],
            kind=LookKind.LAWFUL,
            reason=legal_basis,
            at=at,
        )
    return found
