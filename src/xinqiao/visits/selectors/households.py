"""How many households were visited, and of how many all four things are clear."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from xinqiao.accounts.access import Actor
from xinqiao.registry.selectors.scope import visible_households
from xinqiao.visits.models import Aspect, FourClear, Outcome, Visit


@dataclass(frozen=True, slots=True)
class HouseholdFigures:
    """Households in which somebody lives; visited: somebody was met there; clear: four times."""

    households: int
    visited: int
    clear: int

    @property
    def unvisited(self) -> int:
        return self.households - self.visited


def household_figures(*, actor: Actor, path: str = "") -> HouseholdFigures:
    """Of the households in the actor's areas below a path; one statement."""
    met = Visit.objects.filter(household=OuterRef("pk"), outcome=Outcome.MET)
    clear = (
        FourClear.objects.filter(household=OuterRef("pk"), clear_at__isnull=False)
        .order_by()
        .values("household")
        .annotate(aspects=Count("pk"))
        .filter(aspects=len(Aspect.values))
    )
    living = visible_households(actor=actor).filter(
        ended_at__isnull=True, area_path__startswith=path
    )
    told = living.annotate(met=Exists(met), clear=Exists(clear)).aggregate(
        households=Count("pk"),
        visited=Count("pk", filter=Q(met=True)),
        four=Count("pk", filter=Q(clear=True)),
    )
    return HouseholdFigures(told["households"], told["visited"], told["four"])
