"""Plan recurring upkeep for a lane or facility, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.events.services.append import append
from xinqiao.kit.time import local_day, require_aware
from xinqiao.registry.models import Facility
from xinqiao.registry.selectors.scope import get_facility
from xinqiao.upkeep.errors import (
    BadAllowance,
    BadRhythm,
    EndsTooEarly,
    KindUnknown,
    PlannedAlready,
    PlanNotFound,
    PlansAreForStaff,
)
from xinqiao.upkeep.models import Kind, Plan
from xinqiao.upkeep.rhythm import Every, Rhythm

PLANNERS: Final = (*AREA_STAFF, Role.GRID_LEADER)
MOST_DAYS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What is to be done how often. kind: code. interval, days: as `rhythm.Rhythm` has them.

    days_allowed: days from the day it falls due, that day included.
    """

    facility_id: int
    kind: str
    every: str = Every.DAYS
    interval: int = 7
    days: tuple[int, ...] = ()
    days_allowed: int = 2
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def start_plan(*, actor: Actor, draft: PlanDraft, at: datetime) -> Plan:
    """Begin a plan; its first turn falls due by the worker. Records `upkeep.planned`.

    Raises FacilityNotFound, PlansAreForStaff, KindUnknown, BadRhythm, BadAllowance, EndsTooEarly,
    PlannedAlready.
    """
    at = require_aware(at)
    facility = get_facility(actor=actor, facility_id=draft.facility_id)
    _require_planner(actor, facility.area_path)
    kind = Kind.objects.filter(code=draft.kind, retired_at__isnull=True).first()
    if kind is None:
        raise KindUnknown(field="kind")
    rhythm = _rhythm(draft)
    plan = Plan(
        facility=facility,
        kind=kind,
        every=rhythm.every.value,
        interval=rhythm.interval,
        days=list(rhythm.days),
        days_allowed=draft.days_allowed,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        next_on=rhythm.from_day(draft.starts_on),
        area_path=facility.area_path,
        created_at=at,
        created_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise PlannedAlready(field="kind") from None
    _record(actor, plan, facility, "planned", at)
    return plan


@transaction.atomic
def end_plan(*, actor: Actor, plan_id: int, at: datetime) -> Plan:
    """No more turns; what is due already stays due. Records `upkeep.plan_ended`.

    Raises PlanNotFound, PlansAreForStaff.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("facility")
    plan = rows.filter(pk=plan_id, retired_at__isnull=True).first()
    if plan is None or not _sees(actor, plan.area_path):
        raise PlanNotFound
    _require_planner(actor, plan.area_path)
    plan.retired_at = at
    plan.save(update_fields=["retired_at"])
    _record(actor, plan, plan.facility, "plan_ended", at)
    return plan


def _rhythm(draft: PlanDraft) -> Rhythm:
    if not 1 <= draft.days_allowed <= MOST_DAYS:
        raise BadAllowance(field="days_allowed")
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise EndsTooEarly(field="ends_on")
    try:
        return Rhythm(
            Every(draft.every), draft.starts_on, draft.interval, tuple(sorted(set(draft.days)))
        )
    except ValueError:
        raise BadRhythm(field="interval") from None


def _sees(actor: Actor, path: str) -> bool:
    return actor.is_system or any(path.startswith(post.area_path) for post in actor.posts)


def _require_planner(actor: Actor, path: str) -> None:
    held = actor.area_paths(*PLANNERS)
    if not actor.is_system and not any(path.startswith(one) for one in held):
        raise PlansAreForStaff


def _record(actor: Actor, plan: Plan, facility: Facility, what: str, at: datetime) -> None:
    append(
        kind=f"upkeep.{what}",
        actor=actor,
        at=at,
        subject_kind="facility",
        subject_id=facility.pk,
        area_path=facility.area_path,
        data={"plan": plan.pk, "kind": plan.kind.code, "on": local_day(at).isoformat()},
    )
