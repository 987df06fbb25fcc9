"""Records of co-ordination meetings somebody may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.supervision.errors import MeetingNotFound
from xinqiao.supervision.models import Decision, Meeting
from xinqiao.supervision.selectors.duty import supervised_paths
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items

NEWEST_FIRST = Order("id", descending=True)


def visible_meetings(*, actor: Actor) -> QuerySet[Meeting]:
    """Those of the actor's areas, and those at which something was decided for them."""
    if actor.is_system:
        return Meeting.objects.all()
    theirs = Decision.objects.filter(
        Q(post_id__in=actor.post_ids) | Q(organisation_id__in=actor.organisation_ids),
        meeting=OuterRef("pk"),
    )
    seen = Q(Exists(theirs))
    for path in supervised_paths(actor):
        seen |= Q(area_path__startswith=path)
    return Meeting.objects.filter(seen)


def meeting_page(*, actor: Actor, cursor: str | None = None, size: int = 25) -> Page[Meeting]:
    """The records, newest first; one statement."""
    found = visible_meetings(actor=actor).select_related("area")
    return paginate(found, order=NEWEST_FIRST, cursor=cursor, size=size)


def get_meeting(*, actor: Actor, meeting_id: int) -> Meeting:
    """One record. Raises MeetingNotFound (404)."""
    found = visible_meetings(actor=actor).select_related("area").filter(pk=meeting_id).first()
    if found is None:
        raise MeetingNotFound
    return found


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """What was decided, with whom it concerns and the notice it became; one statement."""
    return meeting.decisions.select_related("post", "organisation", "notice__item").order_by("id")


def items_of(*, actor: Actor, meeting: Meeting) -> list[Item]:
    """The items concerned, as far as the actor may see them; one statement."""
    concerned = meeting.items.values("pk")
    return list(visible_items(actor=actor).filter(pk__in=concerned).order_by("id"))
