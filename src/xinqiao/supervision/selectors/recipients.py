"""Whom an event of supervision concerns: holders of posts and members of units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xinqiao.events.models import Event
from xinqiao.grid.selectors.posts import holders, organisation_members
from xinqiao.notifications.services.notify import Recipient
from xinqiao.supervision.models import Notice
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Assignment, Part


def people_of(
    *,
    post_ids: Iterable[int | None],
    organisation_ids: Iterable[int | None],
    at: datetime,
    but: int | None = None,
) -> list[Recipient]:
    """Everybody who sits there at a moment, except `but` (a user id)."""
    seated = holders(post_ids=[post for post in post_ids if post is not None], at=at)
    found = {user_id for people in seated.values() for user_id, _name in people}
    for organisation_id in organisation_ids:
        if organisation_id is not None:
            members = organisation_members(organisation_id=organisation_id, at=at)
            found |= {user_id for user_id, _name in members}
    return [Recipient.user(user_id) for user_id in sorted(found - {but})]


def concerned(*, event: Event, notice: Notice, relation: Relation) -> list[Recipient]:
    """The unit that must put it right, or those who issued the notice and watch over it."""
    item = notice.item
    if relation is Relation.OWNER:
        posts, units = [item.owner_post_id], [item.owner_organisation_id]
    else:
        watching = Assignment.objects.filter(item=item, part=Part.SUPERVISE, until__isnull=True)
        posts = [notice.issued_post_id, *watching.values_list("post_id", flat=True)]
        units = []
    return people_of(post_ids=posts, organisation_ids=units, at=event.at, but=event.actor_user_id)
