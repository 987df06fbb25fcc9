"""Entries in the states that tests begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.world import AT, World, photo
from xinqiao.events.models import Event
from xinqiao.publicity.flow import SUBJECT
from xinqiao.publicity.models import Listing
from xinqiao.publicity.services.approve import approve_listing
from xinqiao.publicity.services.draft import ListingDraft, draft_listing
from xinqiao.publicity.services.sweep import sweep_listings

WEEK = timedelta(days=7)  # five working days and the weekend
BASIS = "隆昌市文明行为促进条例第二十条"


def drafted(world: World, *, actor: Actor | None = None, at: datetime = AT, **more: Any) -> Listing:
    """A black draft about the property company, by the community."""
    facts: dict[str, Any] = {
        "colour": "black",
        "subject_kind": "organisation",
        "organisation_id": world.property.pk,
        "title": "小区垃圾清运不到位",
        "facts": "经三次督办，幸福小区垃圾清运仍未整改到位。",
        "legal_basis": BASIS,
        "proof_tokens": [photo(at)],
    }
    draft = ListingDraft(**(facts | more))
    return draft_listing(actor=actor or world.desk, draft=draft, at=at).listing


def announced(world: World, *, at: datetime = AT, **more: Any) -> Listing:
    """Approved by the street."""
    row = drafted(world, at=at, **more)
    return approve_listing(actor=world.street_staff, listing_id=row.pk, how_told="当面送达", at=at)


def published(world: World, *, at: datetime = AT, **more: Any) -> Listing:
    """Public since a week after `at`."""
    row = announced(world, at=at, **more)
    sweep_listings(at=at + WEEK)
    return fresh(row)


def fresh(row: Listing) -> Listing:
    return Listing.objects.get(pk=row.pk)


def kinds_of(row: Listing) -> list[str]:
    """What was recorded of an entry, in order."""
    events = Event.objects.filter(subject_kind=SUBJECT, subject_id=row.pk).order_by("id")
    return [kind.partition(".")[2] for kind in events.values_list("kind", flat=True)]
