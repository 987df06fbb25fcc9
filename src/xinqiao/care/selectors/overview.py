"""What needs doing today (今日要办), for community staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Call, Stock
from xinqiao.care.powers import KEEPERS, WORKERS
from xinqiao.care.selectors.calls import open_calls
from xinqiao.care.selectors.classes import view_counts
from xinqiao.care.selectors.grants import fittings_due
from xinqiao.care.selectors.rota import Gap, rota_gaps
from xinqiao.care.selectors.serving import service_counts
from xinqiao.care.selectors.stock import low_stock
from xinqiao.grid.models import Area, Level


@dataclass(frozen=True, slots=True)
class Today:
    """Counts and the rows behind the urgent ones."""

    calls: list[Call]
    classes: dict[str, int]
    fittings: dict[str, int]
    services: dict[str, int]
    low: list[Stock]
    gaps: list[tuple[Area, Gap]]


def today(*, actor: Actor, at: datetime) -> Today:
    """Everything on the overview; constant statements."""
    return Today(
        calls=open_calls(actor=actor),
        classes=view_counts(actor=actor, at=at),
        fittings=fittings_due(actor=actor, at=at),
        services=service_counts(actor=actor, at=at),
        low=list(low_stock(actor=actor)[:20]),
        gaps=gaps_of(actor=actor, at=at),
    )


def communities_of(actor: Actor) -> list[Area]:
    """The communities an actor works for, at most six: the rest have offices of their own."""
    paths = actor.area_paths(*KEEPERS) or actor.area_paths(*WORKERS)
    chosen: list[Area] = []
    for path in paths:
        inside = Area.objects.filter(path__startswith=path, level=Level.COMMUNITY)
        codes = path.rstrip(".").split(".")
        above = [".".join(codes[:depth]) + "." for depth in range(1, len(codes) + 1)]
        found = inside | Area.objects.filter(path__in=above, level=Level.COMMUNITY)
        chosen += list(found.filter(valid_until__isnull=True).order_by("path")[:6])
    return list({area.pk: area for area in chosen}.values())[:6]


def gaps_of(*, actor: Actor, at: datetime) -> list[tuple[Area, Gap]]:
    """Hours nobody covers in the next week, in the communities of the actor."""
    return [
        (area, gap)
        for area in communities_of(actor)
        for gap in rota_gaps(area_path=area.path, at=at)
    ][:20]
