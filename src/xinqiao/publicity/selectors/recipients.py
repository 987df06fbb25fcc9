"""Whom an event about an entry concerns."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from xinqiao.accounts.access import Role
from xinqiao.events.models import Event
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.posts import holders
from xinqiao.grid.selectors.scope import ancestors
from xinqiao.notifications.services.notify import Recipient
from xinqiao.publicity.models import Appeal, Colour, Listing
from xinqiao.publicity.selectors.subjects import subject_people


def deciders(event: Event, listing: Listing) -> list[Recipient]:
    """The desks of the place and above that may approve or decide, but who had a part in it."""
    roles = [Role.STREET, Role.COUNTY]
    if listing.colour == Colour.RED:
        roles.append(Role.COMMUNITY)
    desks = Post.objects.filter(
        area__path__in=[*ancestors(listing.area_path), listing.area_path],
        is_desk=True,
        closed_at__isnull=True,
        role__in=roles,
    ).values_list("pk", flat=True)
    seated = holders(post_ids=list(desks), at=event.at)
    had_part = {listing.drafted_by_id, listing.approved_by_id, event.actor_user_id}
    found = {user_id for people in seated.values() for user_id, _name in people}
    return _users(found - had_part)


def subjects(event: Event, listing: Listing) -> list[Recipient]:
    """Those who answer for the subject, but the one who did it."""
    people = {user_id for user_id, _name in subject_people(listing, event.at)}
    return _users(people - {event.actor_user_id})


def appellant(event: Event) -> tuple[list[Recipient], str]:
    """Who appealed with an account, and the page that tells how it ended."""
    appeal = Appeal.objects.filter(pk=event.data.get("appeal")).first()
    if appeal is None or appeal.by_user_id is None:
        return [], ""
    link = reverse("publicity:appeal-status", args=[appeal.token])
    return [Recipient.user(appeal.by_user_id)], link


def _users(user_ids: Iterable[int | None]) -> list[Recipient]:
    return [Recipient.user(user_id) for user_id in sorted(filter(None, user_ids))]
