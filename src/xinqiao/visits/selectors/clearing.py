"""What is clear about households, one by one and by grid or building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Household
from xinqiao.registry.selectors.scope import visible_households
from xinqiao.visits.models import Aspect, FourClear, Outcome, Visit

GRID, BUILDING = "grid", "building"
_GROUPS: Final = {
    GRID: ("area_id", "area__name"),
    BUILDING: ("dwelling__place_id", "dwelling__place__name"),
}
MOST_GROUPS: Final = 1000


@dataclass(frozen=True, slots=True)
class AspectState:
    """One of the four: since when it is clear; None with a visit: looked at, not clear."""

    label: str
    clear_at: datetime | None
    visit_id: int | None


def clear_of(*, household: Household) -> list[AspectState]:
    """The four aspects of one household, in their order; one statement."""
    rows = {row.aspect: row for row in FourClear.objects.filter(household=household)}
    return [
        AspectState(
            str(aspect.label),
            rows[aspect].clear_at if aspect in rows else None,
            rows[aspect].visit_id if aspect in rows else None,
        )
        for aspect in Aspect
    ]


@dataclass(frozen=True, slots=True)
class ClearCount:
    """Households of a grid or building; visited: somebody was met; clear: all four."""

    id: int
    name: str
    households: int
    visited: int
    clear: int

    @property
    def unvisited(self) -> int:
        return self.households - self.visited


def four_clear_counts(
    *, actor: Actor, by: str = GRID, area_path: str = "", since: datetime | None = None
) -> Sequence[ClearCount]:
    """Counts by GRID or BUILDING in the actor's areas, one statement.

    since: only visits from then on count as visits; None for ever.
    """
    key, name = _GROUPS[by]
    rows = (
        _living(actor, area_path)
        .annotate(is_visited=Exists(_met(since)), is_clear=_all_clear())
        .values(group=F(key), label=F(name))
        .annotate(
            households=Count("pk"),
            visited=Count("pk", filter=Q(is_visited=True)),
            clear=Count("pk", filter=Q(is_clear=True)),
        )
        .order_by("label", "group")[:MOST_GROUPS]
    )
    return [
        ClearCount(row["group"], row["label"], row["households"], row["visited"], row["clear"])
        for row in rows
    ]


def unvisited_households(
    *, actor: Actor, area_path: str = "", since: datetime | None = None
) -> QuerySet[Household]:
    """Households where nobody has been met (since a moment), by their id."""
    living = _living(actor, area_path).filter(~Exists(_met(since)))
    return living.select_related("dwelling", "area").order_by("id")


def _living(actor: Actor, area_path: str) -> QuerySet[Household]:
    living = visible_households(actor=actor).filter(ended_at__isnull=True)
    return living.filter(area_path__startswith=area_path) if area_path else living


def _met(since: datetime | None) -> QuerySet[Visit]:
    met = Visit.objects.filter(household=OuterRef("pk"), outcome=Outcome.MET)
    return met.filter(started_at__gte=since) if since else met


def _all_clear() -> Exists:
    counted = (
        FourClear.objects.filter(household=OuterRef("pk"), clear_at__isnull=False)
        .order_by()
        .values("household")
        .annotate(aspects=Count("pk"))
        .filter(aspects=len(Aspect.values))
    )
    return Exists(counted)
