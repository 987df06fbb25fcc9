"""The lists as everybody may read them. Expiry, suspension and consent are part of the query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xinqiao.kit import crypto
from xinqiao.kit.deidentify import mask_public
from xinqiao.kit.paging import Order, paginate
from xinqiao.publicity import flow
from xinqiao.publicity.errors import EntryGone, ListingNotFound, NotShownNow
from xinqiao.publicity.models import Consent, Listing, SubjectKind
from xinqiao.publicity.selectors.subjects import NAME_CONTEXT, subject_label
from xinqiao.publicity.selectors.visible import with_subject

NEWEST_FIRST: Final = Order("published_at", descending=True)
MOST_AREAS: Final = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry for everybody. `name` is empty unless its owner has agreed."""

    token: str
    colour: str
    kind: str
    subject: str
    name: str
    area: str
    title: str
    facts: str
    legal_basis: str
    published_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page and the cursors to its neighbours."""

    items: list[Entry]
    next: str | None
    previous: str | None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area with entries, to filter by."""

    code: str
    name: str


def shown_at(at: datetime) -> Q:
    """What stands on the lists at a moment, whether or not the worker has swept since."""
    lasting = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    return lasting & Q(state=flow.PUBLISHED, published_at__lte=at, suspended_at__isnull=True)


def public_page(
    *, colour: str, at: datetime, area: str = "", kind: str = "", cursor: str | None = None
) -> EntryPage:
    """A page of a list, newest first; one statement. area: a code. Raises BadCursor."""
    found = _with_name(with_subject(Listing.objects.filter(shown_at(at), colour=colour)))
    if area.isalnum():
        # Codes run from the top: those below begin with this one, between two dots.
        found = found.filter(Q(area__code=area) | Q(area_path__contains=f".{area}."))
    if kind in SubjectKind.values:
        found = found.filter(subject_kind=kind)
    page = paginate(found, order=NEWEST_FIRST, cursor=cursor)
    return EntryPage([_entry(row) for row in page.items], page.next, page.previous)


def public_areas(*, colour: str, at: datetime) -> list[AreaChoice]:
    """Areas that have entries now; one statement."""
    rows = (
        Listing.objects.filter(shown_at(at), colour=colour)
        .order_by("area__code")
        .values_list("area__code", "area__name")
        .distinct()[:MOST_AREAS]
    )
    return [AreaChoice(code, name) for code, name in rows]


def public_entry(*, token: str, at: datetime) -> Entry:
    """One entry. Raises ListingNotFound, NotShownNow (404), EntryGone (410)."""
    row = _with_name(with_subject(Listing.objects.filter(token=_plain(token)))).first()
    if row is None or row.published_at is None or row.published_at > at:
        raise ListingNotFound
    if row.state == flow.ENDED or (row.expires_at is not None and row.expires_at <= at):
        raise EntryGone
    if row.suspended_at is not None:
        raise NotShownNow
    return _entry(row)


def appealable(*, token: str, at: datetime) -> Listing:
    """The entry of an address, from the announcement until it ends.

    Raises ListingNotFound (404), EntryGone (410).
    """
    row = with_subject(Listing.objects.filter(token=_plain(token))).first()
    if row is None or row.state == flow.DRAFT:
        raise ListingNotFound
    if row.state == flow.ENDED or (row.expires_at is not None and row.expires_at <= at):
        raise EntryGone
    return row


def words_of(listing: Listing, *, names: tuple[str, ...] = ()) -> tuple[str, str]:
    """Title and facts as everybody may read them: rules of masking may be newer than the entry."""
    return mask_public(listing.title, names=names), mask_public(listing.facts, names=names)


def _plain(token: str) -> str:
    return token[:32].replace("\x00", "")


def _with_name(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    standing = Consent.objects.filter(listing=OuterRef("pk"), withdrawn_at__isnull=True)
    return listings.annotate(name_sealed=Subquery(standing.values("name_sealed")[:1]))


def _entry(row: Listing) -> Entry:
    sealed: Any = getattr(row, "name_sealed", None)
    title, facts = words_of(row)
    return Entry(
        token=row.token,
        colour=row.colour,
        kind=row.subject_kind,
        subject=subject_label(row),
        name=crypto.unseal(sealed, context=NAME_CONTEXT) if sealed is not None else "",
        area=row.area.name,
        title=title,
        facts=facts,
        legal_basis=row.legal_basis,
        published_at=row.published_at or row.drafted_at,
        expires_at=row.expires_at,
    )
