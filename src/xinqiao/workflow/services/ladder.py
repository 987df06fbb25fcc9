"""Climb one rung of the ladder for a deadline that is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinqiao.workflow.dispatch import Party, Seat, desk_above
from xinqiao.workflow.flow import Effect, Rung
from xinqiao.workflow.models import Deadline, Item, Part
from xinqiao.workflow.services.leads import Move, join, move_lead, owner_of
from xinqiao.workflow.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Climb:
    """What a rung did, as facts for the event; `moved` when the item has another owner or level."""

    facts: dict[str, Any]
    moved: bool


def climb(
    item: Item, deadline: Deadline, rung: Rung, *, at: datetime, picture: Snapshot
) -> Climb | None:
    """Let the level of the rung watch over the item or take it over; does not save the item.

    None when the item is already at that level or above, which leaves nothing to do unless it is
    the last rung: that one is always recorded.
    """
    level = rung.level if rung.level is not None else item.level - 1
    facts: dict[str, Any] = {
        "deadline": deadline.pk,
        "clock": deadline.clock,
        "rung": deadline.rung + 1,
        "effect": rung.effect.value,
        "last": rung.last,
    }
    if level >= item.level:
        return Climb({**facts, "level": item.level}, moved=False) if rung.last else None
    seat = desk_above(picture.directory, item.area_path, level=level)
    if seat is None or seat.level >= item.level:
        return Climb({**facts, "level": level}, moved=False)
    facts |= {"level": seat.level, "post": seat.post_id}
    before = owner_of(item)
    if rung.effect is Effect.TAKE_OVER and before != Party(post_id=seat.post_id):
        facts |= {"from_post": before.post_id, "from_organisation": before.organisation_id}
        _take_over(item, seat, deadline, at=at)
    else:
        why = {"code": "supervises", "clock": deadline.clock}
        join(item, Part.SUPERVISE, Party(post_id=seat.post_id), at=at, why=[why])
    item.level = seat.level
    return Climb(facts, moved=True)


def _take_over(item: Item, seat: Seat, deadline: Deadline, *, at: datetime) -> None:
    before = owner_of(item)
    why = {
        "code": "late",
        "clock": deadline.clock,
        "post": before.post_id,
        "organisation": before.organisation_id,
    }
    move_lead(item, Move(Party(post_id=seat.post_id), seat.level, "late", why=[why]), at=at)
