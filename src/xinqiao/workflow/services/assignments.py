"""Accept, hand over, hand up, send back, take over: who leads an item."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from xinqiao.accounts.access import Actor, HeldPost
from xinqiao.workflow.dispatch import Party, Seat, desk_above
from xinqiao.workflow.errors import ActionNotYours, AtTheTop, MayNotReturn
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Assignment, Item, Part
from xinqiao.workflow.services.leads import (
    Move,
    check_party,
    current_lead,
    join,
    move_lead,
    owner_of,
)
from xinqiao.workflow.services.steps import Options, Step, begin, finish

COMMUNITY = 5
COUNTY = 3
# A lead that ended so was given on by its holder, who can therefore get it back.
_GIVEN_ON = ("dispatched", "whistled", "handed_up")


@transaction.atomic
def accept_item(*, actor: Actor, item_id: int, at: datetime, **options: Unpack[Options]) -> Item:
    """The lead takes the item on (action "accept")."""
    step = begin(actor=actor, item_id=item_id, usual="accept", at=at, **options)
    lead = current_lead(step.item)
    lead.accepted_at = step.at
    lead.save()
    return finish(step)


@transaction.atomic
def assign_item(
    *,
    actor: Actor,
    item_id: int,
    to: Party,
    reason: str,
    at: datetime,
    **options: Unpack[Options],
) -> Item:
    """Give the item to a post or unit (action "dispatch"). Raises TargetUnknown, AlreadyThere."""
    given = {Need.TARGET: to, Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="dispatch", at=at, given=given, **options)
    level = check_party(to, area_path=step.item.area_path)
    move = Move(to, step.item.level if level is None else level, "dispatched", reason)
    return _moved(step, move)


@transaction.atomic
def hand_up(
    *, actor: Actor, item_id: int, reason: str, at: datetime, **options: Unpack[Options]
) -> Item:
    """Give the item to the desk of the next level (action "hand_up"). Raises AtTheTop."""
    given = {Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="hand_up", at=at, given=given, **options)
    seat = next_desk(step)
    return _moved(step, Move(Party(post_id=seat.post_id), seat.level, "handed_up", reason))


@transaction.atomic
def send_back(
    *, actor: Actor, item_id: int, reason: str, at: datetime, **options: Unpack[Options]
) -> Item:
    """Return the item to who gave it, else to the community's desk (action "send_back").

    Raises MayNotReturn for a unit that a rule has designated, AtTheTop when nobody is above.
    """
    given = {Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="send_back", at=at, given=given, **options)
    lead = current_lead(step.item)
    if any(fact.get("code") == "designated" for fact in lead.why):
        raise MayNotReturn
    to, level = _giver(step, lead) or _desk(step)
    return _moved(step, Move(to, level, "returned", reason))


@transaction.atomic
def take_over(
    *, actor: Actor, item_id: int, reason: str, at: datetime, **options: Unpack[Options]
) -> Item:
    """The actor's own post over the area becomes the lead (action "take_over")."""
    given = {Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="take_over", at=at, given=given, **options)
    post = _own_post(step)
    level = check_party(Party(post_id=post.post_id), area_path=step.item.area_path)
    return _moved(
        step,
        Move(Party(post_id=post.post_id), level or step.item.level, "taken_over", reason),
    )


@transaction.atomic
def add_supervisor(
    *,
    actor: Actor,
    item_id: int,
    level: int,
    reason: str,
    at: datetime,
    **options: Unpack[Options],
) -> Item:
    """Let the desk at `level` watch over the item (action "supervise"). Raises AtTheTop."""
    given = {Need.REASON: reason}
    step = begin(actor=actor, item_id=item_id, usual="supervise", at=at, given=given, **options)
    seat = desk_above(step.picture.directory, step.item.area_path, level=level)
    if seat is None:
        raise AtTheTop
    join(step.item, Part.SUPERVISE, Party(post_id=seat.post_id), at=step.at)
    step.item.level = min(step.item.level, seat.level)
    step.facts |= {"supervisor_post": seat.post_id, "level": seat.level}
    return finish(step)


def next_desk(step: Step) -> Seat:
    """The desk above the item's level and above its owner. Raises AtTheTop."""
    level = step.item.level
    while level > COUNTY:
        level -= 1
        seat = desk_above(step.picture.directory, step.item.area_path, level=level)
        if seat is not None and seat.post_id != step.item.owner_post_id:
            return seat
    raise AtTheTop


def _giver(step: Step, lead: Assignment) -> tuple[Party, int] | None:
    former = (
        Assignment.objects.filter(item=step.item, part=Part.LEAD, until__isnull=False)
        .order_by("-id")
        .first()
    )
    if former is None or former.ended_by not in _GIVEN_ON or former.until != lead.since:
        return None
    party = Party(former.post_id, former.organisation_id)
    level = check_party(party, area_path=step.item.area_path)
    return party, step.item.level if level is None else level


def _desk(step: Step) -> tuple[Party, int]:
    seat = desk_above(step.picture.directory, step.item.area_path, level=COMMUNITY)
    if seat is None or seat.post_id == step.item.owner_post_id:
        seat = next_desk(step)
    return Party(post_id=seat.post_id), seat.level


def _own_post(step: Step) -> HeldPost:
    post = step.actor.post_in(step.item.area_path)
    if post is None:
        raise ActionNotYours
    return post


def _moved(step: Step, move: Move) -> Item:
    before = owner_of(step.item)
    why = {"code": move.ended_by, "post": before.post_id, "organisation": before.organisation_id}
    move_lead(
        step.item,
        Move(move.to, move.level, move.ended_by, move.reason, [why]),
        at=step.at,
    )
    step.facts |= {
        "post": move.to.post_id,
        "organisation": move.to.organisation_id,
        "from_post": before.post_id,
        "from_organisation": before.organisation_id,
        "level": move.level,
    }
    return finish(step)
