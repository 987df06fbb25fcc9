"""The telephone an appellant left, for whoever decides; each look is on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services import reveal as reveals
from xinqiao.kit import crypto
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity import flow
from xinqiao.publicity.errors import ListingNotFound
from xinqiao.publicity.models import Appeal
from xinqiao.publicity.selectors.visible import get_listing, may_decide
from xinqiao.publicity.services.appeal import PHONE_CONTEXT


@transaction.atomic
def reveal_appellant(*, actor: Actor, appeal_id: int, reason: str, at: datetime) -> str:
    """The number in full, empty when none was left. Records `accounts.revealed`.

    Raises NotAllowed (403) for who may not decide, ReasonMissing (422), ListingNotFound (404).
    """
    appeal = Appeal.objects.filter(pk=appeal_id).first()
    if appeal is None:
        raise ListingNotFound
    listing = get_listing(actor=actor, listing_id=appeal.listing_id)
    if not may_decide(actor, listing):
        raise NotAllowed
    reveals.reveal(
        actor=actor,
        subject_kind=flow.SUBJECT,
        subject_id=listing.pk,
        area_path=listing.area_path,
        field="appellant_phone",
        reason=reason,
        at=at,
    )
    if appeal.phone_sealed is None:
        return ""
    return crypto.unseal(appeal.phone_sealed, context=PHONE_CONTEXT)
