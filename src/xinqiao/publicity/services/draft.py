"""Write an entry: the words are screened before they are stored."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.grid.models import Area, Organisation, Post
from xinqiao.kit.clean import clean_text
from xinqiao.kit.deidentify import mask_public
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity import flow
from xinqiao.publicity.errors import NotInThisState, ProofMissing, SubjectMissing, SubjectOutside
from xinqiao.publicity.models import Colour, Listing, Source, SubjectKind
from xinqiao.publicity.selectors.subjects import is_subject, known_names
from xinqiao.publicity.selectors.visible import holds_area, may_draft
from xinqiao.publicity.services.common import locked, record, step

TITLE_LIMIT: Final = 60
FACTS_LIMIT: Final = 1000
BASIS_LIMIT: Final = 200
MOST_PROOFS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDraft:
    """What somebody proposes. Of the ids only the one that fits `subject_kind` counts.

    area_id: where an entry about a person belongs; for the others their own area is taken.
    """

    colour: str
    subject_kind: str
    title: str
    facts: str
    legal_basis: str = ""
    organisation_id: int | None = None
    subject_area_id: int | None = None
    post_id: int | None = None
    area_id: int | None = None
    proof_tokens: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Drafted:
    """The stored entry, and whether the screen hid something in its words."""

    listing: Listing
    has_hidden: bool


@transaction.atomic
def draft_listing(*, actor: Actor, draft: ListingDraft, at: datetime) -> Drafted:
    """Propose an entry by hand, with proof. Records `publicity.drafted`.

    Raises NotAllowed (403), SubjectMissing, SubjectOutside, ProofMissing, TextMissing (422).
    """
    if not may_draft(actor):
        raise NotAllowed
    if not draft.proof_tokens:
        raise ProofMissing(field="photos")
    listing = _new(draft, Source.HAND, actor, at)
    _check_place(actor, listing)
    drafted = _write(listing, draft, at)
    listing.save(force_insert=True)
    claim(
        tokens=tuple(draft.proof_tokens),
        subject_kind=flow.SUBJECT,
        subject_id=listing.pk,
        purpose=Purpose.PROOF,
        actor=actor,
        at=at,
        limit=MOST_PROOFS,
    )
    record(listing, "publicity.drafted", actor=actor, at=at, data={"source": listing.source})
    return drafted


@transaction.atomic
def edit_listing(*, actor: Actor, listing_id: int, draft: ListingDraft, at: datetime) -> Drafted:
    """Change the words of a draft; whoever does so becomes its writer. Records `publicity.edited`.

    Raises NotInThisState (409), NotAllowed (403), TextMissing (422).
    """
    listing = locked(actor=actor, listing_id=listing_id)
    if not flow.may_step("edit", listing.state):
        raise NotInThisState
    _check_place(actor, listing)
    drafted = _write(listing, draft, at)
    step(
        listing,
        "edit",
        actor=actor,
        at=at,
        title=listing.title,
        facts=listing.facts,
        legal_basis=listing.legal_basis,
        # The approver must be another person than the one whose words stand there.
        drafted_by_id=actor.user_id,
    )
    return drafted


@transaction.atomic
def draft_from_event(
    *,
    draft: ListingDraft,
    source: Source,
    event_id: int,
    item_id: int | None,
    source_words: str,
    actor: Actor,
    drafted_by: int | None,
    at: datetime,
) -> Listing | None:
    """Propose an entry for what another room has recorded; None when it is there already.

    drafted_by: the user whose doing it was; somebody else must approve. Records
    `publicity.drafted`. Raises SubjectMissing (422).
    """
    listing = _new(draft, source, actor, at)
    known = Listing.objects.filter(
        source_event_id=event_id,
        organisation=listing.organisation,
        subject_area=listing.subject_area,
        post=listing.post,
    )
    if known.exists():
        return None
    listing.drafted_by_id = drafted_by
    listing.source_event_id, listing.source_item_id = event_id, item_id
    listing.source_words = clean_text(source_words, limit=200, multiline=False)
    _write(listing, draft, at)
    listing.save(force_insert=True)
    data = {"source": listing.source, "event": event_id}
    record(listing, "publicity.drafted", actor=actor, at=at, data=data)
    return listing


def _new(draft: ListingDraft, source: Source, actor: Actor, at: datetime) -> Listing:
    if draft.colour not in Colour.values or draft.subject_kind not in SubjectKind.values:
        raise SubjectMissing(field="subject_kind")
    listing = Listing(
        token=secrets.token_urlsafe(16),
        colour=draft.colour,
        subject_kind=draft.subject_kind,
        source=source,
        drafted_by_id=actor.user_id,
        drafted_at=at,
    )
    listing.area = _subject(listing, draft)
    listing.area_path = listing.area.path
    return listing


def _subject(listing: Listing, draft: ListingDraft) -> Area:
    """Set the subject; returns the area the entry belongs to."""
    if draft.subject_kind == SubjectKind.ORGANISATION:
        unit = (
            Organisation.objects.select_related("area")
            .filter(pk=draft.organisation_id or 0)
            .first()
        )
        if unit is None:
            raise SubjectMissing(field="organisation")
        listing.organisation = unit
        return unit.area
    if draft.subject_kind == SubjectKind.POST:
        post = Post.objects.select_related("area").filter(pk=draft.post_id or 0).first()
        if post is None:
            raise SubjectMissing(field="post")
        listing.post = post
        return post.area
    wanted = draft.area_id if draft.subject_kind == SubjectKind.PERSON else draft.subject_area_id
    area = Area.objects.filter(pk=wanted or 0).first()
    if area is None:
        raise SubjectMissing(field="area")
    if draft.subject_kind == SubjectKind.AREA:
        listing.subject_area = area
    return area


def _check_place(actor: Actor, listing: Listing) -> None:
    if not holds_area(actor, listing.area_path):
        raise SubjectOutside
    if is_subject(actor, listing):
        raise NotAllowed


def _write(listing: Listing, draft: ListingDraft, at: datetime) -> Drafted:
    names = known_names(listing, at)
    title = clean_text(draft.title, limit=TITLE_LIMIT, field="title", required=True)
    facts = clean_text(draft.facts, limit=FACTS_LIMIT, field="facts", required=True)
    listing.title = mask_public(title.replace("\n", " "), names=names)[:TITLE_LIMIT]
    listing.facts = mask_public(facts, names=names)
    listing.legal_basis = clean_text(
        draft.legal_basis, limit=BASIS_LIMIT, field="legal_basis", multiline=False
    )
    return Drafted(listing, (listing.title, listing.facts) != (title, facts))
