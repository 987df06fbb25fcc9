"""Appeals (申诉): filed by the subject or anybody concerned, decided by a third person."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services.limits import take
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity.errors import AnotherPerson, AppealDecided, ListingNotFound
from xinqiao.publicity.models import Appeal, EndReason, Listing
from xinqiao.publicity.selectors.appeals import open_appeals
from xinqiao.publicity.selectors.public import appealable
from xinqiao.publicity.selectors.subjects import is_subject
from xinqiao.publicity.selectors.visible import may_approve, may_decide
from xinqiao.publicity.services.common import end, locked, record

PHONE_CONTEXT: Final = "publicity.appeal_phone"
WORDS_LIMIT: Final = 2000
A_DAY: Final = 5  # from one network address
_DAY_SECONDS: Final = 86_400


@transaction.atomic
def file_appeal(
    *,
    actor: Actor,
    words: str,
    at: datetime,
    listing_id: int | None = None,
    token: str = "",
    phone: str = "",
    client: str = "",
) -> Appeal:
    """Say that an entry is wrong; it is hidden at once. Records `publicity.appealed`.

    token: of the public address, for anybody; listing_id: for those it is about, signed in.
    client: `client_key` of the network address; five a day. Raises TextMissing, BadPhone (422),
    TooMany (429), ListingNotFound (404), EntryGone (410).
    """
    listing = _wanted(actor, listing_id, token, at)
    by_subject = is_subject(actor, listing)
    words = clean_text(words, limit=WORDS_LIMIT, field="words", required=True)
    number = clean_phone(phone) if phone.strip() else ""
    if client and not by_subject:
        take(key=f"appeal:{client}", limit=A_DAY, period_seconds=_DAY_SECONDS, at=at)
    appeal = Appeal.objects.create(
        listing=listing,
        token=secrets.token_urlsafe(16),
        words=words,
        by_user_id=actor.user_id,
        by_subject=by_subject,
        phone_sealed=crypto.seal(number, context=PHONE_CONTEXT) if number else None,
        filed_at=at,
    )
    if listing.suspended_at is None:
        listing.suspended_at = at
        listing.save(update_fields=["suspended_at"])
    data = {"appeal": appeal.pk, "by_subject": by_subject}
    record(listing, "publicity.appealed", actor=actor, at=at, data=data)
    return appeal


@transaction.atomic
def decide_appeal(
    *, actor: Actor, appeal_id: int, is_upheld: bool, reason: str, at: datetime
) -> Listing:
    """Take the entry down for good, or show it again, with a reason.

    Records `publicity.appeal_upheld` or `publicity.appeal_rejected`. Raises AnotherPerson for
    whoever wrote or approved the entry, NotAllowed (403), AppealDecided (409), TextMissing (422).
    """
    found = Appeal.objects.filter(pk=appeal_id).values_list("listing_id", flat=True).first()
    listing = locked(actor=actor, listing_id=found or 0)
    appeal = Appeal.objects.select_for_update().get(pk=appeal_id)
    if not may_approve(actor, listing) and actor.user_id != listing.drafted_by_id:
        raise NotAllowed
    if not may_decide(actor, listing):
        raise AnotherPerson
    if appeal.decided_at is not None:
        raise AppealDecided
    appeal.decision = clean_text(reason, limit=500, field="reason", required=True)
    appeal.decided_at, appeal.decided_by_id, appeal.is_upheld = at, actor.user_id, is_upheld
    appeal.save(update_fields=["decision", "decided_at", "decided_by", "is_upheld"])
    if is_upheld and listing.ended_at is None:
        data = {"appeal": appeal.pk}
        return end(listing, "uphold", EndReason.UPHELD, actor=actor, at=at, data=data)
    if not open_appeals(listing) and listing.suspended_at is not None:
        listing.suspended_at = None
        listing.save(update_fields=["suspended_at"])
    kind = "publicity.appeal_upheld" if is_upheld else "publicity.appeal_rejected"
    record(listing, kind, actor=actor, at=at, data={"appeal": appeal.pk})
    return listing


def _wanted(actor: Actor, listing_id: int | None, token: str, at: datetime) -> Listing:
    if token:
        listing = appealable(token=token, at=at)
        return Listing.objects.select_for_update().get(pk=listing.pk)
    if listing_id is None:
        raise ListingNotFound
    row = locked(actor=actor, listing_id=listing_id)
    if not is_subject(actor, row):
        raise NotAllowed
    return appealable(token=row.token, at=at)
