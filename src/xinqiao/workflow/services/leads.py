"""Moves the lead of a locked item and lets others take part. No action, no event: see `steps`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from xinqiao.grid.models import Organisation, Post
from xinqiao.workflow.dispatch import Party, Step
from xinqiao.workflow.errors import AlreadyThere, NotTheirArea, TargetUnknown
from xinqiao.workflow.models import Assignment, Item, Part

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Move:
    """A new lead: `level` of `grid.Level` that has it now, `ended_by` closes the former lead."""

    to: Party
    level: int
    ended_by: str
    reason: str = ""
    why: Sequence[Step] = ()


def owner_of(item: Item) -> Party:
    """Who has the item."""
    return Party(item.owner_post_id, item.owner_organisation_id)


def check_party(party: Party, *, area_path: str) -> int | None:
    """Level of the post's area, None for an organisation.

    Raises TargetUnknown when closed, NotTheirArea for a post that is not over `area_path`.
    """
    if party.post_id is not None:
        post = (
            Post.objects.filter(pk=party.post_id, closed_at__isnull=True)
            .select_related("area")
            .first()
        )
        if post is None:
            raise TargetUnknown(field="target")
        if not area_path.startswith(post.area.path):
            raise NotTheirArea(field="target")
        return post.area.level
    open_units = Organisation.objects.filter(closed_at__isnull=True).values_list("id", flat=True)
    if party.organisation_id not in open_units.filter(id=party.organisation_id or 0):
        raise TargetUnknown(field="target")
    return None


def current_lead(item: Item) -> Assignment:
    """The lead assignment that is open; there is always exactly one."""
    return Assignment.objects.get(item=item, part=Part.LEAD, until__isnull=True)


def move_lead(item: Item, move: Move, *, at: datetime) -> Assignment:
    """End the lead, begin another one, let the item repeat its owner. Raises AlreadyThere."""
    if move.to == owner_of(item):
        raise AlreadyThere(field="target")
    former = current_lead(item)
    former.until, former.ended_by = at, move.ended_by
    former.reason = move.reason[:REASON_LENGTH]
    former.save()
    _leave_other_parts(item, move.to, at=at)
    item.owner_post_id, item.owner_organisation_id = move.to.post_id, move.to.organisation_id
    item.level = move.level
    return _begin(item, Part.LEAD, move.to, why=move.why, at=at)


def join(
    item: Item, part: Part, party: Party, *, at: datetime, why: Sequence[Step] = ()
) -> Assignment | None:
    """Let somebody take part beside the lead; None when they already do or have the lead."""
    if party == owner_of(item) or _open_parts(item, party).filter(part=part).exists():
        return None
    return _begin(item, part, party, why=why, at=at)


def _begin(
    item: Item, part: Part, party: Party, *, why: Sequence[Step], at: datetime
) -> Assignment:
    return Assignment.objects.create(
        item=item,
        part=part,
        post_id=party.post_id,
        organisation_id=party.organisation_id,
        since=at,
        why=list(why),
    )


def _leave_other_parts(item: Item, party: Party, *, at: datetime) -> None:
    """Who leads need not watch or help as well."""
    for part in _open_parts(item, party).exclude(part=Part.LEAD):
        part.until, part.ended_by = at, "leads"
        part.save()
        part.deadlines.filter(met_at__isnull=True, cancelled_at__isnull=True).update(
            cancelled_at=at, next_at=None
        )


def _open_parts(item: Item, party: Party) -> QuerySet[Assignment]:
    parts = Assignment.objects.filter(item=item, until__isnull=True)
    if party.post_id is not None:
        return parts.filter(post_id=party.post_id)
    return parts.filter(organisation_id=party.organisation_id or 0)
