"""A building with people, for the tests of the register."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.events.models import Event
from xinqiao.grid.models import Area, PlaceKind
from xinqiao.grid.services.places import add_place
from xinqiao.grid.tests.support import Town, add_estate, build_town, holding
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.citizen_number import check_character
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Household, Person, PersonTag, Relation
from xinqiao.registry.services.capture import capture_family

# Monday, 10:00 in Shanghai.
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def number_of(born_on: date, *, order: int = 1, region: str = "511083") -> str:
    """A valid citizen number; odd order: male."""
    digits = f"{region}{born_on:%Y%m%d}{order:03}"
    return digits + check_character(digits)


def told(name: str, born: int = 1950, *, order: int = 1, **more: Any) -> PersonDraft:
    """Somebody born on 6 May of a year, with a number of their own."""
    day = date(born, 5, 6)
    draft = PersonDraft(name=name, citizen_number=number_of(day, order=order))
    return replace(draft, **more)


@dataclass
class Village:
    """A town with an estate, a worker and a leader of its first grid, and their colleagues."""

    town: Town
    estate: int
    building: int
    other_building: int
    far_building: int
    worker: Actor
    neighbour: Actor
    community: Actor
    street: Actor
    county: Actor
    stranger: Actor
    households: dict[str, Household] = field(default_factory=dict)

    def family(
        self, *people: PersonDraft, number: str = "301", actor: Actor | None = None, **more: Any
    ) -> list[Person]:
        """A household in building 3, unit 2, captured by the worker."""
        place = more.pop("place", self.building)
        dwelling = DwellingDraft(place_id=place, unit="2", number=number)
        family = FamilyDraft(dwelling=dwelling, people=people, **more)
        return capture_family(actor=actor or self.worker, family=family, at=AT)


def build_village() -> Village:
    """A village at AT; its register is empty."""
    town = build_town()
    seed_registry(actor=SYSTEM, at=datetime(2000, 1, 1, tzinfo=UTC))
    estate, building = add_estate(town)
    return Village(
        town=town,
        estate=estate,
        building=building,
        other_building=_building(town.grids[1], estate, "5栋"),
        far_building=_building(town.grids[2], None, "百货公司宿舍"),
        worker=holding("孙悦", Role.GRID_WORKER, town.grids[0]),
        neighbour=holding("李明", Role.GRID_WORKER, town.grids[1]),
        community=holding("刘书记", Role.COMMUNITY, town.west),
        street=holding("何主任", Role.STREET, town.street),
        county=holding("高科长", Role.COUNTY, town.county),
        stranger=holding("赵远", Role.GRID_WORKER, town.grids[2]),
    )


def household_of(person: Person) -> Household:
    return person.memberships.get(ended_at__isnull=True).household


def tags_of(person: Person) -> set[str]:
    rows = PersonTag.objects.filter(person=person, until__isnull=True)
    return set(rows.values_list("tag__code", flat=True))


def kinds_since(first: int = 0) -> list[str]:
    """What the register recorded, in order."""
    rows = Event.objects.filter(kind__startswith="registry.", pk__gt=first).order_by("pk")
    return [kind.removeprefix("registry.") for kind in rows.values_list("kind", flat=True)]


def _building(area: Area, estate: int | None, name: str) -> int:
    return add_place(
        actor=SYSTEM,
        kind=PlaceKind.BUILDING,
        name=name,
        area_id=area.pk,
        parent_id=estate,
        at=AT,
    ).pk


HEAD, SPOUSE, CHILD = Relation.HEAD, Relation.SPOUSE, Relation.CHILD
