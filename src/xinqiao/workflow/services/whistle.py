"""Whistle 吹哨: call units to an item, one of them perhaps as the new lead, each with its clock.

Source: RULES "Requests".
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.workflow.clock import Limit
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import ActionNotYours, AlreadyThere
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Assignment, Item, Part
from xinqiao.workflow.planning import YELLOW_PERCENT
from xinqiao.workflow.services import clocks
from xinqiao.workflow.services.leads import Move, check_party, join, move_lead, owner_of
from xinqiao.workflow.services.steps import Options, Step, begin, finish
from xinqiao.workflow.snapshot import LimitVersion


@transaction.atomic
def whistle(
    *,
    actor: Actor,
    item_id: int,
    lead: Party | None,
    co: Sequence[Party],
    reason: str,
    at: datetime,
    limit: Limit | None = None,
    **options: Unpack[Options],
) -> Item:
    """Call a lead unit and co-units (action "whistle"); a former lead stays on as supervisor.

    limit: for the units' own clocks, when it differs from the rule. Raises AlreadyThere when
    nobody new is called, TargetUnknown.
    """
    parties = [*([lead] if lead else []), *co]
    given = {Need.TARGET: parties, Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="whistle", at=at, given=given, **options)
    for party in parties:
        check_party(party, area_path=step.item.area_path)
    if lead is not None and lead != owner_of(step.item):
        _change_lead(step, lead, reason)
    called = [part for party in co if (part := join(step.item, Part.CO, party, at=step.at))]
    if not called and lead is None:
        raise AlreadyThere(field="target")
    for part in called:
        clocks.start_for_unit(
            item=step.item,
            flow=step.flow,
            assignment=part,
            action=step.action.name,
            at=step.at,
            picture=step.picture,
            given=_given_limit(limit, step.at),
        )
    step.facts |= {"co_posts": _posts(called), "co_organisations": _organisations(called)}
    return finish(step)


@transaction.atomic
def reply_as_unit(*, actor: Actor, item_id: int, at: datetime, **options: Unpack[Options]) -> Item:
    """A co-unit has done its share (action "co_reply"): its own clock stops."""
    step = begin(actor=actor, item_id=item_id, usual="co_reply", at=at, **options)
    part = _own_part(step)
    part.replied_at = step.at
    part.accepted_at = part.accepted_at or step.at
    part.save()
    late = False
    for deadline in part.deadlines.filter(met_at__isnull=True, cancelled_at__isnull=True):
        if step.action.name in step.flow.clock(deadline.clock).stops_on:
            clocks.meet(deadline, flow=step.flow, at=step.at, picture=step.picture)
            late = late or step.at > deadline.due_at
    step.facts |= {"post": part.post_id, "organisation": part.organisation_id, "late": late}
    return finish(step)


def _change_lead(step: Step, lead: Party, reason: str) -> None:
    former = owner_of(step.item)
    why = {"code": "whistled", "post": former.post_id, "organisation": former.organisation_id}
    level = step.item.level
    move_lead(step.item, Move(lead, level, "whistled", reason, [why]), at=step.at)
    if former.post_id is not None:
        join(step.item, Part.SUPERVISE, former, at=step.at)
    step.facts |= {
        "post": lead.post_id,
        "organisation": lead.organisation_id,
        "from_post": former.post_id,
        "from_organisation": former.organisation_id,
    }


def _own_part(step: Step) -> Assignment:
    parts = Assignment.objects.filter(
        item=step.item, part=Part.CO, until__isnull=True, replied_at__isnull=True
    ).order_by("id")
    for part in parts:
        if (
            step.actor.is_system
            or part.post_id in step.actor.post_ids
            or part.organisation_id in step.actor.organisation_ids
        ):
            return part
    raise ActionNotYours


def _given_limit(limit: Limit | None, at: datetime) -> LimitVersion | None:
    return LimitVersion(limit, YELLOW_PERCENT, at, None) if limit else None


def _posts(parts: Sequence[Assignment]) -> list[int]:
    return [part.post_id for part in parts if part.post_id is not None]


def _organisations(parts: Sequence[Assignment]) -> list[int]:
    return [part.organisation_id for part in parts if part.organisation_id is not None]
