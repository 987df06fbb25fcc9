"""A second person approves or refuses; approval tells the subject, who may appeal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity.errors import AnotherPerson, BasisMissing, HowTold, NotInThisState
from xinqiao.publicity.flow import may_step
from xinqiao.publicity.models import Colour, EndReason, Listing
from xinqiao.publicity.selectors.subjects import subject_people
from xinqiao.publicity.selectors.terms import terms_at
from xinqiao.publicity.selectors.visible import may_approve
from xinqiao.publicity.services.common import end, locked, step
from xinqiao.workflow.clock import Limit, Unit, due_at
from xinqiao.workflow.snapshot import current


@transaction.atomic
def approve_listing(*, actor: Actor, listing_id: int, at: datetime, how_told: str = "") -> Listing:
    """Announce an entry to its subject; it is published when the time to appeal is over.

    how_told: how and when, where the subject has no account. Records `publicity.announced`.
    Raises AnotherPerson, NotAllowed (403), BasisMissing, HowTold (422), NotInThisState (409).
    """
    listing = locked(actor=actor, listing_id=listing_id)
    if not may_step("approve", listing.state):
        raise NotInThisState
    _check(actor, listing)
    if listing.colour == Colour.BLACK and not listing.legal_basis:
        raise BasisMissing(field="legal_basis")
    told = subject_people(listing, at)
    words = clean_text(how_told, limit=200, field="how_told", multiline=False)
    if not told and not words:
        raise HowTold(field="how_told")
    terms = terms_at(colour=listing.colour, at=at)
    limit = Limit(terms.appeal_working_days, Unit.WORKING_DAYS)
    until = due_at(at, limit, calendar=current().calendar).at
    return step(
        listing,
        "approve",
        actor=actor,
        at=at,
        data={"told": sorted({user_id for user_id, _name in told})},
        approved_by_id=actor.user_id,
        approved_at=at,
        how_told=words,
        appeal_until=until,
    )


@transaction.atomic
def refuse_listing(*, actor: Actor, listing_id: int, reason: str, at: datetime) -> Listing:
    """Say no to a draft, with a reason. Records `publicity.refused`.

    Raises AnotherPerson, NotAllowed (403), TextMissing (422), NotInThisState (409).
    """
    listing = locked(actor=actor, listing_id=listing_id)
    _check(actor, listing)
    words = clean_text(reason, limit=500, field="reason", required=True)
    return end(listing, "refuse", EndReason.REFUSED, actor=actor, at=at, words=words)


def _check(actor: Actor, listing: Listing) -> None:
    if actor.user_id is not None and actor.user_id == listing.drafted_by_id:
        raise AnotherPerson
    if not may_approve(actor, listing):
        raise NotAllowed
