"""Begin, change and end plans of visits. A plan is never edited: a change begins another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Place, Post
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Tag
from xinqiao.visits.models import (
    PLAN,
    Contact,
    OwnerRule,
    Plan,
    PlannedState,
    PlannedVisit,
    Target,
    Why,
)
from xinqiao.visits.plan_errors import (
    BadBuilding,
    BadPlanDates,
    BadRhythm,
    PlanEnded,
    PlanNotFound,
    PostForPlan,
    TooManyWouldKnow,
)
from xinqiao.visits.planning import Beat
from xinqiao.visits.services.rounds import round_of_plan

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What staff fill in. tag_ids: people with one of these tags; none means everybody.

    weekdays: 0 is Monday. gap: days at least between two contacts that count.
    """

    name: str
    area_id: int
    beat: str
    times: int = 1
    every: int = 1
    weekdays: tuple[int, ...] = ()
    gap: int = 1
    tag_ids: tuple[int, ...] = ()
    place_id: int | None = None
    target: str = Target.PERSON.value
    form_code: str = ""
    contact: str = Contact.EITHER.value
    owner_rule: str = OwnerRule.WORKER.value
    owner_post_id: int | None = None
    skips_holidays: bool = False
    valid_from: date | None = None
    valid_until: date | None = None


def may_plan(actor: Actor, area_path: str) -> bool:
    """Whether somebody answers for visits in an area: staff of it or of what is above."""
    return actor.is_system or any(
        area_path.startswith(path) for path in actor.area_paths(*AREA_STAFF)
    )


@transaction.atomic
def start_plan(*, actor: Actor, draft: PlanDraft, at: datetime) -> Plan:
    """Begin a plan; a plan that begins today has its first visits at once.

    Records `visits.plan_begun`. Raises NotAllowed, BadRhythm, BadPlanDates, PostForPlan,
    BadBuilding.
    """
    return _begin(actor=actor, draft=draft, previous=None, at=at)


@transaction.atomic
def change_plan(*, actor: Actor, plan_id: int, draft: PlanDraft, at: datetime) -> Plan:
    """End a plan and begin another in its place. Raises what start_plan and end_plan raise.

    Whoever was seen in the window of today is not due again in it.
    """
    old = lock_plan(actor, plan_id)
    _end(old, actor=actor, at=at)
    return _begin(actor=actor, draft=draft, previous=old, at=at)


@transaction.atomic
def end_plan(*, actor: Actor, plan_id: int, at: datetime) -> Plan:
    """End a plan today; what is due leaves the lists. Raises PlanEnded."""
    plan = lock_plan(actor, plan_id)
    _end(plan, actor=actor, at=at)
    return plan


def lock_plan(actor: Actor, plan_id: int) -> Plan:
    """The plan, locked, for somebody who may change it. Raises PlanNotFound, NotAllowed."""
    plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise PlanNotFound
    if not may_plan(actor, plan.area_path):
        raise NotAllowed
    return plan


def _begin(*, actor: Actor, draft: PlanDraft, previous: Plan | None, at: datetime) -> Plan:
    area = Area.objects.filter(pk=draft.area_id, valid_until__isnull=True).first()
    if area is None or not may_plan(actor, area.path):
        raise NotAllowed
    today = local_day(at)
    begins = draft.valid_from or today
    if begins < today or (draft.valid_until is not None and draft.valid_until <= begins):
        raise BadPlanDates(field="valid_from")
    plan = Plan(
        name=clean_text(draft.name, limit=NAME_LIMIT, field="name", required=True, multiline=False),
        area=area,
        area_path=area.path,
        place_id=_building(draft.place_id, area),
        target=Target(draft.target),
        form_code=draft.form_code,
        beat=Beat(draft.beat).value,
        times=draft.times,
        every=draft.every,
        weekdays=sorted(set(draft.weekdays)),
        gap=draft.gap,
        skips_holidays=draft.skips_holidays,
        contact=Contact(draft.contact),
        owner_rule=OwnerRule(draft.owner_rule),
        owner_post_id=_post(draft),
        valid_from=begins,
        valid_until=draft.valid_until,
        previous=previous,
        rounds_until=begins,
        created_at=at,
        created_by_id=actor.user_id,
    )
    _check_rhythm(plan)
    tags = _tags(draft.tag_ids)
    _check_who_knows(plan, tags)
    plan.save()
    plan.tags.set(tags)
    record_plan("visits.plan_begun", plan, actor=actor, at=at)
    if begins <= today:
        round_of_plan(plan, at=at)
    return plan


def record_plan(kind: str, plan: Plan, *, actor: Actor, at: datetime) -> None:
    """Put a change of a plan into the log."""
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=PLAN,
        subject_id=plan.pk,
        area_path=plan.area_path,
        data={"previous": plan.previous_id},
    )


def _end(plan: Plan, *, actor: Actor, at: datetime) -> None:
    today = local_day(at)
    if plan.valid_until is not None and plan.valid_until <= today:
        raise PlanEnded
    plan.valid_until = max(today, plan.valid_from)
    plan.save(update_fields=["valid_until"])
    due = PlannedVisit.objects.filter(plan=plan, state=PlannedState.DUE)
    due.update(state=PlannedState.SKIPPED, why=Why.ENDED, settled_at=at)
    record_plan("visits.plan_ended", plan, actor=actor, at=at)


def _check_rhythm(plan: Plan) -> None:
    try:
        assert plan.rhythm  # noqa: S101 (building it checks it)
    except ValueError as error:
        raise BadRhythm(field="beat") from error


def _check_who_knows(plan: Plan, tags: Sequence[Tag]) -> None:
    """Whoever has the list knows the category: a neighbour must not learn a sensitive one."""
    named = plan.owner_post is not None and plan.owner_post.role == Role.STAIRWELL_LEADER
    if (named or plan.owner_rule == OwnerRule.STAIRWELL) and any(tag.is_sensitive for tag in tags):
        raise TooManyWouldKnow(field="owner_rule")


def _post(draft: PlanDraft) -> int | None:
    if draft.owner_rule != OwnerRule.POST:
        return None
    open_posts = Post.objects.filter(closed_at__isnull=True)
    post = open_posts.filter(pk=draft.owner_post_id or 0).first()
    if post is None:
        raise PostForPlan(field="owner_post")
    return post.pk


def _building(place_id: int | None, area: Area) -> int | None:
    if place_id is None:
        return None
    inside = Place.objects.filter(
        pk=place_id, area__path__startswith=area.path, retired_at__isnull=True
    )
    if not inside.exists():
        raise BadBuilding(field="place")
    return place_id


def _tags(tag_ids: Sequence[int]) -> list[Tag]:
    return list(Tag.objects.filter(pk__in=tag_ids).order_by("pk"))
