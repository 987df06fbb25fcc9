"""Plans, visits that are due, leave and a declaration, for the browser tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person, Tag
from xinqiao.visits.models import PlannedVisit
from xinqiao.visits.seed_freshness import seed_freshness
from xinqiao.visits.services.ask import ask_for_visits
from xinqiao.visits.services.declare import declare
from xinqiao.visits.services.leave import take_leave
from xinqiao.visits.services.plans import PlanDraft, start_plan


def plan(*, desk: Actor, worker: Actor, colleague: Actor, at: datetime) -> dict[str, int]:
    """Ids by the placeholders of the pages that show them."""
    seed_freshness(actor=SYSTEM, at=at - timedelta(days=400))
    held = desk.posts[0]
    tags = tuple(
        Tag.objects.filter(code__in=("very_old", "empty_nest")).values_list("pk", flat=True)
    )
    weekly = PlanDraft(
        name="高龄、空巢老人每周两次",
        area_id=held.area_id,
        beat="weekly",
        times=2,
        gap=2,
        tag_ids=tags,
    )
    made = start_plan(actor=desk, draft=weekly, at=at)
    homes = PlanDraft(
        name="入户四清", area_id=held.area_id, target="household", beat="monthly", contact="visit"
    )
    start_plan(actor=desk, draft=homes, at=at)
    chosen = list(Person.objects.filter(name="陈国强").values_list("pk", flat=True)[:2])
    ask_for_visits(actor=desk, path=held.area_path, person_ids=chosen, at=at)
    take_leave(
        actor=colleague,
        post_id=colleague.posts[0].post_id,
        substitute_id=worker.posts[0].post_id,
        first_day=local_day(at),
        last_day=local_day(at) + timedelta(days=3),
        at=at,
    )
    linked = Person.objects.filter(user__isnull=False, area_path__startswith=held.area_path)
    for person in linked[:1]:
        me = Actor(user_id=person.user_id, name=person.name)
        declare(actor=me, lives_here=True, words="女儿五月搬来同住", phone="13890500111", at=at)
    mine = PlannedVisit.objects.filter(post=worker.posts[0].post_id, state="due").earliest("pk")
    return {"visit_plan": made.pk, "planned_visit": mine.pk}
