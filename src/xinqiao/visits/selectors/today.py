"""Whom I see today: what is due on the lists of my posts, in the order of a walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import (
    CharField,
    DateTimeField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Dwelling, Membership
from xinqiao.visits.models import (
    Leave,
    Outcome,
    PlannedState,
    PlannedVisit,
    Visit,
    VisitedPerson,
)

PAGE_SIZE: Final = 50
_WALK: Final = Order("walk")


@dataclass(frozen=True, slots=True)
class Absence:
    """Another post stands in for one of mine, or one of mine for another, until a day."""

    title: str
    until: date


@dataclass(frozen=True, slots=True)
class Duty:
    """On whose lists I work today: `posts`; who stands in for me, for whom I stand in."""

    posts: tuple[int, ...]
    away: tuple[Absence, ...]
    standing_in: tuple[Absence, ...]


def duty_of(*, actor: Actor, at: datetime) -> Duty:
    """My posts without those on leave, and those that I stand in for; one statement."""
    today, mine = local_day(at), set(actor.post_ids)
    leaves = Leave.objects.filter(
        Q(post_id__in=mine) | Q(substitute_id__in=mine),
        first_day__lte=today,
        last_day__gte=today,
        cancelled_at__isnull=True,
    ).select_related("post", "substitute")
    rows = list(leaves.order_by("pk"))
    gone = {row.post_id for row in rows if row.post_id in mine}
    helped = [row for row in rows if row.substitute_id in mine]
    return Duty(
        posts=tuple(sorted((mine - gone) | {row.post_id for row in helped})),
        away=tuple(Absence(r.substitute.title, r.last_day) for r in rows if r.post_id in gone),
        standing_in=tuple(Absence(row.post.title, row.last_day) for row in helped),
    )


def may_handle(*, actor: Actor, planned: PlannedVisit, at: datetime) -> bool:
    """Whether a planned visit is mine today, or in the area that I answer for."""
    if actor.is_system or planned.post_id in duty_of(actor=actor, at=at).posts:
        return True
    return any(planned.area_path.startswith(path) for path in actor.area_paths(*AREA_STAFF))


@dataclass(frozen=True, slots=True)
class TodayVisit:
    """One line of the list. last_on, last_method: the last contact that met somebody."""

    planned: PlannedVisit
    name: str
    dwelling: Dwelling | None
    last_at: datetime | None
    is_late: bool

    @property
    def building(self) -> str:
        return self.dwelling.place.name if self.dwelling else ""


def todays_visits(
    *, actor: Actor, at: datetime, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[PlannedVisit]:
    """What is due today on my lists, by building, unit, floor and flat; three statements.

    Each row has `home_id` (dwelling), `last_at` (last contact) and `walk` (the order).
    """
    posts = duty_of(actor=actor, at=at).posts
    rows = due_rows(posts=posts, until=local_day(at))
    return paginate(rows, order=_WALK, cursor=cursor, size=size)


def due_rows(*, posts: tuple[int, ...], until: date) -> QuerySet[PlannedVisit]:
    """What is due on the lists of some posts up to a day, with its dwelling and last contact."""
    living = FilteredRelation(
        "person__memberships", condition=Q(person__memberships__ended_at__isnull=True)
    )
    there = Q(person__isnull=True) | Q(person__left_on__isnull=True, person__died_on__isnull=True)
    rows = PlannedVisit.objects.filter(
        there, state=PlannedState.DUE, post_id__in=posts, opens_on__lte=until
    ).annotate(living=living)
    home: Any = Coalesce("household__dwelling", "living__household__dwelling")
    return (
        rows.annotate(home_id=home, last_at=_last_contact())
        .annotate(walk=_walk())
        .select_related("plan", "person")
    )


def lines(*, page: Page[PlannedVisit], at: datetime) -> list[TodayVisit]:
    """The rows of a page as lines."""
    return walk_lines(rows=page.items, at=at)


def walk_lines(*, rows: Sequence[PlannedVisit], at: datetime) -> list[TodayVisit]:
    """Rows of `due_rows` with their dwellings; one statement, two with households."""
    homes = {row.home_id for row in rows}  # type: ignore[attr-defined]
    dwellings = Dwelling.objects.select_related("place").in_bulk(homes)
    heads = _heads([row.household_id for row in rows if row.household_id])
    today = local_day(at)
    return [
        TodayVisit(
            planned=row,
            name=row.person.name if row.person else heads.get(row.household_id or 0, ""),
            dwelling=dwellings.get(row.home_id),  # type: ignore[attr-defined]
            last_at=row.last_at,  # type: ignore[attr-defined]
            is_late=row.behind > 0 or row.until < today,
        )
        for row in rows
    ]


def _heads(household_ids: list[int]) -> dict[int, str]:
    if not household_ids:
        return {}
    rows = Membership.objects.filter(
        household_id__in=household_ids, ended_at__isnull=True, relation="head"
    )
    return dict(rows.values_list("household_id", "person__name"))


def _last_contact() -> Any:
    met = VisitedPerson.objects.filter(person=OuterRef("person")).order_by("-at").values("at")
    seen = Visit.objects.filter(household=OuterRef("household"), outcome=Outcome.MET)
    visited = seen.order_by("-started_at").values("started_at")
    return Coalesce(
        Subquery(met[:1], output_field=DateTimeField()),
        Subquery(visited[:1], output_field=DateTimeField()),
    )


def _walk() -> Any:
    """Building, unit, floor and flat as one text that sorts like a walk through the house."""
    home = Dwelling.objects.filter(pk=OuterRef("home_id"))
    key = Concat(
        LPad(Cast("place_id", CharField()), 12, Value("0")),
        LPad(F("unit"), 10, Value("0")),
        LPad(Cast(Coalesce("floor", 0), CharField()), 4, Value("0")),
        LPad(F("number"), 20, Value("0")),
        output_field=CharField(),
    )
    return Coalesce(
        Subquery(home.annotate(key=key).values("key")[:1], output_field=CharField()),
        Value("~"),
        output_field=CharField(),
    )


def soon(*, actor: Actor, at: datetime, days: int) -> QuerySet[PlannedVisit]:
    """What is due now or opens within some days on my lists, for a phone that goes offline."""
    posts = duty_of(actor=actor, at=at).posts
    rows = due_rows(posts=posts, until=local_day(at) + timedelta(days=days))
    return rows.order_by(F("walk"), "pk")
