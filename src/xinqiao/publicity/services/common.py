"""What every service on an entry needs: its row under a lock, one step, one event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.publicity import flow
from xinqiao.publicity.errors import ListingNotFound, NotInThisState
from xinqiao.publicity.models import Consent, EndReason, Listing
from xinqiao.publicity.selectors.visible import get_listing


def locked(*, actor: Actor, listing_id: int) -> Listing:
    """The row under a lock, if the actor may see it. Raises ListingNotFound (404)."""
    row = Listing.objects.select_for_update().filter(pk=listing_id).first()
    if row is None:
        raise ListingNotFound
    if not actor.is_system:
        get_listing(actor=actor, listing_id=listing_id)
    return row


def step(
    listing: Listing,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Listing:
    """Make one move with what changes beside the state, and record it.

    Raises NotInThisState (409).
    """
    if not flow.may_step(name, listing.state):
        raise NotInThisState
    move = flow.STEPS[name]
    listing.state = move.target
    for field, value in changes.items():
        setattr(listing, field, value)
    listing.save(update_fields=["state", *changes])
    record(listing, move.event, actor=actor, at=at, data=data)
    return listing


def end(
    listing: Listing,
    name: str,
    reason: EndReason,
    *,
    actor: Actor,
    at: datetime,
    words: str = "",
    data: dict[str, Any] | None = None,
) -> Listing:
    """Take an entry off for good; a name on record is erased. Raises NotInThisState (409)."""
    Consent.objects.filter(listing=listing, withdrawn_at__isnull=True).update(
        withdrawn_at=at, name_sealed=None, giver_sealed=None
    )
    return step(
        listing,
        name,
        actor=actor,
        at=at,
        data={"reason": reason.value, **(data or {})},
        ended_at=at,
        end_reason=reason.value,
        end_words=words,
        suspended_at=None,
    )


def record(
    listing: Listing, kind: str, *, actor: Actor, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """One event; facts and ids only."""
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=flow.SUBJECT,
        subject_id=listing.pk,
        area_path=listing.area_path,
        data={"colour": listing.colour, **(data or {})},
    )
