"""Households for the tests of visits, and answers that fit the shipped forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.tests.world import AT, BEFORE, World
from xinqiao.grid.models import Area, Place
from xinqiao.registry import sealed
from xinqiao.registry.models import (
    Dwelling,
    Household,
    Membership,
    Person,
    Relation,
    Tag,
)
from xinqiao.visits.drafts import Recorded, VisitDraft
from xinqiao.visits.models import Form
from xinqiao.visits.seed import seed_forms
from xinqiao.visits.services.record import record_visit

PHONE = "13890512345"


@dataclass
class Home:
    """A household and its people, the head first."""

    household: Household
    people: list[Person]

    @property
    def head(self) -> Person:
        return self.people[0]


def ship_forms() -> None:
    """Categories that are given by hand, and the forms."""
    for code, name in (("disabled", "残障人员"), ("low-income", "低保户")):
        Tag.objects.get_or_create(
            code=code, defaults={"name": name, "definition": name, "valid_from": BEFORE}
        )
    seed_forms(actor=SYSTEM, at=BEFORE)


def move_in(world: World, *, number: str = "301", names: tuple[str, ...] = ("周秀英",)) -> Home:
    """People of a flat in building 3 of the first grid; the head can be telephoned."""
    building = Place.objects.get(name="3栋")
    return home_at(building, world.grid, number=number, names=names)


def home_at(building: Place, area: Area, *, number: str, names: tuple[str, ...]) -> Home:
    where = {"area": area, "area_path": area.path}
    dwelling = Dwelling.objects.create(
        place=building,
        unit="1",
        number=number,
        address=f"幸福小区3栋1单元{number}",
        created_at=BEFORE,
        **where,
    )
    household = Household.objects.create(dwelling=dwelling, started_at=BEFORE, **where)
    phone, index = sealed.seal_phone(PHONE)
    people = []
    for place, name in enumerate(names):
        person = Person.objects.create(
            name=name,
            created_at=BEFORE,
            updated_at=BEFORE,
            phone_sealed=phone if place == 0 else None,
            phone_index=index if place == 0 else None,
            **where,
        )
        Membership.objects.create(
            person=person,
            household=household,
            relation=Relation.HEAD if place == 0 else Relation.OTHER,
            started_at=BEFORE,
        )
        people.append(person)
    return Home(household, people)


def form(code: str = "four-clear") -> Form:
    """The version in use."""
    return Form.objects.get(code=code, published_at__isnull=False, valid_until__isnull=True)


def all_clear(home: Home, **more: Any) -> dict[str, Any]:
    """Answers of a four-clear visit that leaves nothing open."""
    return {
        "met_people": [home.head.pk],
        "residents": len(home.people),
        "housing": "own",
        "categories_asked": True,
        "needs_care": False,
        "looked": True,
        "fuel": "electric",
        "hazards_asked": True,
        "conflicts_asked": True,
        **more,
    }


def visit(
    home: Home,
    actor: Actor,
    *,
    code: str = "four-clear",
    key: str = "visit-0001",
    at: datetime = AT,
    answers: dict[str, Any] | None = None,
    **more: Any,
) -> Recorded:
    """A visit that lasted a quarter of an hour and is recorded at its end."""
    version = form(code)
    whom = (
        {"household_id": home.household.pk}
        if version.subject == "household"
        else {"person_id": home.head.pk}
    )
    facts: dict[str, Any] = {
        "form_id": version.pk,
        "key": key,
        "started_at": at - timedelta(minutes=15),
        "ended_at": at,
        "answers": all_clear(home) if answers is None else answers,
        **whom,
    }
    return record_visit(actor=actor, draft=VisitDraft(**(facts | more)), at=at)
