"""Classes of elders: who is in which, whose review is due, how many in each grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Classification, ElderClass
from xinqiao.grid.models import Area
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person, PersonTag
from xinqiao.registry.selectors.scope import READERS, visible_people

BY_AREA = Order("path")
VIEWS = ("confirmed", "proposed", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElderFilter:
    """view: one of VIEWS. code: of a class. grid: id of an area."""

    view: str = "confirmed"
    code: str = ""
    grid: int | None = None


@dataclass(frozen=True, slots=True)
class GridCounts:
    """One grid: how many of each class, in the order of the classes, and together."""

    area: Area
    counts: tuple[int, ...]
    total: int
    proposed: int


def live_classes(*, at: datetime) -> QuerySet[ElderClass]:
    """The classes in use, the first that fits comes first."""
    ended = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return ElderClass.objects.filter(ended, valid_from__lte=at).order_by("position", "id")


def class_of(*, person_id: int) -> Classification | None:
    """The confirmed class of somebody now."""
    rows = Classification.objects.filter(
        person_id=person_id, until__isnull=True, confirmed_at__isnull=False
    )
    return rows.select_related("elder_class").first()


def proposal_of(*, person_id: int) -> Classification | None:
    """What the rules propose for somebody, while nobody has decided."""
    rows = Classification.objects.filter(
        person_id=person_id, until__isnull=True, confirmed_at__isnull=True
    )
    return rows.select_related("elder_class").first()


def class_history(*, person_id: int) -> Sequence[Classification]:
    """Confirmed classes, the latest first."""
    rows = Classification.objects.filter(person_id=person_id, confirmed_at__isnull=False)
    return list(rows.select_related("elder_class", "confirmed_by").order_by("-confirmed_at")[:20])


def visible_classes(*, actor: Actor) -> QuerySet[Classification]:
    """Running classes of the elders in the actor's areas."""
    live = Q(person__merged_into__isnull=True, person__died_on__isnull=True)
    rows = Classification.objects.filter(live, until__isnull=True, person__left_on__isnull=True)
    return rows.filter(below(actor, *READERS, field="person__area_path"))


def elder_page(
    *, actor: Actor, wanted: ElderFilter, at: datetime, cursor: str | None = None
) -> Page[Classification]:
    """Elders by grid; one statement."""
    rows = _viewed(visible_classes(actor=actor), wanted.view, local_day(at))
    if wanted.code:
        rows = rows.filter(elder_class__code=wanted.code)
    if wanted.grid is not None:
        rows = rows.filter(person__area_id=wanted.grid)
    rows = rows.select_related("person__area", "elder_class").annotate(path=F("person__area_path"))
    return paginate(rows, order=BY_AREA, cursor=cursor)


def view_counts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """How many rows each view has; one statement."""
    day = local_day(at)
    confirmed = Q(confirmed_at__isnull=False)
    return visible_classes(actor=actor).aggregate(
        confirmed=Count("pk", filter=confirmed),
        proposed=Count("pk", filter=~confirmed),
        review=Count("pk", filter=confirmed & Q(review_on__lte=day)),
    )


def counts_by_grid(*, actor: Actor, at: datetime) -> tuple[list[ElderClass], list[GridCounts]]:
    """How many elders of each class live in each grid, by code; two statements."""
    classes = list(live_classes(at=at))
    confirmed = Q(confirmed_at__isnull=False)
    columns = {
        f"class_{row.pk}": Count("pk", filter=confirmed & Q(elder_class=row)) for row in classes
    }
    rows = (
        visible_classes(actor=actor)
        .values("person__area_id")
        .annotate(
            total=Count("pk", filter=confirmed), proposed=Count("pk", filter=~confirmed), **columns
        )
    )
    found: dict[int, dict[str, Any]] = {row["person__area_id"]: dict(row) for row in rows}
    areas = Area.objects.filter(pk__in=found).select_related("parent").order_by("path")
    return classes, [
        GridCounts(
            area,
            tuple(found[area.pk][f"class_{row.pk}"] for row in classes),
            found[area.pk]["total"],
            found[area.pk]["proposed"],
        )
        for area in areas
    ]


def elders_without_class(*, actor: Actor, at: datetime, born_by: date) -> QuerySet[Person]:
    """Elders of the register for whom nobody has confirmed a class."""
    confirmed = Classification.objects.filter(
        person_id=OuterRef("pk"), until__isnull=True, confirmed_at__isnull=False
    )
    people = visible_people(actor=actor).filter(born_on__lte=born_by, died_on__isnull=True)
    return people.filter(~Exists(confirmed), left_on__isnull=True)


def tag_names(*, person_ids: Sequence[int], with_sensitive: bool) -> dict[int, list[str]]:
    """Names of the running categories of people; one statement."""
    rows = PersonTag.objects.filter(person_id__in=person_ids, until__isnull=True)
    if not with_sensitive:
        rows = rows.filter(tag__is_sensitive=False)
    found: dict[int, list[str]] = {}
    for person_id, name in rows.order_by("tag__position").values_list("person_id", "tag__name"):
        found.setdefault(person_id, []).append(name)
    return found


def _viewed(rows: QuerySet[Classification], view: str, day: date) -> QuerySet[Classification]:
    if view == "proposed":
        return rows.filter(confirmed_at__isnull=True)
    rows = rows.filter(confirmed_at__isnull=False)
    if view == "review":
        return rows.filter(review_on__lte=day)
    return rows
