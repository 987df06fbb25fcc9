"""Planned visits when grids are redrawn: they go with their people, in the same transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.visits.models import Plan, PlannedState, PlannedVisit
from xinqiao.visits.services.following import follow_areas

# After the people of the register have moved (registry moves at its own, smaller position).
POSITION: Final = 60


def move_planned(redraw: Redraw, at: datetime) -> Counter[int]:
    """Hand on what is due in the grids that are redrawn; counts by the area they went to.

    A plan made for one of the grids becomes a plan of the successor that takes its posts over;
    plans of communities and above need no change. The second time nothing moves.
    """
    old = list(redraw.predecessors)
    due = PlannedVisit.objects.filter(area_id__in=old, state=PlannedState.DUE)
    before = dict(due.values_list("pk", "area_id"))
    _move_plans(redraw)
    follow_areas(area_ids=old, at=at)
    now = PlannedVisit.objects.filter(pk__in=list(before)).values_list("pk", "area_id")
    return Counter(area for pk, area in now if before[pk] != area)


def _move_plans(redraw: Redraw) -> None:
    for plan in Plan.objects.filter(area_id__in=list(redraw.predecessors), valid_until=None):
        there = redraw.area_for(plan.area_id, None, None)
        if there.area_id != plan.area_id:
            plan.area_id, plan.area_path = there.area_id, there.path
            plan.save(update_fields=["area", "area_path"])
