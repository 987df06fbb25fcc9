"""Planned visits when grids are redrawn: they go with their people, in the same transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Subquery

from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.registry.models import Person
from xinqiao.visits.models import Declaration, DeclarationState, Plan, PlannedState, PlannedVisit
from xinqiao.visits.services.following import follow_areas

# After the people of the register have moved (registry moves at its own, smaller position).
POSITION: Final = 60


def move_planned(redraw: Redraw, at: datetime) -> Counter[int]:
    """Hand on what is due in the grids that are redrawn; counts by the area they went to.

    A plan made for one of the grids becomes a plan of the largest successor, and of its own grid
    again when the redraw is taken back; plans of communities and above need no change.
    """
    old = list(redraw.predecessors)
    due = PlannedVisit.objects.filter(area_id__in=old, state=PlannedState.DUE)
    before = dict(due.values_list("pk", "area_id"))
    _move_plans(redraw)
    follow_areas(area_ids=old, at=at)
    _move_declarations(old)
    now = PlannedVisit.objects.filter(pk__in=list(before)).values_list("pk", "area_id")
    return Counter(area for pk, area in now if before[pk] != area)


def _move_declarations(area_ids: list[int]) -> None:
    """What residents declared waits in the grid where they are."""
    person = Person.objects.filter(pk=OuterRef("person"))
    waiting = Declaration.objects.filter(area_id__in=area_ids, state=DeclarationState.OPEN)
    waiting.update(
        area_id=Subquery(person.values("area")[:1]),
        area_path=Subquery(person.values("area_path")[:1]),
    )


def _move_plans(redraw: Redraw) -> None:
    for plan in Plan.objects.filter(area_id__in=list(redraw.predecessors), valid_until=None):
        there = redraw.area_for(plan.area_id, None, None, row=("visits.plan", plan.pk))
        if there.area_id != plan.area_id:
            plan.area_id, plan.area_path = there.area_id, there.path
            plan.save(update_fields=["area", "area_path"])
