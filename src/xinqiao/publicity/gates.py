"""Who may open the proof and the documents of an entry."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.publicity.errors import ListingNotFound
from xinqiao.publicity.flow import SUBJECT
from xinqiao.publicity.selectors.visible import get_listing, holds_area


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Staff of the area only: proof and consents name people."""
    actor = actor_of(request)
    try:
        listing = get_listing(actor=actor, listing_id=attachment.subject_id or 0)
    except ListingNotFound:
        return False
    return holds_area(actor, listing.area_path)


def register() -> None:
    """Tell the room of files."""
    register_gate(SUBJECT, may_open_file)
