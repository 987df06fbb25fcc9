"""Take an entry down early: by decision, or because the matter has been put right (信用修复)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity.models import Colour, EndReason, Listing
from xinqiao.publicity.selectors.subjects import is_subject
from xinqiao.publicity.selectors.visible import holds_area
from xinqiao.publicity.services.common import end, locked


@transaction.atomic
def withdraw_listing(*, actor: Actor, listing_id: int, reason: str, at: datetime) -> Listing:
    """Take an entry down with a reason. Records `publicity.withdrawn`.

    Raises NotAllowed (403), TextMissing (422), NotInThisState (409).
    """
    return _take_down("withdraw", EndReason.WITHDRAWN, actor, listing_id, reason, at)


@transaction.atomic
def repair_listing(*, actor: Actor, listing_id: int, reason: str, at: datetime) -> Listing:
    """Take a black entry down because the matter is put right. Records `publicity.repaired`.

    Raises NotAllowed (403), TextMissing (422), NotInThisState (409).
    """
    return _take_down("repair", EndReason.REPAIRED, actor, listing_id, reason, at)


@transaction.atomic
def repair_of_item(*, item_id: int, words: str, at: datetime) -> list[Listing]:
    """Take down every black entry about a matter that is put right; those that were there."""
    rows = Listing.objects.select_for_update().filter(
        source_item_id=item_id, colour=Colour.BLACK, ended_at__isnull=True
    )
    return [
        end(row, "repair", EndReason.REPAIRED, actor=SYSTEM, at=at, words=words)
        for row in rows.order_by("pk")
    ]


def _take_down(
    name: str, reason: EndReason, actor: Actor, listing_id: int, said: str, at: datetime
) -> Listing:
    listing = locked(actor=actor, listing_id=listing_id)
    if not holds_area(actor, listing.area_path) or is_subject(actor, listing):
        raise NotAllowed
    if name == "repair" and listing.colour != Colour.BLACK:
        raise NotAllowed
    words = clean_text(said, limit=500, field="reason", required=True)
    return end(listing, name, reason, actor=actor, at=at, words=words)
