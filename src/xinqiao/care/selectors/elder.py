"""One elder as the pages show them: what this room knows, and no more than somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.care.action_words import CALL_STATES, Words, weekday_words
from xinqiao.care.models import (
    Bracelet,
    Call,
    CarePlan,
    Classification,
    Grant,
    HomeService,
)
from xinqiao.care.proposing import age_on
from xinqiao.care.selectors.callers import Contact, contacts_of
from xinqiao.care.selectors.calls import calls_of
from xinqiao.care.selectors.classes import class_history, class_of, proposal_of
from xinqiao.care.selectors.grants import grants_of
from xinqiao.care.selectors.homes import Home, home_of
from xinqiao.care.selectors.rota import bracelet_of
from xinqiao.care.selectors.serving import plans_of, recent_services
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with its weekdays in words."""

    plan: CarePlan
    days: str


@dataclass(frozen=True, slots=True)
class Elder:
    """Ten statements behind one page."""

    age: int | None
    home: Home
    standing: Classification | None
    proposal: Classification | None
    history: list[Classification]
    grants: list[Grant]
    plans: list[PlanRow]
    services: list[HomeService]
    calls: list[tuple[Call, Words]]
    contacts: list[Contact]
    bracelet: Bracelet | None


def elder_of(*, actor: Actor, person: Person, at: datetime) -> Elder:
    """Everything for the page of a person that the actor may see."""
    return Elder(
        age=age_on(person.born_on, local_day(at)) if person.born_on else None,
        home=home_of(person),
        standing=class_of(person_id=person.pk),
        proposal=proposal_of(person_id=person.pk),
        history=list(class_history(person_id=person.pk)),
        grants=grants_of(person_id=person.pk),
        plans=[
            PlanRow(plan, weekday_words(plan.weekdays)) for plan in plans_of(person_id=person.pk)
        ],
        services=recent_services(person_id=person.pk),
        calls=[(call, CALL_STATES[call.item.state]) for call in calls_of(person_id=person.pk)],
        contacts=contacts_of(person_id=person.pk),
        bracelet=bracelet_of(person_id=person.pk),
    )
