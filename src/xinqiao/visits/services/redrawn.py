"""After a redraw of grids, visits stay with the household, person or facility they went to."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.following import Follower, register_follower
from xinqiao.grid.models import Area
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.registry.models import Facility, Household, Person
from xinqiao.visits.models import Visit

# The first that a visit has is what it went to.
_SUBJECTS: Final = (("facility", Facility), ("person", Person), ("household", Household))
# After the register, whose rows the visits follow.
POSITION: Final = 200


def move_visits(redraw: Redraw, at: datetime) -> Counter[int]:
    """Move visits behind what they went to; how many went to which area. Safe to run twice."""
    moved: Counter[int] = Counter()
    for name, model in _SUBJECTS:
        others = [f"{other}__isnull" for other, _model in _SUBJECTS[: _place(name)]]
        behind = Visit.objects.filter(
            area_id__in=redraw.predecessors,
            **{f"{name}__isnull": False},
            **dict.fromkeys(others, True),
        ).exclude(area_id=F(f"{name}__area_id"))
        moved.update(behind.values_list(f"{name}__area_id", flat=True))
        now = model.objects.filter(pk=OuterRef(name))
        path = Area.objects.filter(pk=OuterRef("area_id"))
        ids = list(behind.values_list("pk", flat=True))
        visits = Visit.objects.filter(pk__in=ids)
        visits.update(area_id=Subquery(now.values("area_id")[:1]))
        visits.update(area_path=Subquery(path.values("path")[:1]))
    return moved


def _place(name: str) -> int:
    return [one for one, _model in _SUBJECTS].index(name)


def register() -> None:
    """Tell the grids what follows them."""
    register_follower(
        Follower(name="visits", label=_("Visits"), move=move_visits, position=POSITION)
    )
