"""Hand a request to a post or an organisation (交办), take it over, or watch over it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import ADMINISTRATORS, Actor, Role
from xinqiao.cases.errors import CaseNotFound, TargetNeeded, UnknownTarget
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, check_organisations, clean_reason
from xinqiao.grid.models import Level, Post
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.assignments import add_supervisor, assign_item, take_over


@transaction.atomic
def dispatch_case(
    *,
    actor: Actor,
    item_id: int,
    reason: str,
    at: datetime,
    post_id: int | None = None,
    organisation_id: int | None = None,
    seen: datetime | None = None,
) -> Item:
    """Give it to one post or one organisation with a reason. Records `cases.dispatched`.

    The post must be over the place and the organisation must serve it. Raises TargetNeeded,
    UnknownTarget, NotTheirArea (422), AlreadyThere (409).
    """
    reason = clean_reason(reason)
    if (post_id is None) == (organisation_id is None):
        raise TargetNeeded(field="target")
    to = Party(post_id=post_id, organisation_id=organisation_id)
    item = assign_item(
        actor=actor,
        item_id=item_id,
        to=to,
        reason=reason,
        at=at,
        seen=seen,
    )
    # After the engine has checked that the actor may dispatch this at all; it is one transaction.
    if post_id is not None:
        _check_post(post_id)
    else:
        check_organisations(item.area_path, [organisation_id] if organisation_id else [])
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def take_over_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """The actor's own post over the area becomes the owner. Records `cases.taken_over`."""
    reason = clean_reason(reason)
    if not Item.objects.filter(pk=item_id, case__isnull=False).exists():
        raise CaseNotFound
    item = take_over(actor=actor, item_id=item_id, reason=reason, at=at, seen=seen)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def supervise_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """The desk of the actor's own level watches over it (督办). Records `cases.supervised`."""
    reason = clean_reason(reason)
    level = Level.COUNTY if actor.has_role(Role.COUNTY) else Level.STREET
    item = add_supervisor(
        actor=actor, item_id=item_id, level=level, reason=reason, at=at, seen=seen
    )
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


def _check_post(post_id: int) -> None:
    """Administrators keep the house in order and have no requests."""
    if Post.objects.filter(pk=post_id, role__in=ADMINISTRATORS).exists():
        raise UnknownTarget(field="target")
