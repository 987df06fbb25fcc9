"""Leave (请假): another post stands in for some days; rows stay where they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Post
from xinqiao.kit.errors import NotAllowed
from xinqiao.visits.models import LEAVE, Leave
from xinqiao.visits.plan_errors import BadLeave, LeaveNotFound, LeaveOverlaps
from xinqiao.visits.services.plans import may_plan


@transaction.atomic
def take_leave(
    *,
    actor: Actor,
    post_id: int,
    substitute_id: int,
    first_day: date,
    last_day: date,
    at: datetime,
) -> Leave:
    """Hand today's lists of a post to another one on these days, both included.

    By whoever holds the post, or staff of the area. Records `visits.leave_taken`. Raises
    NotAllowed, BadLeave, LeaveOverlaps.
    """
    posts = Post.objects.filter(pk__in=(post_id, substitute_id), closed_at__isnull=True)
    found = {post.pk: post for post in posts.select_related("area__parent")}
    if post_id not in found or not _may(actor, found[post_id]):
        raise NotAllowed
    if substitute_id not in found or post_id == substitute_id or last_day < first_day:
        raise BadLeave(field="substitute")
    if _community(found[post_id]) != _community(found[substitute_id]):
        raise BadLeave(field="substitute")
    row = Leave(
        post_id=post_id,
        substitute_id=substitute_id,
        first_day=first_day,
        last_day=last_day,
        created_at=at,
        created_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise LeaveOverlaps(field="first_day") from None
    _record("visits.leave_taken", row, found[post_id], actor=actor, at=at)
    return row


@transaction.atomic
def cancel_leave(*, actor: Actor, leave_id: int, at: datetime) -> Leave:
    """Take a leave back; the post has its list again at once. Raises LeaveNotFound."""
    row = Leave.objects.select_for_update(of=("self",)).filter(
        pk=leave_id, cancelled_at__isnull=True
    )
    leave = row.select_related("post__area").first()
    if leave is None or not _may(actor, leave.post):
        raise LeaveNotFound
    leave.cancelled_at = at
    leave.save(update_fields=["cancelled_at"])
    _record("visits.leave_cancelled", leave, leave.post, actor=actor, at=at)
    return leave


def _may(actor: Actor, post: Post) -> bool:
    return post.pk in actor.post_ids or may_plan(actor, post.area.path)


def _community(post: Post) -> int | None:
    """The community whose posts may stand in for each other."""
    area = post.area
    return area.parent_id if area.level > 5 else area.pk


def _record(kind: str, row: Leave, post: Post, *, actor: Actor, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=LEAVE,
        subject_id=row.pk,
        area_path=post.area.path,
        data={
            "post": row.post_id,
            "substitute": row.substitute_id,
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat(),
        },
    )
