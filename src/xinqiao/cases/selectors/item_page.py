"""Everything the page of one request shows, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from xinqiao.accounts.access import Actor
from xinqiao.cases.action_words import CLOCKS
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.explain import explain_case
from xinqiao.workflow.colour import Colour, colour
from xinqiao.workflow.models import Assignment, Deadline, Part
from xinqiao.workflow.selectors.items import desk_items
from xinqiao.workflow.selectors.parties import with_parts


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One post or organisation with a part in the request now."""

    label: str
    name: str
    accepted_at: datetime | None
    replied_at: datetime | None
    waits: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock, running or past, with its colour at the time of the page."""

    label: str | Promise
    limit: str
    colour: Colour
    due_at: datetime
    met_at: datetime | None
    cancelled_at: datetime | None
    paused_at: datetime | None
    beyond_calendar: bool
    extension_reason: str


def works_on(*, actor: Actor, case: Case) -> bool:
    """Whether a post of the actor's leads to the request, not only that it is their own.

    Who takes part is read in the same statement and kept with the item for the page.
    """
    item = with_parts(desk_items(actor=actor)).filter(pk=case.pk).first()
    if item is not None:
        case.item.current_parts = item.current_parts  # type: ignore[attr-defined]
    return item is not None


def party_rows(case: Case) -> tuple[list[PartyRow], list[str]]:
    """Who has a part in it now, and why the present owner got it. One statement."""
    current = list(
        Assignment.objects.filter(item_id=case.pk, until__isnull=True)
        .select_related("post", "organisation")
        .order_by("id")
    )
    leads = [part for part in current if part.part == Part.LEAD]
    why = explain_case(leads[0].why) if leads else []
    order = {Part.LEAD.value: 0, Part.CO.value: 1, Part.SUPERVISE.value: 2}
    rows = [
        PartyRow(
            label=part.get_part_display(),
            name=str(part.post or part.organisation),
            accepted_at=part.accepted_at,
            replied_at=part.replied_at,
            waits=part.part == Part.LEAD and part.accepted_at is None and case.item.is_open,
            reason=part.reason,
        )
        for part in sorted(current, key=lambda part: order.get(part.part, 3))
    ]
    return rows, why


def clock_rows(case: Case, at: datetime) -> list[ClockRow]:
    """All clocks of the request, the ones that still run first. One statement."""
    deadlines = list(
        Deadline.objects.filter(item_id=case.pk)
        .select_related("assignment__organisation", "assignment__post")
        .order_by("id")
    )
    deadlines.sort(key=lambda clock: clock.met_at is not None or clock.cancelled_at is not None)
    return [_clock_row(deadline, at) for deadline in deadlines]


def _clock_row(deadline: Deadline, at: datetime) -> ClockRow:
    part = deadline.assignment
    unit = (part.organisation or part.post) if part is not None and part.part == Part.CO else None
    label = CLOCKS.get(deadline.clock, deadline.clock)
    return ClockRow(
        label=f"{label} {unit}" if unit is not None else label,
        limit=f"{deadline.amount.normalize():f} {deadline.get_unit_display()}",
        colour=colour(
            yellow_at=deadline.yellow_at,
            due_at=deadline.due_at,
            done_at=deadline.met_at,
            paused_at=deadline.paused_at,
            now=at,
        ),
        due_at=deadline.due_at,
        met_at=deadline.met_at,
        cancelled_at=deadline.cancelled_at,
        paused_at=deadline.paused_at,
        beyond_calendar=deadline.beyond_calendar,
        extension_reason=deadline.extension_reason,
    )
