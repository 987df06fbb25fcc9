"""Requests of people about their own data: copy, correction, deletion (PIPL 44-47)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry import deadlines
from xinqiao.registry.errors import AlreadyAsked, AnswerMissing, PersonNotFound, RequestNotFound
from xinqiao.registry.models import PERSON, Consent, LookKind, Person, PersonTag, SubjectRequest
from xinqiao.registry.selectors.own_data import data_copy
from xinqiao.registry.selectors.purposes import rules_at
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.selectors.subject import visible_requests
from xinqiao.registry.services.consent import withdraw_consent
from xinqiao.registry.services.retention import erase_now
from xinqiao.registry.services.reveal import note_look

Kind, State = SubjectRequest.Kind, SubjectRequest.State


@transaction.atomic
def take_copy(*, actor: Actor, person: Person, at: datetime, reason: str = "") -> dict[str, Any]:
    """All that is kept about a person, for that person or for staff who help.

    Done at once, and on record as a request. Staff need a reason and leave a Look. Records
    `registry.copy_given`. Raises NotAllowed (403), PersonNotFound (404), ReasonMissing (422).
    """
    is_own = _require_reach(actor, person)
    if not is_own:
        note_look(
            actor=actor,
            person=person,
            fields=["copy"],
            kind=LookKind.SUBJECT,
            reason=reason,
            at=at,
        )
    SubjectRequest.objects.create(
        person=person,
        kind=Kind.COPY,
        state=State.DONE,
        asked_at=at,
        due_at=at,
        settled_at=at,
        settled_by_id=actor.user_id,
        helped_by_id=None if is_own else actor.user_id,
    )
    _record("registry.copy_given", actor, person, at, on_behalf=not is_own)
    return data_copy(person=person, at=at)


@transaction.atomic
def ask(*, actor: Actor, person: Person, kind: str, words: str, at: datetime) -> SubjectRequest:
    """Ask for a correction or deletion; it is due in the working days that hold (15 at first).

    By the person, or by staff on the person's behalf (代办). Records `registry.data_asked`.
    Raises NotAllowed (403), PersonNotFound (404), TextMissing (422), AlreadyAsked (409).
    """
    is_own = _require_reach(actor, person)
    if kind not in (Kind.CORRECT, Kind.DELETE):
        raise RequestNotFound
    said = clean_text(words, limit=500, field="words", required=True)
    days = rules_at(at=at).answer_working_days
    try:
        with transaction.atomic():
            request = SubjectRequest.objects.create(
                person=person,
                kind=Kind(kind),
                words=said,
                asked_at=at,
                due_at=deadlines.working_days_after(at, days),
                helped_by_id=None if is_own else actor.user_id,
            )
    except IntegrityError as error:
        raise AlreadyAsked from error
    _record(
        "registry.data_asked", actor, person, at, on_behalf=not is_own, request=request.pk, of=kind
    )
    return request


@transaction.atomic
def settle(
    *, actor: Actor, request_id: int, is_granted: bool, answer: str, at: datetime
) -> SubjectRequest:
    """Answer a request; a refusal says why, and a granted deletion deletes.

    Whoever left or died is erased at once. Of somebody who lives here only what rests on consent
    goes: the rest is kept by duty, which the answer should say. Records `registry.data_settled`.
    Raises NotAllowed (403), RequestNotFound (404), AnswerMissing (422).
    """
    if not actor.has_role(*AREA_STAFF):
        raise NotAllowed
    said = clean_text(answer, limit=500, field="answer")
    if len(said) < 4:
        raise AnswerMissing(field="answer")
    mine = visible_requests(actor=actor).filter(pk=request_id, state=State.OPEN)
    request = mine.select_for_update(of=("self",)).select_related("person").first()
    if request is None:
        raise RequestNotFound
    request.state = State.DONE if is_granted else State.REFUSED
    request.answer, request.settled_at, request.settled_by_id = said, at, actor.user_id
    request.save(update_fields=["state", "answer", "settled_at", "settled_by"])
    _record(
        "registry.data_settled",
        actor,
        request.person,
        at,
        request=request.pk,
        of=request.kind,
        state=request.state,
    )
    if is_granted and request.kind == Kind.DELETE:
        _delete(actor, request.person, at)
    return request


def _delete(actor: Actor, person: Person, at: datetime) -> None:
    standing = Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    for code in list(standing.values_list("purpose__code", flat=True)):
        withdraw_consent(actor=actor, person=person, purpose_code=code, at=at)
    PersonTag.objects.filter(person=person, tag__is_sensitive=True, until__isnull=False).delete()
    if person.left_on is not None or person.died_on is not None:
        erase_now(person=person, actor=actor, at=at)


def _require_reach(actor: Actor, person: Person) -> bool:
    """Whether it is the person; else staff of the area. Raises NotAllowed, PersonNotFound."""
    if actor.user_id is not None and actor.user_id == person.user_id:
        return True
    if not actor.is_staff:
        raise NotAllowed
    if not visible_people(actor=actor).filter(pk=person.pk).exists():
        raise PersonNotFound
    return False


def _record(
    kind: str,
    actor: Actor,
    person: Person,
    at: datetime,
    *,
    on_behalf: bool = False,
    **facts: Any,
) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
        on_behalf=on_behalf,
        data=facts,
    )
