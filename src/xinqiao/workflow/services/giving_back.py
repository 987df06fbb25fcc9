"""End an item so that it can come back with everything it had: no deadline is set anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from xinqiao.workflow.models import Assignment, Deadline, Item, Part
from xinqiao.workflow.services import clocks
from xinqiao.workflow.services.steps import Step


@dataclass(frozen=True, slots=True)
class Held:
    """What an item holds: its running deadlines and, beside the lead, who takes part (keys)."""

    deadlines: tuple[int, ...]
    parts: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"deadlines": list(self.deadlines), "parts": list(self.parts)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(tuple(kept.get("deadlines", ())), tuple(kept.get("parts", ())))


def held_by(item: Item) -> Held:
    """What the locked item holds now. Two statements."""
    running = Deadline.objects.filter(item=item, met_at__isnull=True, cancelled_at__isnull=True)
    parts = Assignment.objects.filter(item=item, until__isnull=True).exclude(part=Part.LEAD)
    return Held(
        tuple(running.order_by("id").values_list("pk", flat=True)),
        tuple(parts.order_by("id").values_list("pk", flat=True)),
    )


def give_back(step: Step, *, state: str, held: Held) -> None:
    """Put the item of a step back into `state` with the deadlines and parts it had.

    Due times are those of before: what ran goes on running, and what was paused stays paused.
    """
    for deadline in Deadline.objects.filter(pk__in=held.deadlines, item=step.item):
        deadline.cancelled_at = None
        deadline.next_at = clocks.next_at(deadline, flow=step.flow, picture=step.picture)
        deadline.save(update_fields=["cancelled_at", "next_at"])
    Assignment.objects.filter(pk__in=held.parts, item=step.item).update(until=None, ended_by="")
    step.facts["from"] = step.item.state
    step.item.state = state
