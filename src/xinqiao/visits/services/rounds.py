"""The worker's round: what a plan asks for becomes rows, what was not done is put on record.

A round costs a fixed number of statements for each plan whose next window has begun, however many
people stand on it; plans that have nothing to begin cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.services.append import append
from xinqiao.kit.time import local_day
from xinqiao.visits.models import PLAN, Plan, PlannedState, PlannedVisit
from xinqiao.visits.planning import Round, Window, Works, round_of
from xinqiao.visits.selectors.members import members_sql
from xinqiao.visits.services.following import follow_plan, tags_of
from xinqiao.visits.services.matching import heard_since, recount
from xinqiao.workflow.snapshot import cached

BATCH: Final = 50

_MISS = """
WITH gone AS (
    UPDATE visits_plannedvisit SET state = 'missed', settled_at = %(at)s
    WHERE state = 'due' AND until < %(today)s AND {of_plan}
    RETURNING area_id
)
SELECT CASE WHEN area.level > 5 THEN area.parent_id ELSE area.id END, count(*)
FROM gone JOIN grid_area area ON area.id = gone.area_id GROUP BY 1
"""

# Windows that passed while nobody made rounds count only for those who were on the plan then.
_INSERT = """
INSERT INTO visits_plannedvisit
    (plan_id, person_id, household_id, area_id, area_path, post_id, why, contact, form_code,
     slot, opens_on, until, behind, state, reason, method, created_at, settled_at)
SELECT %(plan)s, m.person_id, m.household_id, m.area_id, m.area_path, m.post_id, w.why,
       %(contact)s, %(form)s, w.slot,
       LEAST(w.last, GREATEST(w.first, seen.day + %(gap)s)), w.last, 0, w.state, '', '', %(at)s,
       CASE WHEN w.state = 'due' THEN NULL ELSE %(at)s END
FROM members m
CROSS JOIN unnest(%(slots)s::date[], %(firsts)s::date[], %(lasts)s::date[], %(states)s::text[],
                  %(whys)s::text[]) AS w(slot, first, last, state, why)
LEFT JOIN LATERAL (
    SELECT max(done_on) AS day FROM visits_plannedvisit done
    WHERE done.state = 'done' AND done.plan_id = ANY(%(line)s::bigint[])
      AND {same}
) seen ON TRUE
WHERE (w.state = 'due' OR (m.since AT TIME ZONE 'Asia/Shanghai')::date <= w.last)
  AND (seen.day IS NULL OR seen.day < w.slot)
ON CONFLICT DO NOTHING
"""
_SAME = {
    "person": "done.person_id = m.person_id",
    "household": "done.household_id = m.household_id",
}


@dataclass(frozen=True, slots=True)
class Rounds:
    """What a round did: plans looked at, rows made, visits found missed."""

    plans: int
    made: int
    missed: int


def make_rounds(*, at: datetime) -> Rounds:
    """Make the rounds of all plans whose next window has begun. at: aware UTC.

    Each plan is one transaction; a plan that another worker holds is left to it. Records
    `visits.missed` for each plan and community in which visits were missed.
    """
    today = local_day(at)
    plans = made = 0
    missed = _miss_asked_for(at)
    while batch := _next_plans(today):
        for plan_id in batch:
            with transaction.atomic():
                plan = Plan.objects.select_for_update().get(pk=plan_id)
                if plan.rounds_until <= today and plan.holds(today):
                    new, lost = round_of_plan(plan, at=at)
                    plans, made, missed = plans + 1, made + new, missed + lost
    return Rounds(plans, made, missed)


def round_of_plan(plan: Plan, *, at: datetime) -> tuple[int, int]:
    """(rows made, visits missed) of one plan, in the caller's transaction that locked it."""
    today = local_day(at)
    works: Works | None = cached().calendar.is_working_day if plan.skips_holidays else None
    now = round_of(
        plan.rhythm, since=plan.rounds_until, today=today, anchor=plan.valid_from, works=works
    )
    missed = _miss(plan.pk, plan.area_path, today, at)
    follow_plan(plan=plan, at=at)
    made = _write(plan, now, at)
    plan.rounds_until = now.coming.slot
    plan.save(update_fields=["rounds_until"])
    heard_since(plan=plan, since=(now.passed or (now.due,))[0].slot, at=at)
    if missed or now.passed:
        recount(plan_id=plan.pk)
    return made, missed


def _next_plans(today: date) -> list[int]:
    due = Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    found = Plan.objects.filter(due, rounds_until__lte=today, valid_from__lte=today)
    return list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _write(plan: Plan, now: Round, at: datetime) -> int:
    members, params = members_sql(plan, tags_of(plan))
    subject = plan.target
    params |= {
        "plan": plan.pk,
        "line": [plan.pk] if plan.previous_id is None else [plan.pk, plan.previous_id],
        "contact": plan.contact,
        "form": plan.form_code,
        "gap": plan.gap,
        "at": at,
        **_columns(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {members} {_INSERT.format(same=_SAME[subject])}", params)
        return int(cursor.rowcount)


def _columns(now: Round) -> dict[str, Any]:
    passed = [(window, PlannedState.MISSED) for window in now.passed]
    rows: list[tuple[Window, str]] = [
        *passed,
        (now.due, PlannedState.DUE),
        (now.coming, PlannedState.DUE),
    ]
    return {
        "slots": [window.slot for window, _state in rows],
        "firsts": [window.first for window, _state in rows],
        "lasts": [window.last for window, _state in rows],
        "states": [str(PlannedState.SKIPPED if window.is_off else state) for window, state in rows],
        "whys": ["day_off" if window.is_off else "plan" for window, _state in rows],
    }


def _miss(plan_id: int | None, area_path: str, today: date, at: datetime) -> int:
    with connection.cursor() as cursor:
        of_plan = "plan_id = %(plan)s" if plan_id else "plan_id IS NULL"
        cursor.execute(_MISS.format(of_plan=of_plan), {"plan": plan_id, "today": today, "at": at})
        found = cursor.fetchall()
    for community_id, count in found:
        append(
            kind="visits.missed",
            actor=SYSTEM,
            at=at,
            subject_kind=PLAN,
            subject_id=plan_id or 0,
            area_path=area_path,
            data={"community": community_id, "count": count},
        )
    return sum(count for _community, count in found)


@transaction.atomic
def _miss_asked_for(at: datetime) -> int:
    """Visits that were asked for once, without a plan."""
    today = local_day(at)
    late = PlannedVisit.objects.filter(plan=None, state=PlannedState.DUE, until__lt=today)
    return _miss(None, "", today, at) if late.exists() else 0
