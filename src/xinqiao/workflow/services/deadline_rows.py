"""Deadlines as rows: read the open ones, and write what one or many actions did to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from xinqiao.kit.bulk import update_rows
from xinqiao.workflow.models import Assignment, Deadline, Item, Part
from xinqiao.workflow.planning import DeadlinePlan


@dataclass(slots=True)
class Running:
    """What one action did to the clocks of `item`, in memory until `write`.

    started, met, paused, due: facts for the event; due tells when each clock that runs anew or
    runs on again is due, so that the log alone tells it. changed, new: rows to write. ends: the
    item is closed by it.
    """

    item: Item
    started: list[str] = field(default_factory=list)
    met: list[dict[str, Any]] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    due: dict[str, str] = field(default_factory=dict)
    changed: dict[int, Deadline] = field(default_factory=dict)
    new: list[Deadline] = field(default_factory=list)
    ends: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """The members for the event that tell anything."""
        told = {"started": self.started, "met": self.met, "paused": self.paused, "due": self.due}
        return {name: value for name, value in told.items() if value}

    def touch(self, deadline: Deadline) -> None:
        """Remember to write a deadline that stands in the database already."""
        if deadline.pk is not None:
            self.changed[deadline.pk] = deadline


_WRITTEN: Final = (
    "due_at",
    "yellow_at",
    "beyond_calendar",
    "paused_at",
    "met_at",
    "cancelled_at",
    "next_at",
)


def write(runs: Iterable[Running], *, at: datetime) -> None:
    """Write what actions did to clocks, in three statements at most, however many items."""
    runs = list(runs)
    update_rows(Deadline, [d for run in runs for d in run.changed.values()], _WRITTEN)
    if new := [deadline for run in runs for deadline in run.new]:
        Deadline.objects.bulk_create(new)
    if ended := [run.item.pk for run in runs if run.ends]:
        _release(ended, at)


def open_deadlines(item: Item) -> list[Deadline]:
    """The deadlines of the item that are neither met nor cancelled, oldest first."""
    return list(open_deadlines_of([item.pk]).get(item.pk, ()))


def open_deadlines_of(item_ids: Iterable[int]) -> dict[int, list[Deadline]]:
    """The same of many items in one statement, by the key of the item."""
    found: dict[int, list[Deadline]] = {}
    rows = Deadline.objects.filter(
        item_id__in=list(item_ids), met_at__isnull=True, cancelled_at__isnull=True
    )
    for deadline in rows.order_by("id"):
        found.setdefault(deadline.item_id, []).append(deadline)
    return found


def start(item: Item, plan: DeadlinePlan, assignment: Assignment | None = None) -> Deadline:
    """Write a planned deadline."""
    deadline = planned(item, plan, assignment)
    deadline.save(force_insert=True)
    return deadline


def planned(item: Item, plan: DeadlinePlan, assignment: Assignment | None = None) -> Deadline:
    """A planned deadline as a row that is not written yet."""
    return Deadline(
        item=item,
        assignment=assignment,
        clock=plan.clock,
        amount=plan.amount,
        unit=plan.unit,
        yellow_percent=plan.yellow_percent,
        starts_at=plan.starts_at,
        due_at=plan.due_at,
        yellow_at=plan.yellow_at,
        beyond_calendar=plan.beyond_calendar,
        next_at=plan.next_at,
    )


def _release(item_ids: list[int], at: datetime) -> None:
    """Who helped or watched is free again; the lead stays on record as the owner."""
    parts = Assignment.objects.filter(item_id__in=item_ids, until__isnull=True)
    parts.exclude(part=Part.LEAD).update(until=at, ended_by="closed")
