"""How well plans are kept: by grid, community and street this week, and the visits behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.time import local_day
from xinqiao.registry.selectors.scope import READERS
from xinqiao.visits.models import Plan, PlannedState, PlannedVisit
from xinqiao.visits.selectors.freshness import shares

SUNDAY: Final = 6
KINDS: Final = ("planned", "done", "missed", "overdue", "unowned")


@dataclass(slots=True)
class Counts:
    """Visits whose window touches the week. planned: due, done and missed; done; missed: the
    window ended in the week and nobody came; overdue: due now although an earlier window was
    missed or this one has ended; unowned: due on nobody's list."""

    planned: int = 0
    done: int = 0
    missed: int = 0
    overdue: int = 0
    unowned: int = 0

    def add(self, other: Counts) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class Coverage:
    """One area of the board. people, fresh: of the register; parts: areas below it exist."""

    area: Area
    counts: Counts
    people: int
    fresh: int

    @property
    def stale(self) -> int:
        return self.people - self.fresh

    @property
    def percent(self) -> int | None:
        return round(100 * self.fresh / self.people) if self.people else None


@dataclass(frozen=True, slots=True)
class Board:
    """The rows of a level, and all of them together."""

    rows: tuple[Coverage, ...]
    total: Counts
    monday: date
    sunday: date

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def stale(self) -> int:
        return sum(row.stale for row in self.rows)


def coverage_board(*, actor: Actor, at: datetime, level: Level, path: str = "") -> Board:
    """The board of this week; five statements however many areas. path: only below it."""
    monday, sunday = week_of(at)
    told: dict[str, Counts] = {}
    for row in _counted(actor, at, path):
        told.setdefault(_cut(row["area_path"], level), Counts()).add(
            Counts(**{kind: row[kind] for kind in KINDS})
        )
    fresh = {one.area.pk: one for one in shares(actor=actor, at=at, level=level, path=path)}
    areas = Area.objects.filter(
        below(actor, *READERS), level=level, path__startswith=path, valid_until__isnull=True
    ).order_by("path")
    rows, total = [], Counts()
    for area in areas:
        counts, share = told.get(area.path, Counts()), fresh.get(area.pk)
        total.add(counts)
        rows.append(
            Coverage(area, counts, share.people if share else 0, share.fresh if share else 0)
        )
    return Board(tuple(rows), total, monday, sunday)


def coverage_rows(*, actor: Actor, at: datetime, path: str, kind: str) -> QuerySet[PlannedVisit]:
    """The visits behind a number; `is_sensitive`: the plan's name tells a sensitive category."""
    wanted = _kinds(local_day(at), *week_of(at)).get(kind, Q())
    rows = visible_planned(actor=actor).filter(wanted, area_path__startswith=path)
    sensitive = Plan.tags.through.objects.filter(plan=OuterRef("plan"), tag__is_sensitive=True)
    return rows.annotate(is_sensitive=Exists(sensitive)).select_related(
        "plan", "person", "household__dwelling", "post", "area"
    )


def visible_planned(*, actor: Actor) -> QuerySet[PlannedVisit]:
    """Planned visits in the actor's areas."""
    return PlannedVisit.objects.filter(below(actor, *READERS, field="area_path"))


def week_of(at: datetime) -> tuple[date, date]:
    """Monday and Sunday of the week in Shanghai."""
    today = local_day(at)
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=SUNDAY)


def _counted(actor: Actor, at: datetime, path: str) -> Iterable[dict[str, Any]]:
    kinds = _kinds(local_day(at), *week_of(at))
    rows = (
        visible_planned(actor=actor)
        .filter(kinds["planned"] | kinds["overdue"], area_path__startswith=path)
        .values("area_path")
        .annotate(**{kind: Count("pk", filter=kinds[kind]) for kind in KINDS})
        .order_by()
    )
    return cast("Iterable[dict[str, Any]]", rows)


def _kinds(today: date, monday: date, sunday: date) -> dict[str, Q]:
    week = Q(slot__lte=sunday, until__gte=monday)
    due = Q(state=PlannedState.DUE)
    return {
        "planned": week & ~Q(state=PlannedState.SKIPPED),
        "done": week & Q(state=PlannedState.DONE),
        "missed": Q(state=PlannedState.MISSED, until__range=(monday, sunday)),
        "overdue": due & Q(opens_on__lte=today) & (Q(behind__gt=0) | Q(until__lt=today)),
        "unowned": due & Q(post__isnull=True, opens_on__lte=today),
    }


def _cut(path: str, level: Level) -> str:
    return "".join(f"{code}." for code in path.rstrip(".").split(".")[: int(level)])
