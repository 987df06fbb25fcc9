"""A person's own consent to show their name (单独同意), and its withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, NotAllowed
from xinqiao.kit.time import local_day
from xinqiao.publicity.errors import ConsentStands, NoConsent, NoPersonNamed, NotInThisState
from xinqiao.publicity.flow import ENDED, SUBJECT
from xinqiao.publicity.models import Consent, Listing
from xinqiao.publicity.selectors.subjects import (
    GIVER_CONTEXT,
    NAME_CONTEXT,
    is_subject,
    standing_consent,
)
from xinqiao.publicity.selectors.visible import holds_area
from xinqiao.publicity.services.common import locked, record


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    listing_id: int,
    name: str,
    giver: str,
    document: str,
    given_on: date,
    at: datetime,
    document_tokens: Sequence[str] = (),
) -> Consent:
    """Let a name be shown: who agreed, when, by which document. Records `publicity.consent_given`.

    Raises NoPersonNamed, ConsentStands (409), NotAllowed (403), TextMissing, BadInput (422).
    """
    listing = locked(actor=actor, listing_id=listing_id)
    _check(actor, listing)
    if not listing.is_about_a_person:
        raise NoPersonNamed
    if standing_consent(listing) is not None:
        raise ConsentStands
    if given_on > local_day(at):
        raise BadInput(_("A consent cannot be given in the future."), field="given_on")
    name = clean_text(name, limit=60, field="name", required=True, multiline=False)
    giver = clean_text(giver, limit=60, field="giver", required=True, multiline=False)
    consent = Consent.objects.create(
        listing=listing,
        name_sealed=crypto.seal(name, context=NAME_CONTEXT),
        giver_sealed=crypto.seal(giver, context=GIVER_CONTEXT),
        document=clean_text(document, limit=200, field="document", required=True, multiline=False),
        given_on=given_on,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if document_tokens:
        claim(
            tokens=tuple(document_tokens),
            subject_kind=SUBJECT,
            subject_id=listing.pk,
            purpose=Purpose.DOCUMENT,
            actor=actor,
            at=at,
        )
    record(listing, "publicity.consent_given", actor=actor, at=at, data={"consent": consent.pk})
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, listing_id: int, at: datetime) -> Consent:
    """Erase the name at once; that there was a consent stays on record.

    Staff on the person's word, or the person whose post it is. Records
    `publicity.consent_withdrawn`. Raises NoConsent (409), NotAllowed (403).
    """
    listing = locked(actor=actor, listing_id=listing_id)
    if not is_subject(actor, listing) and not holds_area(actor, listing.area_path):
        raise NotAllowed
    consent = standing_consent(listing)
    if consent is None:
        raise NoConsent
    consent.withdrawn_at, consent.name_sealed, consent.giver_sealed = at, None, None
    consent.save(update_fields=["withdrawn_at", "name_sealed", "giver_sealed"])
    record(listing, "publicity.consent_withdrawn", actor=actor, at=at, data={"consent": consent.pk})
    return consent


def _check(actor: Actor, listing: Listing) -> None:
    if not holds_area(actor, listing.area_path):
        raise NotAllowed
    if listing.state == ENDED:
        raise NotInThisState
