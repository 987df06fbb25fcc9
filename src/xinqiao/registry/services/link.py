"""Tying a resident's account to the record of the same person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.accounts.services import limits
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import AlreadyLinked, LinkFailed
from xinqiao.registry.models import PERSON, Person
from xinqiao.registry.sealed import open_citizen_number

TRIES_PER_DAY: Final = 5


def link_account(*, actor: Actor, name: str, born_on: date, tail: str, at: datetime) -> Person:
    """Tie the account to the one record with its telephone number, name and birth date.

    tail: last four characters of the citizen number, needed where the record has one, for a
    family may share a telephone. The telephone was proved at sign-in. Records
    `registry.account_linked`. Raises NotAllowed (403), AlreadyLinked (409), LinkFailed (422, the
    same for every reason), TooMany (429) after five tries a day.
    """
    if actor.user_id is None:
        raise NotAllowed
    # Outside the transaction, so that a failed try counts.
    limits.take(key=f"link:{actor.user_id}", limit=TRIES_PER_DAY, period_seconds=86400, at=at)
    said = clean_text(name, limit=60, field="name", multiline=False, required=True)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id)
        if Person.objects.filter(user=user).exists():
            raise AlreadyLinked
        found = [
            person
            for person in Person.objects.select_for_update(of=("self",)).filter(
                phone_index=user.phone_index,
                phone_index__isnull=False,
                name=said,
                born_on=born_on,
                user__isnull=True,
                merged_into__isnull=True,
                stored_only_at__isnull=True,
            )
            if _fits(person, tail)
        ]
        if len(found) != 1:
            raise LinkFailed
        return _tie(actor, found[0], user, at)


def _fits(person: Person, tail: str) -> bool:
    number = open_citizen_number(person.citizen_number_sealed)
    return not number or number[-4:] == tail.strip().upper()


def _tie(actor: Actor, person: Person, user: User, at: datetime) -> Person:
    person.user = user
    try:
        with transaction.atomic():
            person.save(update_fields=["user"])
    except IntegrityError as error:
        raise AlreadyLinked from error
    append(
        kind="registry.account_linked",
        actor=actor,
        at=at,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
    )
    return person
