"""Give a running clock more time, with a reason. Pausing follows the state: see `clocks`."""

from datetime import datetime
from decimal import Decimal
from typing import Unpack

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.workflow.clock import Limit, Unit, shift
from xinqiao.workflow.errors import AlreadyExtended, BadLimit, NoClock
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Deadline, Item
from xinqiao.workflow.services import clocks
from xinqiao.workflow.services.steps import Options, Step, begin, finish

MAX_AMOUNT = 10_000
_UNITS = frozenset(unit.value for unit in Unit)


@transaction.atomic
def extend_deadline(
    *,
    actor: Actor,
    item_id: int,
    clock: str,
    amount: int | Decimal,
    unit: str,
    reason: str,
    at: datetime,
    again: bool = False,
    **options: Unpack[Options],
) -> Item:
    """Add time to a running or paused clock (action "extend"), once unless `again`.

    A clock that is late and becomes timely again may remind and climb anew.
    Raises NoClock, AlreadyExtended, BadLimit.
    """
    more = parse_limit(amount, unit)
    given = {Need.REASON: reason, Need.UNTIL: more}
    step = begin(actor=actor, item_id=item_id, usual="extend", at=at, given=given, **options)
    deadline = _running(step, clock)
    if deadline.extended_at is not None and not again:
        raise AlreadyExtended
    before = deadline.due_at
    _lengthen(step, deadline, more)
    deadline.extended_at, deadline.extension_reason = step.at, reason[:500]
    deadline.save()
    step.facts |= {
        "clock": clock,
        "amount": str(more.amount),
        "unit": more.unit.value,
        "due_before": before.isoformat(),
        "due": {clock: deadline.due_at.isoformat()},
    }
    return finish(step)


def parse_limit(amount: int | Decimal, unit: str) -> Limit:
    """A limit from what a person filled in. Raises BadLimit."""
    if unit not in _UNITS:
        raise BadLimit(field="unit")
    if not 0 < amount <= MAX_AMOUNT:
        raise BadLimit(field="amount")
    return Limit(amount, Unit(unit))


def _running(step: Step, clock: str) -> Deadline:
    deadline = Deadline.objects.filter(
        item=step.item,
        clock=clock,
        assignment__isnull=True,
        met_at__isnull=True,
        cancelled_at__isnull=True,
    ).first()
    if deadline is None:
        raise NoClock(field="clock")
    return deadline


def _lengthen(step: Step, deadline: Deadline, more: Limit) -> None:
    calendar = step.picture.calendar
    due = shift(deadline.due_at, more.length, more.unit, calendar=calendar)
    deadline.due_at = due.at
    deadline.beyond_calendar = deadline.beyond_calendar or due.beyond_calendar
    if deadline.unit == more.unit.value:
        deadline.amount += more.amount
    clocks.set_yellow(deadline, picture=step.picture)
    if due.at > step.at:
        deadline.rung = 0
        deadline.reminded_at = None
    deadline.next_at = clocks.next_at(deadline, flow=step.flow, picture=step.picture)
