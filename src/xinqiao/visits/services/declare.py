"""Residents say that they still live here, and what has changed; grid workers enter it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.events.services.append import append
from xinqiao.grid.selectors.scope import below
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.registry.services.edit import edit_person
from xinqiao.visits.models import DECLARATION, Declaration, DeclarationState
from xinqiao.visits.models.freshness import PHONE_CONTEXT
from xinqiao.visits.plan_errors import DeclarationNotFound, DeclarationSettled
from xinqiao.visits.selectors.declarations import my_record
from xinqiao.visits.services.signals import DECLARATION as SIGNAL
from xinqiao.visits.services.signals import Seen, note_signals

WORDS_LIMIT, ANSWER_LIMIT = 500, 200


@transaction.atomic
def declare(
    *, actor: Actor, lives_here: bool, at: datetime, words: str = "", phone: str = ""
) -> Declaration:
    """Take down what a resident says of the own record; nothing in the register changes yet.

    Living here is a signal at once. Anything to change waits for the grid worker. Records
    `visits.declared`. Raises NothingToDeclare, BadPhone.
    """
    person = my_record(actor=actor)
    said = clean_text(words, limit=WORDS_LIMIT, field="words")
    number = clean_phone(phone) if phone.strip() else ""
    is_open = bool(said or number or not lives_here)
    row = Declaration.objects.create(
        person=person,
        area_id=person.area_id,
        area_path=person.area_path,
        lives_here=lives_here,
        words=said,
        phone_sealed=crypto.seal(number, context=PHONE_CONTEXT) if number else None,
        declared_at=at,
        declared_by_id=actor.user_id,
        state=DeclarationState.OPEN if is_open else DeclarationState.CONFIRMED,
    )
    if lives_here:
        note_signals(seen=[Seen(person.pk, SIGNAL, at)], at=at)
    _record("visits.declared", row, {"open": is_open, "lives_here": lives_here}, actor, at)
    return row


@transaction.atomic
def settle_declaration(
    *, actor: Actor, declaration_id: int, accept: bool, at: datetime, answer: str = ""
) -> Declaration:
    """Say that what was declared is in the register, or why it is not.

    A new telephone number is entered here; other words staff enter on the person's page. Records
    `visits.declaration_settled`. Raises DeclarationNotFound, DeclarationSettled, and what editing
    a person raises.
    """
    mine = below(actor, *GRID_ROLES, *AREA_STAFF, field="area_path")
    row = Declaration.objects.select_for_update().filter(mine, pk=declaration_id).first()
    if row is None:
        raise DeclarationNotFound
    if row.state != DeclarationState.OPEN:
        raise DeclarationSettled
    if accept and row.phone_sealed is not None:
        number = crypto.unseal(row.phone_sealed, context=PHONE_CONTEXT)
        changes = {"phone": number}
        edit_person(actor=actor, person_id=row.person_id, changes=changes, version=None, at=at)
    row.state = DeclarationState.ACCEPTED if accept else DeclarationState.REFUSED
    row.answer = clean_text(
        answer, limit=ANSWER_LIMIT, field="answer", required=not accept, multiline=False
    )
    row.settled_at, row.settled_by_id = at, actor.user_id
    row.save(update_fields=["state", "answer", "settled_at", "settled_by"])
    _record("visits.declaration_settled", row, {"accepted": accept}, actor, at)
    return row


def _record(kind: str, row: Declaration, data: dict[str, bool], actor: Actor, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=DECLARATION,
        subject_id=row.pk,
        area_path=row.area_path,
        data=data,
    )
