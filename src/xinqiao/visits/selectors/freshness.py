"""How fresh the register is: of one person, of an area, and whom nobody has seen for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Area, Level
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.visits.freshness import Signal, score
from xinqiao.visits.models import FreshnessRule, PersonFreshness, PersonSignal, SignalKind

DEFAULT_THRESHOLD: Final = 40


@dataclass(frozen=True, slots=True)
class Hint:
    """One signal of somebody: what it is, when it was, what it is worth today (0 to 100)."""

    name: str
    at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """Score 0 to 100, whether that is too little, when it will be, and from which signals."""

    score: int
    is_stale: bool
    stale_on: date | None
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """People who live in an area, how many of them are fresh. percent: None without people."""

    area: Area
    people: int
    fresh: int

    @property
    def stale(self) -> int:
        return self.people - self.fresh

    @property
    def percent(self) -> int | None:
        return round(100 * self.fresh / self.people) if self.people else None


def kinds_at(at: datetime) -> dict[str, SignalKind]:
    """The signals that count at a moment, by code."""
    rows = SignalKind.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at), valid_from__lte=at
    )
    return {row.code: row for row in rows.order_by("pk")}


def threshold_at(at: datetime) -> int:
    """Below how many points somebody counts as stale."""
    rules = FreshnessRule.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at), valid_from__lte=at
    )
    return rules.order_by("-pk").values_list("threshold", flat=True).first() or DEFAULT_THRESHOLD


def weights_changed_at(at: datetime) -> datetime | None:
    """When a weight or the threshold that counts now began to count."""
    kinds = SignalKind.objects.filter(valid_from__lte=at).aggregate(last=Max("valid_from"))
    rules = FreshnessRule.objects.filter(valid_from__lte=at).aggregate(last=Max("valid_from"))
    return max((one["last"] for one in (kinds, rules) if one["last"]), default=None)


def signals_of(*, person_ids: Sequence[int], at: datetime) -> Mapping[int, list[Signal]]:
    """The signals of some people with today's weights; two statements."""
    kinds, found = kinds_at(at), dict[int, list[Signal]]()
    rows = PersonSignal.objects.filter(person_id__in=person_ids)
    for person_id, code, seen in rows.values_list("person_id", "kind", "last_at"):
        if (kind := kinds.get(code)) is not None:
            signal = Signal(local_day(seen), kind.weight / 100, kind.half_life_days)
            found.setdefault(person_id, []).append(signal)
    return found


def freshness_of(*, person: Person, at: datetime) -> Freshness:
    """The score of somebody that the actor sees, with where it comes from; four statements."""
    kinds, today = kinds_at(at), local_day(at)
    rows = person.signals.filter(kind__in=list(kinds)).order_by("-last_at")
    told = [(kinds[row.kind], row.last_at) for row in rows]
    signals = [Signal(local_day(s), k.weight / 100, k.half_life_days) for k, s in told]
    points = _whole(score(signals, today))
    row = PersonFreshness.objects.filter(person=person).first()
    return Freshness(
        score=points,
        is_stale=row is None or row.stale_on <= today,
        stale_on=row.stale_on if row else None,
        hints=tuple(
            Hint(_(kind.name), seen, _whole(score([signal], today)))
            for (kind, seen), signal in zip(told, signals, strict=True)
        ),
    )


def residents(*, actor: Actor) -> QuerySet[Person]:
    """People of the actor's areas who live there, so that somebody can see them."""
    away = Q(memberships__ended_at__isnull=True, memberships__lives_here=False)
    return visible_people(actor=actor).filter(
        ~away, left_on__isnull=True, died_on__isnull=True, stored_only_at__isnull=True
    )


def stale_people(*, actor: Actor, at: datetime, path: str = "") -> QuerySet[Person]:
    """Whom nobody has seen for too long, in an area; each with `stale_since` (None: never)."""
    gone = Q(freshness__isnull=True) | Q(freshness__stale_on__lte=local_day(at))
    rows = residents(actor=actor).filter(gone, area_path__startswith=path)
    return rows.annotate(stale_since=F("freshness__stale_on"))


def shares(*, actor: Actor, at: datetime, level: Level, path: str = "") -> list[Share]:
    """How fresh the register is in each area of a level that the actor sees; three statements."""
    fresh = Count("pk", filter=Q(freshness__stale_on__gt=local_day(at)))
    counted = (
        residents(actor=actor)
        .filter(area_path__startswith=path)
        .values_list("area__path")
        .annotate(people=Count("pk"), fresh=fresh)
        .order_by()
    )
    areas = {
        area.path: area
        for area in Area.objects.filter(
            level=level, path__startswith=path, valid_until__isnull=True
        ).order_by("path")
    }
    sums: dict[str, list[int]] = {}
    for area_path, people, kept in counted:
        if (over := _cut(area_path, level)) in areas:
            entry = sums.setdefault(over, [0, 0])
            entry[0], entry[1] = entry[0] + people, entry[1] + kept
    return [Share(areas[over], *sums[over]) for over in areas if over in sums]


def share_of(*, actor: Actor, at: datetime, area: Area) -> Share:
    """How fresh the register is in one area; one statement."""
    fresh = Count("pk", filter=Q(freshness__stale_on__gt=local_day(at)))
    rows = residents(actor=actor).filter(area_path__startswith=area.path)
    told = rows.aggregate(people=Count("pk"), fresh=fresh)
    return Share(area, told["people"], told["fresh"])


def _whole(points: float) -> int:
    """Whole points, cut: 39.9 must not read as a threshold of 40 that is kept."""
    return int(points + 1e-6)


def _cut(path: str, level: Level) -> str:
    """The path of the area of a level that holds a path; a path from the province on."""
    return "".join(f"{code}." for code in path.rstrip(".").split(".")[: int(level)])
