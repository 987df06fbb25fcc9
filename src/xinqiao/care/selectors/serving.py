"""Services at home: what is due, what was missed, how many people are served."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import CarePlan, HomeService, ServiceKind, ServiceState
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import local_day
from xinqiao.registry.selectors.scope import READERS

BY_DAY = Order("due_on")
LATEST = Order("due_on", descending=True)
_SHOWN = ("person__area", "plan__kind", "plan__helper")


def live_service_kinds() -> QuerySet[ServiceKind]:
    """Kinds of service in use."""
    return ServiceKind.objects.filter(valid_until__isnull=True).order_by("position", "id")


def get_service_kind(*, kind_id: int) -> ServiceKind:
    """One kind in use. Raises NothingHere."""
    kind = live_service_kinds().filter(pk=kind_id).first()
    if kind is None:
        raise NothingHere(field="kind")
    return kind


def visible_services(*, actor: Actor) -> QuerySet[HomeService]:
    """Services of the actor's areas, and those that are the actor's to do."""
    seen = below(actor, *READERS, field="person__area_path")
    if actor.user_id is not None:
        seen |= Q(plan__helper__user_id=actor.user_id, plan__helper__left_at__isnull=True)
    return HomeService.objects.filter(seen, person__merged_into__isnull=True)


def my_services(*, actor: Actor, at: datetime) -> QuerySet[HomeService]:
    """What this helper is to do today, and what of the last week is not written down."""
    if actor.user_id is None:
        return HomeService.objects.none()
    mine = Q(plan__helper__user_id=actor.user_id) | Q(plan__helper__post_id__in=actor.post_ids)
    open_ = [ServiceState.PLANNED, ServiceState.MISSED]
    today = local_day(at)
    week = date.fromordinal(today.toordinal() - 7)
    rows = HomeService.objects.filter(mine, state__in=open_, due_on__gte=week, due_on__lte=today)
    return rows.select_related(*_SHOWN).order_by("-due_on", "id")


def get_service(*, actor: Actor, service_id: int) -> HomeService:
    """One service. Raises NothingHere for strangers, too."""
    rows = visible_services(actor=actor).filter(pk=service_id).select_related(*_SHOWN)
    if (service := rows.first()) is None:
        raise NothingHere
    return service


def get_plan(*, actor: Actor, plan_id: int) -> CarePlan:
    """One plan of the actor's areas. Raises NothingHere."""
    seen = below(actor, *READERS, field="person__area_path")
    rows = CarePlan.objects.filter(seen, pk=plan_id).select_related("person", "kind", "helper")
    if (plan := rows.first()) is None:
        raise NothingHere
    return plan


def plans_of(*, person_id: int) -> list[CarePlan]:
    """Running plans of somebody."""
    rows = CarePlan.objects.filter(person_id=person_id, ends_on__isnull=True)
    return list(rows.select_related("kind", "helper").order_by("id"))


def service_page(
    *, actor: Actor, view: str, at: datetime, cursor: str | None = None
) -> Page[HomeService]:
    """view: "today", "missed" or "done"."""
    rows = visible_services(actor=actor).select_related(*_SHOWN)
    if view == "missed":
        return paginate(rows.filter(state=ServiceState.MISSED), order=LATEST, cursor=cursor)
    if view == "done":
        return paginate(rows.filter(state=ServiceState.DONE), order=LATEST, cursor=cursor)
    rows = rows.filter(due_on=local_day(at)).exclude(state=ServiceState.CANCELLED)
    return paginate(rows, order=BY_DAY, cursor=cursor)


def service_counts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Due today and not done, and missed in the last thirty days; one statement."""
    today = local_day(at)
    month = date.fromordinal(today.toordinal() - 30)
    recent = visible_services(actor=actor).filter(due_on__gte=month, due_on__lte=today)
    return recent.aggregate(
        today=Count("pk", filter=Q(due_on=today, state=ServiceState.PLANNED)),
        missed=Count("pk", filter=Q(state=ServiceState.MISSED)),
    )


def served_people(*, actor: Actor, since: date, until: date) -> int:
    """How many people were served at home from a day to another, both included (上门服务人数)."""
    done = visible_services(actor=actor).filter(
        state=ServiceState.DONE, due_on__gte=since, due_on__lte=until
    )
    return int(done.aggregate(n=Count("person", distinct=True))["n"])


def recent_services(*, person_id: int) -> list[HomeService]:
    """The last services of somebody that were done or missed."""
    rows = HomeService.objects.filter(person_id=person_id).exclude(state=ServiceState.PLANNED)
    return list(rows.select_related("plan__kind", "plan__helper").order_by("-due_on", "-id")[:8])
