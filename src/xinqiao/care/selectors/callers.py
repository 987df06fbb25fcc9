"""Who is calling: the person behind a telephone number, with what a clerk must see at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Classification
from xinqiao.care.powers import CLERKS
from xinqiao.care.selectors.homes import Home, home_of
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import timeline
from xinqiao.grid.selectors.scope import below
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone
from xinqiao.registry.models import PERSON, Person
from xinqiao.registry.selectors.scope import get_person

# Rooms whose events on a person are contacts; this room sees them in the log only.
CONTACTS = ("visits.", "care.")


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that somebody did with or for the person."""

    at: datetime
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with class, home and the last contacts."""

    person: Person
    home: Home
    standing: Classification | None
    contacts: list[Contact]


def clerk_people(*, actor: Actor) -> QuerySet[Person]:
    """People a clerk may take a call for; the hotline serves the area of its post."""
    live = Q(merged_into__isnull=True, died_on__isnull=True, stored_only_at__isnull=True)
    return Person.objects.filter(live, below(actor, *CLERKS, field="area_path"))


def people_by_phone(*, actor: Actor, phone: str) -> list[Person]:
    """People with this number, found by its blind index. Raises BadPhone (422)."""
    index = crypto.blind_index(clean_phone(phone), context=crypto.PHONE)
    found = clerk_people(actor=actor).filter(phone_index=index, left_on__isnull=True)
    return list(found.select_related("area").order_by("id")[:8])


def caller_of(*, actor: Actor, person_id: int) -> Caller | None:
    """One of them with what a clerk must see; four statements."""
    person = clerk_people(actor=actor).filter(pk=person_id).select_related("area").first()
    if person is None:
        return None
    standing = Classification.objects.filter(
        person=person, until__isnull=True, confirmed_at__isnull=False
    )
    return Caller(
        person,
        home_of(person),
        standing.select_related("elder_class").first(),
        contacts_of(person_id=person.pk),
    )


def contacts_of(*, person_id: int, size: int = 5) -> list[Contact]:
    """The last contacts with somebody, whichever room recorded them, the latest first."""
    kinds = Q()
    for prefix in CONTACTS:
        kinds |= Q(kind__startswith=prefix)
    events = timeline(subject_kind=PERSON, subject_id=person_id).filter(kinds)
    return [
        Contact(event.at, str(label_of(event.kind)), event.actor_label)
        for event in events.order_by("-id")[:size]
    ]


def person_of(*, actor: Actor, person_id: int) -> Person:
    """An elder for the pages of staff. Raises PersonNotFound."""
    return get_person(actor=actor, person_id=person_id)
