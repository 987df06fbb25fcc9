"""Upkeep as staff see it in their areas: what is due, what is late, which lanes nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.files.models import Attachment
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.registry.models import Facility, Stewardship
from xinqiao.registry.selectors.scope import visible_facilities
from xinqiao.upkeep.errors import PlanNotFound, TaskNotFound
from xinqiao.upkeep.flow import CONFIRMED, FLOW, WAITING
from xinqiao.upkeep.models import TASK_FILES, Kind, Plan, Task
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items
from xinqiao.workflow.selectors.parties import allowed_actions

BY_DUE: Final = Order("item__due_at", nullable=True, tie="item_id")
BY_NAME: Final = Order("name")
NEWEST: Final = Order("id", descending=True)
_WITH: Final = (
    "item__owner_post",
    "item__owner_organisation",
    "item__area",
    "plan__facility__kind",
    "plan__kind",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the upkeep of an area stands. lanes: lines only; stewarded: those with a steward."""

    lanes: int
    stewarded: int
    planned: int
    open: int
    overdue: int
    done: int

    @property
    def without_steward(self) -> int:
        return self.lanes - self.stewarded


def visible_tasks(*, actor: Actor) -> QuerySet[Task]:
    """Tasks whose item the actor may see."""
    seen = visible_items(actor=actor).filter(pk=OuterRef("pk"), flow=FLOW)
    return Task.objects.filter(Exists(seen)).select_related(*_WITH)


def get_task(*, actor: Actor, number: str) -> Task:
    """One task by its number. Raises TaskNotFound for strangers, too."""
    found = visible_tasks(actor=actor).filter(item__number=parse_number(number)).first()
    if found is None:
        raise TaskNotFound
    return found


def due_tasks(*, actor: Actor, late_at: datetime | None = None) -> QuerySet[Task]:
    """What waits to be done; with `late_at` only what is late then."""
    rows = visible_tasks(actor=actor).filter(item__state=WAITING)
    return rows.filter(item__due_at__lte=late_at) if late_at else rows


def my_tasks(*, actor: Actor) -> QuerySet[Task]:
    """What waits in the actor's own posts."""
    rows = Task.objects.filter(item__state=WAITING, item__owner_post_id__in=actor.post_ids)
    return rows.select_related(*_WITH).order_by("item__due_at", "pk")


def task_page(rows: QuerySet[Task], *, cursor: str | None) -> Page[Task]:
    """A page of tasks, the most urgent first."""
    return paginate(rows, order=BY_DUE, cursor=cursor, size=25)


def lanes(*, actor: Actor, path: str = "") -> QuerySet[Facility]:
    """Lanes in use of the actor's areas."""
    rows = visible_facilities(actor=actor).filter(kind__is_line=True, area_path__startswith=path)
    return rows.select_related("area", "kind")


def _stewarded() -> Exists:
    return Exists(Stewardship.objects.filter(facility=OuterRef("pk"), until__isnull=True))


def orphan_page(*, actor: Actor, cursor: str | None) -> Page[Facility]:
    """A page of lanes that nobody looks after."""
    rows = lanes(actor=actor).filter(~_stewarded())
    return paginate(rows, order=BY_NAME, cursor=cursor, size=25)


def visible_plans(*, actor: Actor) -> QuerySet[Plan]:
    """Plans in use for facilities of the actor's areas."""
    seen = visible_facilities(actor=actor).filter(pk=OuterRef("facility_id"))
    rows = Plan.objects.filter(Exists(seen), retired_at__isnull=True)
    return rows.select_related("facility__area", "kind")


def plan_page(*, actor: Actor, cursor: str | None) -> Page[Plan]:
    """A page of plans, the newest first."""
    return paginate(visible_plans(actor=actor), order=NEWEST, cursor=cursor, size=25)


def get_plan(*, actor: Actor, plan_id: int) -> Plan:
    """One plan in use. Raises PlanNotFound for strangers, too."""
    found = visible_plans(actor=actor).filter(pk=plan_id).first()
    if found is None:
        raise PlanNotFound
    return found


def plans_of(facility: Facility) -> list[Plan]:
    """Plans of a facility in use."""
    rows = Plan.objects.filter(facility=facility, retired_at__isnull=True)
    return list(rows.select_related("kind").order_by("next_on", "pk"))


def latest_tasks(facility: Facility, *, most: int = 5) -> list[Task]:
    """The newest tasks of a facility with their items."""
    rows = Task.objects.filter(plan__facility=facility).select_related("item", "plan__kind")
    return list(rows.order_by("-pk")[:most])


def kinds_in_use() -> list[Kind]:
    """What can be planned."""
    return list(Kind.objects.filter(retired_at__isnull=True).order_by("position", "pk"))


def photos_of(task: Task) -> list[Attachment]:
    """The photos that prove it."""
    return list(attachments_of(TASK_FILES, [task.pk]).get(task.pk, []))


def possible_actions(*, actor: Actor, item: Item) -> list[str]:
    """What the actor may do with the task now, in the order of the flow."""
    return [action.name for action in allowed_actions(actor=actor, item=item)]


def figures(*, actor: Actor, at: datetime, path: str = "") -> Figures:
    """How an area stands; five statements. path: only below it."""
    mine = lanes(actor=actor, path=path)
    tasks = visible_tasks(actor=actor).filter(item__area_path__startswith=path)
    waiting = tasks.filter(item__state=WAITING)
    plans = visible_plans(actor=actor).filter(area_path__startswith=path)
    return Figures(
        lanes=mine.count(),
        stewarded=mine.filter(_stewarded()).count(),
        planned=plans.filter(facility__kind__is_line=True).values("facility").distinct().count(),
        open=waiting.count(),
        overdue=waiting.filter(Q(item__due_at__lte=at)).count(),
        done=tasks.filter(item__state=CONFIRMED).count(),
    )
