"""What opening an item will write, decided without the database.

The ORM service and the prepared intake statement both take it from here, so they cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from xinqiao.workflow.clock import due_at as end_of
from xinqiao.workflow.clock import point_before
from xinqiao.workflow.dispatch import NoDeskAnywhere, Party, Step, decide
from xinqiao.workflow.errors import NoDesk
from xinqiao.workflow.flow import OPEN, ClockSpec, Flow
from xinqiao.workflow.snapshot import LimitVersion, Snapshot

# One quarter of the limit or less left is yellow, unless staff set another share.
YELLOW_PERCENT = 25


@dataclass(frozen=True, slots=True)
class DeadlinePlan:
    """The columns of a new `Deadline`."""

    clock: str
    amount: Decimal
    unit: str
    yellow_percent: int
    starts_at: datetime
    due_at: datetime
    yellow_at: datetime
    beyond_calendar: bool
    next_at: datetime


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """The columns of a new item, its lead assignment (`owner`, `why`) and its deadlines.

    due_at, yellow_at and beyond_calendar repeat the earliest deadline, as `Item` does.
    """

    flow: str
    flow_version: int
    state: str
    owner: Party
    level: int
    why: tuple[Step, ...]
    deadlines: tuple[DeadlinePlan, ...]
    due_at: datetime | None
    yellow_at: datetime | None
    beyond_calendar: bool
    snapshot_version: int

    @property
    def facts(self) -> dict[str, Any]:
        """What the opening event tells: where it went, to whom, and what was promised by when."""
        return {
            "to": self.state,
            "post": self.owner.post_id,
            "organisation": self.owner.organisation_id,
            "due": {one.clock: one.due_at.isoformat() for one in self.deadlines},
        }


def plan_opening(
    *, flow: Flow, category_code: str, area_path: str, at: datetime, snapshot: Snapshot
) -> OpeningPlan:
    """Decide owner, level and deadlines of something new. Raises NoDesk (409)."""
    try:
        decision = decide(
            snapshot.directory, flow=flow.name, category=category_code, area_path=area_path, at=at
        )
    except NoDeskAnywhere as error:
        raise NoDesk from error
    deadlines = tuple(
        plan_deadline(flow=flow, clock=spec, category_code=category_code, at=at, snapshot=snapshot)
        for spec in flow.clocks
        if OPEN in spec.starts_on and not spec.per_unit
    )
    first = min(deadlines, key=lambda deadline: deadline.due_at, default=None)
    why = decision.steps if decision.may_return else (*decision.steps, {"code": "designated"})
    return OpeningPlan(
        flow=flow.name,
        flow_version=flow.version,
        state=flow.initial,
        owner=decision.party,
        level=decision.level,
        why=why,
        deadlines=deadlines,
        due_at=first.due_at if first else None,
        yellow_at=first.yellow_at if first else None,
        beyond_calendar=first.beyond_calendar if first else False,
        snapshot_version=snapshot.version,
    )


def plan_deadline(
    *,
    flow: Flow,
    clock: ClockSpec,
    category_code: str,
    at: datetime,
    snapshot: Snapshot,
    given: LimitVersion | None = None,
) -> DeadlinePlan:
    """A clock that starts at `at`: the given limit, else the category's, else the flow's own."""
    rule = given or snapshot.limit_for(
        flow=flow.name, clock=clock.name, category=category_code, at=at
    )
    limit = rule.limit if rule else clock.limit
    percent = rule.yellow_percent if rule else YELLOW_PERCENT
    due = end_of(at, limit, calendar=snapshot.calendar)
    yellow = point_before(due.at, limit.length, percent, limit.unit, calendar=snapshot.calendar)
    return DeadlinePlan(
        clock=clock.name,
        amount=Decimal(limit.amount),
        unit=limit.unit.value,
        yellow_percent=percent,
        starts_at=at,
        due_at=due.at,
        yellow_at=yellow,
        beyond_calendar=due.beyond_calendar,
        # A clock that only acts when due has nobody to remind.
        next_at=yellow if clock.on_due is None else due.at,
    )
