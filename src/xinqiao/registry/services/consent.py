"""Consent of a person to a purpose, and the check that nothing is kept without a basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose as FilePurpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import (
    ConsentMissing,
    ConsentNotFound,
    ConsentStands,
    NotByConsent,
    PaperMissing,
    PersonNotFound,
    PurposeMissing,
    WitnessMissing,
)
from xinqiao.registry.models import PERSON, Basis, Consent, Person, PersonTag, Purpose
from xinqiao.registry.models.law import Manner
from xinqiao.registry.selectors.purposes import (
    Grounds,
    field_label,
    grounds_at,
    live_purposes,
    people_without_basis,
)
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.words import empty_on_consent

CONSENT: Final = "consent"  # whose files a signed paper is
HEALTH: Final = "person.health"  # what visits and care write down about somebody's health


def require_basis(
    *, person: Person | None, fields: Sequence[str], at: datetime, grounds: Grounds | None = None
) -> None:
    """Refuse to keep `fields` of a person without a purpose and its basis (PIPL 13, 29).

    fields: `person.phone`, `tag.disabled`. person: None before the first capture, who has agreed
    to nothing yet. grounds: `grounds_at(at)`, to ask for many people with one reading.
    Raises PurposeMissing, ConsentMissing (422), which name the field.
    """
    known = grounds or grounds_at(at=at)
    key = person.pk if person is not None else 0
    lacking = people_without_basis(wanted={key: fields}, grounds=known).get(key, [])
    for field in lacking:
        needed = known.needing_consent(field)
        if not needed:
            raise PurposeMissing(what=field_label(field), field=field)
        raise ConsentMissing(what=field_label(field), purpose=needed[0].name, field=field)


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    person: Person,
    purpose_code: str,
    manner: str,
    at: datetime,
    witness: str = "",
    photo_tokens: Sequence[str] = (),
) -> Consent:
    """Write down that a person agreed to a purpose. Records `registry.consent_given`.

    manner: `paper` needs a photo of it, `spoken` a witness, `phone` is the person's own click.
    Raises NotByConsent, PaperMissing, WitnessMissing (422), ConsentStands (409), NotAllowed (403).
    """
    _require_reach(actor, person)
    purpose = live_purposes(at=at).filter(code=purpose_code).first()
    if purpose is None or purpose.basis != Basis.CONSENT:
        raise NotByConsent(purpose=purpose.name if purpose else purpose_code)
    seen = clean_text(witness, limit=60, field="witness", multiline=False)
    if manner == Manner.PAPER and not photo_tokens:
        raise PaperMissing(field="photo_tokens")
    if manner == Manner.SPOKEN and not seen:
        raise WitnessMissing(field="witness")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).exists():
        raise ConsentStands
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        given_at=at,
        manner=Manner(manner),
        witness=seen,
        recorded_by_id=actor.user_id,
    )
    if photo_tokens:
        claim(
            tokens=photo_tokens,
            subject_kind=CONSENT,
            subject_id=consent.pk,
            purpose=FilePurpose.DOCUMENT,
            actor=actor,
            at=at,
        )
    _record("registry.consent_given", actor, person, purpose, at)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, person: Person, purpose_code: str, at: datetime) -> int:
    """Take a consent back; what rested on it alone ends at once. How many tags ended.

    Records `registry.consent_withdrawn`, which other rooms follow with their own data. Raises
    ConsentNotFound (404), NotAllowed (403).
    """
    _require_reach(actor, person)
    consent = (
        Consent.objects.select_for_update()
        .filter(person=person, purpose__code=purpose_code, withdrawn_at__isnull=True)
        .select_related("purpose")
        .first()
    )
    if consent is None:
        raise ConsentNotFound
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    ended = end_without_basis(person_ids=[person.pk], at=at)
    if people_without_basis(wanted={person.pk: [HEALTH]}, grounds=grounds_at(at=at)):
        empty_on_consent(person_ids=[person.pk])
    _record("registry.consent_withdrawn", actor, person, consent.purpose, at, tags=ended)
    return ended


def end_without_basis(*, person_ids: Sequence[int], at: datetime) -> int:
    """End the running tags of people that no basis carries any longer; how many."""
    grounds = grounds_at(at=at)
    running = PersonTag.objects.filter(person_id__in=person_ids, until__isnull=True)
    wanted: dict[int, list[str]] = {}
    for person_id, code in running.values_list("person_id", "tag__code"):
        wanted.setdefault(person_id, []).append(f"tag.{code}")
    gone = Q(pk__in=())
    for person_id, fields in people_without_basis(wanted=wanted, grounds=grounds).items():
        codes = [field.removeprefix("tag.") for field in fields]
        gone |= Q(person_id=person_id, tag__code__in=codes)
    return running.filter(gone).update(until=at)


def _require_reach(actor: Actor, person: Person) -> None:
    """Staff of the person's area, or the person."""
    if actor.is_system or (actor.user_id is not None and actor.user_id == person.user_id):
        return
    if not actor.is_staff:
        raise NotAllowed
    if not visible_people(actor=actor).filter(pk=person.pk).exists():
        raise PersonNotFound


def _record(
    kind: str, actor: Actor, person: Person, purpose: Purpose, at: datetime, **facts: int
) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
        on_behalf=actor.user_id != person.user_id,
        data={"purpose": purpose.code, **facts},
    )
