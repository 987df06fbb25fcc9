"""Appeals: one by its link, and those of an entry."""

from __future__ import annotations

from xinqiao.publicity.errors import ListingNotFound
from xinqiao.publicity.models import Appeal, Listing


def appeals_of(listing: Listing) -> list[Appeal]:
    """All appeals against an entry the caller may see, newest first."""
    return list(listing.appeals.order_by("-filed_at", "-pk"))


def appeal_by_token(*, token: str) -> Appeal:
    """The appeal of a link. Raises ListingNotFound (404)."""
    plain = token[:32].replace("\x00", "")
    found = Appeal.objects.filter(token=plain).select_related("listing").first()
    if found is None:
        raise ListingNotFound
    return found


def open_appeals(listing: Listing) -> bool:
    """Whether somebody still has to decide one."""
    return listing.appeals.filter(decided_at__isnull=True).exists()
