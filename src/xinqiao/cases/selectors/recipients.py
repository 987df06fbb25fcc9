"""Whom an event about a request concerns."""

from __future__ import annotations

from collections.abc import Iterable

from xinqiao.cases.models import Case
from xinqiao.cases.selectors.contact import PHONE_CONTEXT
from xinqiao.events.models import Event
from xinqiao.grid.selectors.posts import holders, organisation_members
from xinqiao.kit import crypto
from xinqiao.notifications.services.notify import Recipient
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Assignment


def concerned(*, event: Event, case: Case, relation: Relation) -> list[Recipient]:
    """The people who stand in this relation because of this event, but who did it."""
    if relation is Relation.REQUESTER:
        return requester_of(case)
    data = event.data
    if relation is Relation.CO_UNIT:
        posts, units = data.get("co_posts", ()), data.get("co_organisations", ())
    elif relation is Relation.SUPERVISOR:
        posts, units = [data.get("supervisor_post", data.get("post"))], ()
    else:
        post, unit = _owner(event, case)
        posts, units = [post], [unit]
    return holders_of(posts, units, event)


def requester_of(case: Case) -> list[Recipient]:
    """By account or telephone; without either the one who wrote it down."""
    if case.item.requester_id is not None:
        return [Recipient.user(case.item.requester_id)]
    if case.reporter_phone_sealed is not None:
        phone = crypto.unseal(case.reporter_phone_sealed, context=PHONE_CONTEXT)
        return [Recipient.of_phone(phone)]
    if case.recorded_by_id is not None:
        return [Recipient.user(case.recorded_by_id)]
    return []


def _owner(event: Event, case: Case) -> tuple[int | None, int | None]:
    """(post, organisation): of the late unit, else whom the event names, else the owner now."""
    data = event.data
    if data.get("assignment") is not None:
        part = Assignment.objects.filter(pk=data["assignment"]).first()
        if part is not None:
            return part.post_id, part.organisation_id
    if not event.kind.startswith("workflow.") and (data.get("post") or data.get("organisation")):
        return data.get("post"), data.get("organisation")
    return case.item.owner_post_id, case.item.owner_organisation_id


def holders_of(
    post_ids: Iterable[int | None], organisation_ids: Iterable[int | None], event: Event
) -> list[Recipient]:
    """Who holds the posts and belongs to the units, but who did it."""
    seated = holders(post_ids=[post for post in post_ids if post is not None], at=event.at)
    found = {user_id for people in seated.values() for user_id, _name in people}
    for organisation_id in organisation_ids:
        if organisation_id is not None:
            members = organisation_members(organisation_id=organisation_id, at=event.at)
            found |= {user_id for user_id, _name in members}
    return [Recipient.user(user_id) for user_id in sorted(found - {event.actor_user_id})]
