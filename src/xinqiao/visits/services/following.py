"""Planned visits follow people, posts and grids: handed on, or dropped when nobody is to be seen.

Somebody who comes under a plan joins it at the next round; whoever leaves it drops out here, at
once, and what is due stands on the list of the post that is responsible now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from xinqiao.visits.models import OwnerRule, Plan, PlannedState, PlannedVisit, Target
from xinqiao.visits.selectors.members import members_sql

_DROP: Final = """
UPDATE visits_plannedvisit v SET state = 'skipped', why = 'dropped', settled_at = %(at)s
WHERE {of_plan} AND v.state = 'due' AND v.{subject}_id IS NOT NULL
  AND (%(only)s::bigint[] IS NULL OR v.{subject}_id = ANY(%(only)s::bigint[]))
  AND NOT EXISTS (SELECT 1 FROM members m WHERE m.{subject}_id = v.{subject}_id)
"""
_HAND_ON: Final = """
UPDATE visits_plannedvisit v
SET area_id = m.area_id, area_path = m.area_path, post_id = m.post_id
FROM members m
WHERE {of_plan} AND v.state = 'due' AND m.{subject}_id = v.{subject}_id
  AND (v.area_id <> m.area_id OR v.post_id IS DISTINCT FROM m.post_id)
"""


def tags_of(plan: Plan) -> list[int]:
    """Ids of the tags of a saved plan."""
    return list(plan.tags.order_by("pk").values_list("pk", flat=True)) if plan.pk else []


def follow_plan(*, plan: Plan, at: datetime, only: Sequence[int] | None = None) -> None:
    """Drop what is due for those who left the plan, hand on what belongs to another post now.

    only: ids of the plan's people or households; all of them without. Two statements.
    """
    members, params = members_sql(plan, tags_of(plan), only)
    # NULL-safe comparison would leave the index unused.
    of_plan = "v.plan_id = %(plan)s" if plan.pk else "v.plan_id IS NULL"
    params |= {"plan": plan.pk, "at": at}
    with connection.cursor() as cursor:
        for statement in (_DROP, _HAND_ON):
            body = statement.format(subject=plan.target, of_plan=of_plan)
            cursor.execute(f"WITH {members} {body}", params)


@transaction.atomic
def follow(*, due: QuerySet[PlannedVisit], at: datetime) -> int:
    """Do the same for some rows that are due, whatever plans they stand on; returns how many."""
    rows = list(
        due.filter(state=PlannedState.DUE).values_list("plan_id", "person_id", "household_id")
    )
    subjects: dict[int | None, list[int]] = {}
    for plan_id, person_id, household_id in rows:
        subjects.setdefault(plan_id, []).append(person_id or household_id)
    plans = Plan.objects.in_bulk([pk for pk in subjects if pk is not None])
    for pk in sorted(plans):
        follow_plan(plan=plans[pk], at=at, only=subjects[pk])
    if None in subjects:
        follow_plan(plan=once(), at=at, only=subjects[None])
    return len(rows)


def follow_people(*, person_ids: Sequence[int], household_ids: Sequence[int], at: datetime) -> int:
    """After somebody moved, left, died, or won or lost a tag; or a household ended or moved."""
    concerned = Q(person_id__in=person_ids) | Q(household_id__in=household_ids)
    living_there = Q(household__memberships__person_id__in=person_ids)
    due = PlannedVisit.objects.filter(concerned | living_there, state=PlannedState.DUE)
    return follow(due=due.distinct(), at=at)


def follow_post(*, post_id: int, at: datetime) -> int:
    """After a post closed: what stood on its list goes to whoever is responsible now."""
    return follow(due=PlannedVisit.objects.filter(post_id=post_id), at=at)


def follow_areas(*, area_ids: Sequence[int], at: datetime) -> int:
    """After the posts or the edges of some grids changed."""
    return follow(due=PlannedVisit.objects.filter(area_id__in=area_ids), at=at)


def follow_opened(*, post_id: int, at: datetime) -> int:
    """After a post opened: it takes over what others had because it was missing."""
    return follow(due=PlannedVisit.objects.filter(area__posts=post_id), at=at)


def once() -> Plan:
    """What stands for a plan where somebody is asked for once: on the grid worker's list."""
    return Plan(area_path="", target=Target.PERSON, owner_rule=OwnerRule.WORKER)
