"""Whom an entry is about, in words that point at nobody in person."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.models import Area, Level, Post
from xinqiao.grid.selectors.posts import holders, organisation_members
from xinqiao.kit import crypto
from xinqiao.publicity.models import Consent, Listing, SubjectKind

NAME_CONTEXT: Final = "publicity.consent_name"
GIVER_CONTEXT: Final = "publicity.consent_giver"


def subject_label(listing: Listing) -> str:
    """The subject as everybody may read it (load organisation, subject_area, post__area__parent).

    A post is told by its duty and community: the grid, or its title, would point at one person.
    """
    if listing.subject_kind == SubjectKind.ORGANISATION and listing.organisation:
        return listing.organisation.name
    if listing.subject_kind == SubjectKind.AREA and listing.subject_area:
        return listing.subject_area.name
    if listing.subject_kind == SubjectKind.POST and listing.post:
        return f"{_near(listing.post.area).name} · {Role(listing.post.role).label}"
    return _("A resident")


def consented_name(consent: Consent | None) -> str:
    """The name a standing consent allows to be shown; empty without one."""
    if consent is None or consent.withdrawn_at is not None or consent.name_sealed is None:
        return ""
    return crypto.unseal(consent.name_sealed, context=NAME_CONTEXT)


def standing_consent(listing: Listing) -> Consent | None:
    """The consent on record, if any."""
    return listing.consents.filter(withdrawn_at__isnull=True).first()


def subject_people(listing: Listing, at: datetime) -> list[tuple[int, str]]:
    """(user id, name) of those who answer for the subject and are told; may be empty."""
    if listing.organisation_id is not None and listing.subject_kind == SubjectKind.ORGANISATION:
        return organisation_members(organisation_id=listing.organisation_id, at=at)
    if listing.subject_kind == SubjectKind.POST and listing.post_id is not None:
        return holders(post_ids=[listing.post_id], at=at)[listing.post_id]
    if listing.subject_kind == SubjectKind.AREA and listing.subject_area_id is not None:
        desks = Post.objects.filter(
            area_id=listing.subject_area_id, is_desk=True, closed_at__isnull=True
        ).values_list("pk", flat=True)
        seated = holders(post_ids=list(desks), at=at)
        return [person for people in seated.values() for person in people]
    return []


def is_subject(actor: Actor, listing: Listing) -> bool:
    """Whether the actor answers for the subject now."""
    if listing.subject_kind == SubjectKind.ORGANISATION:
        return listing.organisation_id in actor.organisation_ids
    if listing.subject_kind == SubjectKind.POST:
        return listing.post_id in actor.post_ids
    if listing.subject_kind == SubjectKind.AREA:
        return any(post.area_id == listing.subject_area_id for post in actor.posts)
    return False


def known_names(listing: Listing, at: datetime) -> tuple[str, ...]:
    """Names that must not stand in the words of an entry about a post."""
    if listing.subject_kind != SubjectKind.POST or listing.post_id is None:
        return ()
    return tuple(name for _id, name in holders(post_ids=[listing.post_id], at=at)[listing.post_id])


def _near(area: Area) -> Area:
    return area.parent if area.level >= Level.GRID and area.parent else area
