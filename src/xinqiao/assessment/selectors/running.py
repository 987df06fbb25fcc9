"""What counts for somebody in the month that runs, before anybody computes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import ADMINISTRATORS, SYSTEM, Actor
from xinqiao.assessment.models import Scheme, UnitLevel
from xinqiao.assessment.periods import PeriodKind, around
from xinqiao.assessment.scoring import Count, Score, score
from xinqiao.assessment.selectors.formula import Line, lines_of
from xinqiao.grid.selectors.scope import ancestors
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.exact import Side, items_behind
from xinqiao.kit.time import local_day

MOST_SCHEMES: Final = 3
_SIDES: Final[tuple[Side, Side]] = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Running:
    """A scheme for persons as it stands for one of them today, the spot checks left out."""

    scheme: Scheme
    lines: list[Line]
    counts: list[Count]
    score: Score

    @property
    def pairs(self) -> list[tuple[Line, Count]]:
        """Each line with what it counts."""
        return list(zip(self.lines, self.counts, strict=True))


def running_counts(*, actor: Actor, at: datetime) -> list[Running]:
    """The schemes for persons that hold where the actor works; two statements a line."""
    day = local_day(at)
    paths = {
        path
        for post in actor.posts
        if post.role not in ADMINISTRATORS
        for path in (*ancestors(post.area_path), post.area_path)
    }
    schemes = Scheme.objects.filter(
        unit_level=UnitLevel.PERSON, area__path__in=paths, valid_from__lte=day
    ).exclude(valid_until__lte=day)
    found = schemes.select_related("area").prefetch_related("parts").order_by("id")
    return [_running(actor, scheme, at) for scheme in found[:MOST_SCHEMES]]


def _running(actor: Actor, scheme: Scheme, at: datetime) -> Running:
    lines = [line for line in lines_of(scheme) if not line.is_on_site]
    period = Period(*around(PeriodKind(scheme.period), local_day(at)))
    scope = Scope(area_path=scheme.area.path if scheme.area else "", flow=scheme.flow)
    counts = [
        Count(
            *(
                items_behind(
                    actor=SYSTEM,
                    code=line.code,
                    side=side,
                    scope=scope,
                    period=period,
                    at=at,
                    person_id=actor.user_id,
                ).count()
                for side in _SIDES
            )
        )
        for line in lines
    ]
    return Running(scheme, lines, counts, score([line.part for line in lines], counts))
