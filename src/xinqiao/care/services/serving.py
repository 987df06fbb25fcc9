"""Plan services at home, write down that they were done, and see which were missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.care.coming_round import due_days
from xinqiao.care.errors import (
    BadPlan,
    NotEntitled,
    PlanExists,
    ServiceMovedOn,
    TooEarly,
    TooManyCodes,
    WordReason,
    WrongCode,
)
from xinqiao.care.models import (
    SERVICE,
    CarePlan,
    HomeService,
    Manner,
    ServiceState,
)
from xinqiao.care.powers import require_keeper
from xinqiao.care.sealed import code_of_day
from xinqiao.care.selectors.classes import class_of
from xinqiao.care.selectors.rota import get_helper
from xinqiao.care.selectors.serving import get_plan, get_service, get_service_kind
from xinqiao.care.services.common import record
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day, require_aware
from xinqiao.registry.models import Person
from xinqiao.registry.selectors.scope import get_person

AHEAD: Final = timedelta(days=14)  # further ahead it would only have to be moved
MOST_WRONG: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What somebody gets, on which weekdays (bits, Monday is 1) of every how many weeks."""

    person_id: int
    kind_id: int
    helper_id: int
    weekdays: int
    starts_on: date
    every_weeks: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How it is known that the service was done; code and reason as the manner needs."""

    manner: str
    code: str = ""
    reason: str = ""
    tokens: tuple[str, ...] = ()


@transaction.atomic
def make_plan(*, actor: Actor, draft: PlanDraft, at: datetime) -> CarePlan:
    """Plan a service for somebody whose class is served at home. Records `care.planned`.

    Raises PersonNotFound, NothingHere, NotYourElders, NotEntitled, BadPlan, PlanExists.
    """
    person = get_person(actor=actor, person_id=draft.person_id)
    require_keeper(actor, person.area_path)
    standing = class_of(person_id=person.pk)
    if standing is None or not standing.elder_class.has_home_service:
        raise NotEntitled
    kind = get_service_kind(kind_id=draft.kind_id)
    helper = get_helper(actor=actor, helper_id=draft.helper_id)
    if not (1 <= draft.weekdays <= 127 and 1 <= draft.every_weeks <= 12):
        raise BadPlan(field="weekdays")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if CarePlan.objects.filter(person=person, kind=kind, ends_on__isnull=True).exists():
        raise PlanExists
    plan = CarePlan.objects.create(
        person=person,
        kind=kind,
        helper=helper,
        weekdays=draft.weekdays,
        every_weeks=draft.every_weeks,
        starts_on=draft.starts_on,
        made_at=at,
        made_by_id=actor.user_id,
    )
    _plan_ahead([plan], at)
    record("care.planned", actor, person, at, plan=plan.pk, service_kind=kind.pk)
    return plan


@transaction.atomic
def end_plan(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> CarePlan:
    """No more of this service from today on; what is planned falls away."""
    plan = get_plan(actor=actor, plan_id=plan_id)
    require_keeper(actor, plan.person.area_path)
    why = clean_text(reason, limit=200, field="reason", required=True, multiline=False)
    today = local_day(at)
    if not CarePlan.objects.filter(pk=plan.pk, ends_on__isnull=True).update(
        ends_on=today, end_reason=why
    ):
        raise ServiceMovedOn
    HomeService.objects.filter(plan=plan, state=ServiceState.PLANNED, due_on__gte=today).update(
        state=ServiceState.CANCELLED, reason=why
    )
    record("care.plan_ended", actor, plan.person, at, plan=plan.pk)
    return plan


@transaction.atomic
def plan_services(*, at: datetime) -> int:
    """Write the services of the next two weeks where they are missing; how many plans moved on.

    Plans of people who died or left end by themselves.
    """
    today = local_day(require_aware(at))
    gone = Q(person__died_on__isnull=False) | Q(person__left_on__isnull=False)
    gone |= Q(person__stored_only_at__isnull=False)
    for plan in CarePlan.objects.filter(gone, ends_on__isnull=True).select_related("person"):
        CarePlan.objects.filter(pk=plan.pk).update(ends_on=today, end_reason="register")
        HomeService.objects.filter(plan=plan, state=ServiceState.PLANNED, due_on__gte=today).update(
            state=ServiceState.CANCELLED
        )
        record("care.plan_ended", SYSTEM, plan.person, at, plan=plan.pk)
    behind = Q(planned_until__isnull=True) | Q(planned_until__lt=today + AHEAD)
    plans = CarePlan.objects.filter(behind, ends_on__isnull=True)
    due = list(plans.select_for_update(skip_locked=True).order_by("id"))
    _plan_ahead(due, at)
    return len(due)


def record_service(
    *,
    actor: Actor,
    service_id: int,
    confirmation: Confirmation,
    at: datetime,
    minutes: int | None = None,
    note: str = "",
) -> HomeService:
    """The service was done, and the elder confirmed it. Records `care.served`.

    A wrong code is counted although it is refused, so that four digits cannot be guessed.
    Raises NothingHere, TooEarly, ServiceMovedOn, WrongCode, TooManyCodes, WordReason.
    """
    with transaction.atomic():
        service = _locked(actor, service_id)
        refusal = _check(service, confirmation, at)
        if refusal is None:
            return _done(actor, service, confirmation, minutes, note, at)
        if isinstance(refusal, WrongCode):
            HomeService.objects.filter(pk=service.pk).update(wrong_codes=F("wrong_codes") + 1)
    raise refusal


@transaction.atomic
def cancel_service(*, actor: Actor, service_id: int, reason: str, at: datetime) -> HomeService:
    """This time it is not wanted. Records `care.service_cancelled`."""
    service = _locked(actor, service_id)
    if service.state not in (ServiceState.PLANNED, ServiceState.MISSED):
        raise ServiceMovedOn
    service.state = ServiceState.CANCELLED
    service.reason = clean_text(reason, limit=200, field="reason", required=True)
    service.save(update_fields=["state", "reason"])
    record("care.service_cancelled", actor, service.person, at, service=service.pk)
    return service


@transaction.atomic
def mark_missed(*, at: datetime, batch: int = 500) -> int:
    """What was due before today and nobody wrote down is missed; how many."""
    rows = HomeService.objects.filter(
        state=ServiceState.PLANNED, due_on__lt=local_day(require_aware(at))
    )
    due = list(
        rows.select_for_update(skip_locked=True, of=("self",)).select_related("person")[:batch]
    )
    ids = [row.pk for row in due]
    HomeService.objects.filter(pk__in=ids).update(state=ServiceState.MISSED)
    for row in due:
        record("care.service_missed", SYSTEM, row.person, at, service=row.pk)
    return len(due)


def _locked(actor: Actor, service_id: int) -> HomeService:
    found = get_service(actor=actor, service_id=service_id)
    rows = HomeService.objects.select_for_update(of=("self",))
    return rows.select_related("person", "plan").get(pk=found.pk)


def _check(service: HomeService, said: Confirmation, at: datetime) -> DomainError | None:
    if service.state not in (ServiceState.PLANNED, ServiceState.MISSED):
        return ServiceMovedOn()
    if service.due_on > local_day(at):
        return TooEarly()
    if said.manner == Manner.CODE:
        if service.wrong_codes >= MOST_WRONG:
            return TooManyCodes(field="code")
        right = code_of_day(service.person_id, local_day(at))
        return None if said.code.strip() == right else WrongCode(field="code")
    if said.manner == Manner.SIGNATURE and said.tokens:
        return None
    # A signature without a picture of it is the helper's word.
    return None if said.reason.strip() else WordReason(field="reason")


def _done(
    actor: Actor,
    service: HomeService,
    said: Confirmation,
    minutes: int | None,
    note: str,
    at: datetime,
) -> HomeService:
    has_signed = said.manner == Manner.SIGNATURE and said.tokens
    manner = Manner.CODE if said.manner == Manner.CODE else Manner.WORD
    service.manner = Manner.SIGNATURE if has_signed else manner
    service.state, service.done_at, service.done_by_id = ServiceState.DONE, at, actor.user_id
    service.minutes = minutes if minutes and 0 < minutes <= 600 else None
    service.reason = clean_text(said.reason, limit=200, field="reason", multiline=False)
    service.note = clean_text(note, limit=500, field="note")
    service.save()
    if said.tokens:
        claim(
            tokens=said.tokens,
            subject_kind=SERVICE,
            subject_id=service.pk,
            purpose=Purpose.PROOF,
            actor=actor,
            at=at,
        )
    record("care.served", actor, service.person, at, service=service.pk, manner=str(service.manner))
    return service


def _plan_ahead(plans: Sequence[CarePlan], at: datetime) -> None:
    today = local_day(at)
    rows = []
    for plan in plans:
        first = plan.planned_until + timedelta(days=1) if plan.planned_until else plan.starts_on
        days = due_days(
            starts_on=plan.starts_on,
            weekdays=plan.weekdays,
            every_weeks=plan.every_weeks,
            first=max(first, today) if plan.planned_until else first,
            last=today + AHEAD,
        )
        rows += [HomeService(plan=plan, person_id=plan.person_id, due_on=day) for day in days]
        plan.planned_until = today + AHEAD
    HomeService.objects.bulk_create(rows, ignore_conflicts=True)
    CarePlan.objects.bulk_update(plans, ["planned_until"])
