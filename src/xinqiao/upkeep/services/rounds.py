"""Let upkeep fall due: one task for each plan whose turn has come, never ten after an absence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.kit.time import local_day, require_aware
from xinqiao.registry.models import Stewardship
from xinqiao.upkeep.flow import FLOW, WAITING
from xinqiao.upkeep.models import Plan, Task
from xinqiao.upkeep.rhythm import Turn, owed
from xinqiao.workflow import snapshot
from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.machine import latest
from xinqiao.workflow.planning import OpeningPlan, plan_deadline, plan_opening
from xinqiao.workflow.services.opening import open_item
from xinqiao.workflow.snapshot import LimitVersion

BATCH: Final = 200
YELLOW_PERCENT: Final = 25
TITLE_LENGTH: Final = 120
Steward = tuple[int, int]
"""A post and the level of its area."""


def let_fall_due(*, at: datetime, limit: int | None = None) -> int:
    """Open what is owed today; how many tasks were opened. at: aware UTC.

    limit: at most so many plans. Two workers share the plans; each is taken by one of them.
    """
    at = require_aware(at)
    made = seen = 0
    while limit is None or seen < limit:
        taken, opened = _round(at, BATCH if limit is None else min(BATCH, limit - seen))
        seen, made = seen + taken, made + opened
        if not taken:
            break
    return made


@transaction.atomic
def _round(at: datetime, size: int) -> tuple[int, int]:
    rows = Plan.objects.select_for_update(of=("self",), skip_locked=True)
    due = rows.filter(retired_at__isnull=True, next_on__lte=local_day(at))
    plans = list(due.select_related("facility__area", "kind").order_by("next_on", "pk")[:size])
    stewards = _stewards([plan.facility_id for plan in plans])
    waiting = {
        task.plan_id: task
        for task in Task.objects.filter(plan__in=plans, item__state=WAITING).order_by("pk")
    }
    opened = 0
    for plan in plans:
        opened += _turn(plan, waiting.get(plan.pk), stewards.get(plan.facility_id), at)
    return len(plans), opened


def _turn(plan: Plan, waiting: Task | None, steward: Steward | None, at: datetime) -> int:
    turn = owed(plan.rhythm, next_on=plan.next_on, horizon=local_day(at), until=plan.ends_on)
    if turn is None:  # past its last day
        plan.retired_at = at
        plan.save(update_fields=["retired_at"])
        return 0
    plan.next_on = turn.next
    plan.save(update_fields=["next_on"])
    if waiting is not None:
        waiting.turns += turn.turns
        waiting.save(update_fields=["turns"])
        return 0
    _open(plan, turn, steward, at)
    return 1


def _open(plan: Plan, turn: Turn, steward: Steward | None, at: datetime) -> Task:
    facility = plan.facility
    title = f"{facility.name} · {plan.kind.name}"[:TITLE_LENGTH]
    item = open_item(
        actor=SYSTEM,
        flow=FLOW,
        number=_next_number(),
        title=title,
        words=title,
        category_code="",
        area_id=facility.area_id,
        area_path=facility.area_path,
        lon=facility.lon,
        lat=facility.lat,
        plan=_opening(plan, steward, at),
        event="upkeep.due",
        data={"plan": plan.pk, "turns": turn.turns},
        at=at,
    )
    return Task.objects.create(item=item, plan=plan, due_on=turn.day, turns=turn.turns)


def _opening(plan: Plan, steward: Steward | None, at: datetime) -> OpeningPlan:
    """By the rules of dispatch, but the steward's own; the length is the plan's."""
    picture, flow = snapshot.current(), latest(FLOW)
    opening = plan_opening(
        flow=flow,
        category_code="",
        area_path=plan.area_path,
        at=at,
        snapshot=picture,
    )
    (clock,) = (spec for spec in flow.clocks if spec.name == "do")
    given = LimitVersion(
        Limit(plan.days_allowed, Unit.NATURAL_DAYS), YELLOW_PERCENT, at - timedelta(days=1), None
    )
    deadline = plan_deadline(
        flow=flow, clock=clock, category_code="", at=at, snapshot=picture, given=given
    )
    opening = replace(
        opening,
        deadlines=(deadline,),
        due_at=deadline.due_at,
        yellow_at=deadline.yellow_at,
        beyond_calendar=deadline.beyond_calendar,
    )
    if steward is None:
        return opening
    why = ({"code": "steward", "facility": plan.facility_id},)
    post_id, level = steward
    return replace(opening, owner=Party(post_id=post_id), level=level, why=why)


def _stewards(facility_ids: list[int]) -> dict[int, Steward]:
    rows = Stewardship.objects.filter(
        facility_id__in=facility_ids, until__isnull=True, post__closed_at__isnull=True
    )
    found = rows.values_list("facility_id", "post_id", "post__area__level")
    return {facility_id: (post_id, level) for facility_id, post_id, level in found}


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(nextval('upkeep_number_seq'))")
        return str(cursor.fetchone()[0])
