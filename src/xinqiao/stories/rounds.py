"""A day of somebody who visits: today's list, read as the page reads it, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Membership
from xinqiao.stories.stage import Stage
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.models import Form, Method, PlannedVisit
from xinqiao.visits.selectors.today import TodayVisit, lines, todays_visits
from xinqiao.visits.services.record import record_visit

EVERYBODY = 100


def walk(stage: Stage, actor: Actor, *, households: int, people: int = EVERYBODY) -> int:
    """See so many households and people of the list of today; returns how many contacts.

    Somebody who is met in the own household needs no second visit on the same day.
    """
    page = todays_visits(actor=actor, at=stage.now, size=EVERYBODY)
    told = lines(page=page, at=stage.now)
    homes = [line for line in told if line.planned.household_id][:households]
    alone = [line for line in told if line.planned.person_id][:people]
    for line in homes:
        _visit_household(stage, actor, line)
    count = len(homes)
    for number, line in enumerate(alone):
        if PlannedVisit.objects.filter(pk=line.planned.pk, state="due").exists():
            _see_person(stage, actor, line, by_phone=number % 2 == 1)
            count += 1
    return count


def _visit_household(stage: Stage, actor: Actor, line: TodayVisit) -> None:
    members = list(
        Membership.objects.filter(household=line.planned.household_id, ended_at__isnull=True)
    )
    answers = {
        "met_people": [member.person_id for member in members],
        "residents": len(members),
        "housing": "own",
        "categories_asked": True,
        "needs_care": False,
        "looked": True,
        "fuel": "pipe",
        "gas_alarm": True,
        "hazards_asked": True,
        "conflicts_asked": True,
    }
    _record(stage, actor, line, "four-clear", answers, Method.VISIT)


def _see_person(stage: Stage, actor: Actor, line: TodayVisit, *, by_phone: bool) -> None:
    answers = {"met": [line.planned.person_id], "state": "good"}
    method = Method.PHONE if by_phone else Method.VISIT
    _record(stage, actor, line, "contact", answers, method)


def _record(
    stage: Stage,
    actor: Actor,
    line: TodayVisit,
    form: str,
    answers: dict[str, Any],
    method: Method,
) -> None:
    used = Form.objects.filter(code=form, published_at__isnull=False, valid_until=None).latest("pk")
    draft = VisitDraft(
        form_id=used.pk,
        key=f"story-{line.planned.pk}-{stage.now:%Y%m%d}",
        started_at=stage.now - timedelta(minutes=15),
        household_id=line.planned.household_id,
        person_id=line.planned.person_id,
        method=method,
        answers=answers,
    )
    record_visit(actor=actor, draft=draft, at=stage.now)
