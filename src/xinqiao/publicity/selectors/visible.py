"""Which entries somebody may see at the desk, and what they may do with one."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.publicity import flow
from xinqiao.publicity.errors import ListingNotFound
from xinqiao.publicity.models import Appeal, Colour, Listing, SubjectKind
from xinqiao.publicity.selectors.subjects import is_subject

NEWEST_FIRST: Final = Order("id", descending=True)
TABS: Final = ("approve", "appeals", "announced", "published", "ended")
# Praise may be approved in the community; exposing somebody goes one level up.
_APPROVERS: Final = {
    Colour.RED: (Role.COMMUNITY, Role.STREET, Role.COUNTY),
    Colour.BLACK: (Role.STREET, Role.COUNTY),
}
_OUT: Final = (flow.ANNOUNCED, flow.PUBLISHED, flow.ENDED)


def visible_listings(*, actor: Actor) -> QuerySet[Listing]:
    """By area for area staff; by unit, post or area for those it is about, once announced."""
    if actor.is_system:
        return Listing.objects.all()
    inside = Q(pk__in=())
    for path in actor.area_paths(*AREA_STAFF):
        inside |= Q(area_path__startswith=path)
    return Listing.objects.filter(inside | (_about(actor) & Q(state__in=_OUT)))


def _about(actor: Actor) -> Q:
    """About the actor's own unit, post or area."""
    areas = [post.area_id for post in actor.posts]
    return (
        Q(subject_kind=SubjectKind.ORGANISATION, organisation_id__in=actor.organisation_ids)
        | Q(subject_kind=SubjectKind.POST, post_id__in=actor.post_ids)
        | Q(subject_kind=SubjectKind.AREA, subject_area_id__in=areas)
    )


def with_subject(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Join what a row shows."""
    return listings.select_related("organisation", "subject_area", "post__area__parent", "area")


def listing_page(
    *, actor: Actor, tab: str = "", colour: str = "", cursor: str | None = None
) -> Page[Listing]:
    """One page of a tab, newest first; one statement. Raises BadCursor."""
    found = with_subject(visible_listings(actor=actor)).filter(_tab(tab))
    if colour in Colour.values:
        found = found.filter(colour=colour)
    return paginate(found, order=NEWEST_FIRST, cursor=cursor)


def _tab(tab: str) -> Q:
    open_appeal = Exists(Appeal.objects.filter(listing=OuterRef("pk"), decided_at__isnull=True))
    found: dict[str, Q] = {
        "approve": Q(state=flow.DRAFT),
        "appeals": Q(open_appeal),
        "announced": Q(state=flow.ANNOUNCED),
        "published": Q(state=flow.PUBLISHED),
        "ended": Q(state=flow.ENDED),
    }
    return found.get(tab, Q())


def get_listing(*, actor: Actor, listing_id: int) -> Listing:
    """One entry the actor may see. Raises ListingNotFound for strangers."""
    found = with_subject(visible_listings(actor=actor)).filter(pk=listing_id).first()
    if found is None:
        raise ListingNotFound
    return found


def may_draft(actor: Actor) -> bool:
    """Whether the actor may propose entries at all."""
    return actor.is_system or actor.has_role(*AREA_STAFF)


def holds_area(actor: Actor, area_path: str, *roles: Role) -> bool:
    """Whether a post in one of `roles` covers the place."""
    paths = actor.area_paths(*(roles or tuple(AREA_STAFF)))
    return actor.is_system or any(area_path.startswith(path) for path in paths)


def may_approve(actor: Actor, listing: Listing) -> bool:
    """A second person in charge, who is not the subject."""
    return (
        holds_area(actor, listing.area_path, *_APPROVERS[Colour(listing.colour)])
        and not is_subject(actor, listing)
        and actor.user_id != listing.drafted_by_id
    )


def may_decide(actor: Actor, listing: Listing) -> bool:
    """A third person: neither the writer nor the approver nor the subject."""
    return may_approve(actor, listing) and actor.user_id != listing.approved_by_id


def powers(actor: Actor, listing: Listing) -> frozenset[str]:
    """The buttons this person gets now."""
    manages = holds_area(actor, listing.area_path) and not is_subject(actor, listing)
    named = listing.is_about_a_person and listing.state != flow.ENDED
    wanted = {
        "edit": manages,
        "approve": may_approve(actor, listing),
        "refuse": may_approve(actor, listing),
        "withdraw": manages,
        "repair": manages and listing.colour == Colour.BLACK and listing.state != flow.DRAFT,
    }
    given = {name for name, ok in wanted.items() if ok and flow.may_step(name, listing.state)}
    if manages and named:
        given.add("consent")
    if listing.is_about_a_person and (manages or is_subject(actor, listing)):
        given.add("withdraw_consent")
    if is_subject(actor, listing) and listing.state in (flow.ANNOUNCED, flow.PUBLISHED):
        given.add("appeal")
    if may_decide(actor, listing):
        given.add("decide")
    return frozenset(given)
