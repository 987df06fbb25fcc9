"""Starts, meets, pauses, resumes and cancels the deadlines of one locked item.

A deadline that was started is never computed anew because of an edit: pausing keeps what is left
to the microsecond, and a clock does not start again while it runs.
"""

from collections.abc import Sequence
from datetime import datetime

from xinqiao.workflow.clock import Limit, Unit, due_at, point_before, remaining, resume
from xinqiao.workflow.flow import Flow
from xinqiao.workflow.models import Assignment, Deadline, Item
from xinqiao.workflow.planning import DeadlinePlan, plan_deadline
from xinqiao.workflow.services.deadline_rows import Running, open_deadlines, planned, start
from xinqiao.workflow.snapshot import LimitVersion, Snapshot


def run(
    *,
    item: Item,
    flow: Flow,
    action: str,
    at: datetime,
    picture: Snapshot,
    deadlines: Sequence[Deadline] | None = None,
) -> Running:
    """Let every clock of the item follow the action; sets the item's times and writes nothing.

    deadlines: the open ones of the item where the caller has read them already.
    """
    result = Running(item)
    deadlines = open_deadlines(item) if deadlines is None else list(deadlines)
    stopped = [d for d in deadlines if d.assignment_id is None and _stops(flow, d, action)]
    promise = _promise(flow, stopped or deadlines)
    for deadline in stopped:
        result.touch(deadline)
        if action in flow.clock(deadline.clock).starts_on:
            _cancel(deadline, at=at)
            continue
        was_paused = deadline.paused_at is not None
        _meet(deadline, flow=flow, at=at, picture=picture)
        if was_paused:
            result.due[deadline.clock] = deadline.due_at.isoformat()
        result.met.append({"clock": deadline.clock, "late": at > deadline.due_at})
    running = [d for d in deadlines if d.met_at is None and d.cancelled_at is None]
    for plan in _starting(item, flow, action, running, at, picture):
        running.append(planned(item, plan))
        result.new.append(running[-1])
        result.started.append(plan.clock)
        result.due[plan.clock] = plan.due_at.isoformat()
    _follow_state(result, flow, running, at, picture)
    result.ends = _settle(item, flow, promise, at)
    repeat_on_item(item, flow, running)
    return result


def start_for_unit(
    *,
    item: Item,
    flow: Flow,
    assignment: Assignment,
    action: str,
    at: datetime,
    picture: Snapshot,
    given: LimitVersion | None = None,
) -> None:
    """Start the clocks that each called unit has of its own."""
    for spec in flow.clocks:
        if spec.per_unit and action in spec.starts_on:
            plan = plan_deadline(
                flow=flow,
                clock=spec,
                category_code=item.category_code,
                at=at,
                snapshot=picture,
                given=given,
            )
            start(item, plan, assignment)


def meet(deadline: Deadline, *, flow: Flow, at: datetime, picture: Snapshot) -> None:
    """Keep the promise and write it."""
    _meet(deadline, flow=flow, at=at, picture=picture)
    deadline.save()


def next_at(deadline: Deadline, *, flow: Flow, picture: Snapshot) -> datetime | None:
    """When the sweep must look again: the yellow point, then each rung; None when never."""
    if deadline.paused_at or deadline.met_at or deadline.cancelled_at:
        return None
    if flow.clock(deadline.clock).on_due is not None:
        return deadline.due_at if deadline.rung == 0 else None
    if deadline.reminded_at is None:
        return deadline.yellow_at
    ladder = flow.ladder_of(deadline.clock)
    if deadline.rung >= len(ladder):
        return None
    after = ladder[deadline.rung].after
    if after is None:
        return deadline.due_at
    return due_at(deadline.due_at, after, calendar=picture.calendar).at


def set_yellow(deadline: Deadline, *, picture: Snapshot) -> None:
    """Place the yellow point anew after the due time has moved."""
    limit = limit_of(deadline)
    deadline.yellow_at = point_before(
        deadline.due_at,
        limit.length,
        deadline.yellow_percent,
        limit.unit,
        calendar=picture.calendar,
    )


def limit_of(deadline: Deadline) -> Limit:
    """The limit a deadline was given, extensions included."""
    return Limit(deadline.amount, Unit(deadline.unit))


def repeat_on_item(item: Item, flow: Flow, deadlines: list[Deadline]) -> None:
    """Let the item repeat its governing deadline: the earliest that runs, else that is paused.

    Clocks of single units and clocks that only act when due are not the item's promise. While the
    promise is kept, the times stay as they were then, and so does the colour.
    """
    if item.done_at is not None:
        return
    own = [d for d in deadlines if d.assignment_id is None and d.met_at is None]
    own = [d for d in own if d.cancelled_at is None and flow.clock(d.clock).on_due is None]
    first = min(own, key=lambda d: (d.paused_at is not None, d.due_at), default=None)
    item.due_at = first.due_at if first else None
    item.yellow_at = first.yellow_at if first else None
    item.paused_at = first.paused_at if first else None
    item.beyond_calendar = first.beyond_calendar if first else False


def _meet(deadline: Deadline, *, flow: Flow, at: datetime, picture: Snapshot) -> None:
    """A paused clock first gets the time of its pause back."""
    if deadline.paused_at is not None:
        _resume(deadline, flow=flow, at=at, picture=picture)
    deadline.met_at, deadline.next_at = at, None


def _cancel(deadline: Deadline, *, at: datetime) -> None:
    """The promise is no longer owed."""
    deadline.cancelled_at, deadline.next_at = at, None


def _stops(flow: Flow, deadline: Deadline, action: str) -> bool:
    return action in flow.clock(deadline.clock).stops_on


def _promise(flow: Flow, deadlines: list[Deadline]) -> Deadline | None:
    """The deadline by which an item counts as done in time: the longest of those it ends."""
    owed = [d for d in deadlines if d.assignment_id is None and flow.clock(d.clock).on_due is None]
    return max(owed, key=lambda d: (d.due_at, d.pk), default=None)


def _starting(
    item: Item,
    flow: Flow,
    action: str,
    running: list[Deadline],
    at: datetime,
    picture: Snapshot,
) -> list[DeadlinePlan]:
    busy = {d.clock for d in running if d.assignment_id is None}
    return [
        plan_deadline(
            flow=flow, clock=spec, category_code=item.category_code, at=at, snapshot=picture
        )
        for spec in flow.clocks
        if action in spec.starts_on and not spec.per_unit and spec.name not in busy
    ]


def _follow_state(
    result: Running, flow: Flow, running: list[Deadline], at: datetime, picture: Snapshot
) -> None:
    state = result.item.state
    final = flow.state(state).final
    for deadline in running:
        waits = state in flow.clock(deadline.clock).pauses_in
        if final:
            _cancel(deadline, at=at)
        elif waits and deadline.paused_at is None:
            deadline.paused_at, deadline.next_at = at, None
            result.paused.append(deadline.clock)
        elif not waits and deadline.paused_at is not None:
            _resume(deadline, flow=flow, at=at, picture=picture)
            result.due[deadline.clock] = deadline.due_at.isoformat()
        else:
            continue
        result.touch(deadline)


def _resume(deadline: Deadline, *, flow: Flow, at: datetime, picture: Snapshot) -> None:
    if deadline.paused_at is None:
        return
    unit = Unit(deadline.unit)
    left = remaining(deadline.due_at, deadline.paused_at, unit, calendar=picture.calendar)
    due = resume(at, left, unit, calendar=picture.calendar)
    deadline.due_at = due.at
    deadline.beyond_calendar = due.beyond_calendar
    deadline.paused_at = None
    set_yellow(deadline, picture=picture)
    deadline.next_at = next_at(deadline, flow=flow, picture=picture)


def _settle(item: Item, flow: Flow, promise: Deadline | None, at: datetime) -> bool:
    """Set the item's own times; tell whether it is closed by this action."""
    state = flow.state(item.state)
    if state.keeps_promise and item.done_at is None:
        item.done_at = at
        item.due_at = promise.due_at if promise else None
        item.yellow_at = promise.yellow_at if promise else None
        item.paused_at = None
        item.is_late = promise is not None and at > promise.due_at
    elif not state.keeps_promise and item.done_at is not None:
        item.done_at, item.is_late = None, False
    ends = state.final and item.closed_at is None
    if state.final != (item.closed_at is not None):
        item.closed_at = at if state.final else None
    item.is_open = not state.final
    return ends
