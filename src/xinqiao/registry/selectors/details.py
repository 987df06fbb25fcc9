"""What the pages of a person, a household, a dwelling and a building show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import timeline
from xinqiao.grid.models import Area, Level, Place, PlaceKind, Post
from xinqiao.grid.selectors.places import visible_places
from xinqiao.grid.selectors.scope import below
from xinqiao.registry.errors import DwellingNotFound
from xinqiao.registry.models import (
    Act,
    ActPerson,
    Dwelling,
    Facility,
    FacilityKind,
    Household,
    Membership,
    Person,
    PersonTag,
    Stewardship,
    Tag,
)
from xinqiao.registry.register_errors import BuildingNotFound
from xinqiao.registry.selectors.scope import (
    get_household,
    get_person,
    visible_dwellings,
    visible_facilities,
)
from xinqiao.registry.selectors.search import with_residents

READERS = (*sorted(GRID_ROLES), *sorted(AREA_STAFF))


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """A person with every household there was, newest first, and what was recorded."""

    person: Person
    homes: Sequence[Membership]
    tags: Sequence[PersonTag]
    acts: Sequence[ActPerson]

    @property
    def home(self) -> Membership | None:
        """The present one."""
        return next((home for home in self.homes if home.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class HouseholdDetail:
    """A household, who belongs to it, who did, and the acts it went through."""

    household: Household
    members: Sequence[Membership]
    former: Sequence[Membership]
    acts: Sequence[Act]
    neighbours: Sequence[Household]  # other households behind the same door


@dataclass(frozen=True, slots=True)
class DwellingDetail:
    """A door with `now_here`, and the households that were."""

    dwelling: Dwelling
    former: Sequence[Household]


@dataclass(frozen=True, slots=True)
class Cell:
    """A room of a building at a glance. people: None where nobody is on record."""

    dwelling: Dwelling
    people: int
    names: str
    has_called: bool


@dataclass(frozen=True, slots=True)
class Floor:
    """Rooms of one unit on one floor; number None: not known."""

    number: int | None
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Unit:
    """A stairwell, its floors from the top down."""

    name: str
    floors: Sequence[Floor]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    title: str
    actor: str
    icon: str = "point"
    text: str = ""
    colour: str = ""
    photos: Sequence[object] = ()


def person_detail(*, actor: Actor, person_id: int) -> PersonDetail:
    """Four statements. Raises PersonNotFound (404)."""
    person = get_person(actor=actor, person_id=person_id)
    homes = person.memberships.select_related("household__dwelling").order_by("-started_at", "-pk")
    tags = person.tags.filter(until__isnull=True).select_related("tag")
    acts = person.acts.select_related("act").order_by("-act__on", "-pk")[:20]
    return PersonDetail(person, list(homes), list(tags.order_by("tag__position", "pk")), list(acts))


def household_detail(*, actor: Actor, household_id: int) -> HouseholdDetail:
    """Six statements. Raises HouseholdNotFound (404)."""
    household = get_household(actor=actor, household_id=household_id)
    rows = household.memberships.select_related("person").order_by("pk")
    tags = PersonTag.objects.filter(until__isnull=True).select_related("tag")
    known = list(rows.prefetch_related(Prefetch("person__tags", tags, to_attr="now_tagged")))
    people = ActPerson.objects.select_related("person")
    acts = Act.objects.filter(Q(household=household) | Q(to_household=household))
    return HouseholdDetail(
        household=household,
        members=[row for row in known if row.ended_at is None],
        former=[row for row in known if row.ended_at is not None],
        acts=list(
            acts.select_related("post")
            .prefetch_related(Prefetch("people", people, to_attr="who"))
            .order_by("-on", "-pk")[:20]
        ),
        neighbours=_neighbours(household),
    )


def dwelling_detail(*, actor: Actor, dwelling_id: int) -> DwellingDetail:
    """Five statements. Raises DwellingNotFound (404)."""
    rows = visible_dwellings(actor=actor).select_related("place__parent", "area")
    dwelling = with_residents(rows).filter(pk=dwelling_id).first()
    if dwelling is None:
        raise DwellingNotFound
    former = dwelling.households.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    return DwellingDetail(dwelling, list(former[:20]))


def _neighbours(household: Household) -> list[Household]:
    """Other households behind the same door, with `members`; two statements."""
    members = Membership.objects.filter(ended_at__isnull=True).select_related("person")
    rows = Household.objects.filter(dwelling_id=household.dwelling_id, ended_at__isnull=True)
    rows = rows.exclude(pk=household.pk).order_by("pk")
    return list(
        rows.prefetch_related(
            Prefetch("memberships", queryset=members.order_by("pk"), to_attr="members")
        )
    )


def history_of(*, kind: str, row_id: int) -> list[Entry]:
    """What was recorded of a row, oldest first; one statement."""
    return [
        Entry(event.at, label_of(event.kind), event.actor_label)
        for event in timeline(subject_kind=kind, subject_id=row_id)
    ]


def buildings(*, actor: Actor) -> QuerySet[Place]:
    """Buildings of the actor's areas with `flats` and `homes`, how many there are."""
    rows = visible_places(actor, *READERS).filter(kind=PlaceKind.BUILDING)
    flats = Dwelling.objects.filter(place=OuterRef("pk"), retired_at__isnull=True).order_by()
    homes = Household.objects.filter(
        dwelling__place=OuterRef("pk"), ended_at__isnull=True
    ).order_by()
    counted = Count("*")
    return rows.annotate(
        flats=Subquery(flats.values("place").annotate(n=counted).values("n")),
        homes=Subquery(homes.values("dwelling__place").annotate(n=counted).values("n")),
    )


def get_building(*, actor: Actor, place_id: int) -> Place:
    """One building. Raises BuildingNotFound (404) for strangers, too."""
    found = visible_places(actor, *READERS).filter(pk=place_id, kind=PlaceKind.BUILDING).first()
    if found is None:
        raise BuildingNotFound
    return found


def building_overview(*, place: Place) -> list[Unit]:
    """Its rooms, stairwell by stairwell and floor by floor; four statements."""
    rows = with_residents(Dwelling.objects.filter(place=place, retired_at__isnull=True))
    called = PersonTag.objects.filter(
        person__memberships__household__dwelling=OuterRef("pk"),
        person__memberships__ended_at__isnull=True,
        until__isnull=True,
        tag__needs_contact=True,
        tag__is_sensitive=False,
    )
    units: dict[str, dict[int | None, list[Cell]]] = {}
    for dwelling in rows.annotate(has_called=Exists(called)).order_by("unit", "number"):
        floors = units.setdefault(dwelling.unit, {})
        floors.setdefault(dwelling.floor, []).append(_cell(dwelling))
    return [
        Unit(name, [Floor(number, cells) for number, cells in _from_the_top(floors)])
        for name, floors in sorted(units.items(), key=lambda item: (len(item[0]), item[0]))
    ]


def facilities(*, actor: Actor, kind: str = "", area: str = "", words: str = "") -> Any:
    """Facilities with their present steward as `stewards`; two statements for a page."""
    rows = visible_facilities(actor=actor).select_related("kind", "area")
    if kind:
        rows = rows.filter(kind__code=kind)
    if area:
        rows = rows.filter(area_path__startswith=area)
    if words:
        rows = rows.filter(name__contains=words)
    now = Stewardship.objects.filter(until__isnull=True).select_related("post__area")
    return rows.prefetch_related(Prefetch("stewardships", queryset=now, to_attr="stewards"))


def stewards_of(*, facility: Facility) -> list[Stewardship]:
    """All stewards there were, newest first."""
    rows = facility.stewardships.select_related("post__area")
    return list(rows.order_by("-since", "-pk"))


def posts_for(*, facility: Facility) -> list[Post]:
    """Posts that can look after a facility: of its grid, and of the areas above."""
    above = facility.area_path.split(".")[:-1]
    paths = [".".join(above[: i + 1]) + "." for i in range(len(above))]
    rows = Post.objects.filter(
        closed_at__isnull=True, organisation__isnull=True, area__path__in=paths, role__in=READERS
    )
    return list(rows.select_related("area").order_by("-area__level", "title", "pk")[:100])


def facility_kinds() -> list[FacilityKind]:
    """Kinds in use, in their order."""
    rows = FacilityKind.objects.filter(valid_until__isnull=True)
    return list(rows.order_by("position", "pk"))


def all_facility_kinds() -> list[FacilityKind]:
    """Kinds in use and ended, for those who edit them."""
    return list(FacilityKind.objects.order_by("valid_until", "position", "pk"))


def tags_in_force(*, at: datetime) -> list[Tag]:
    """Categories that can be given or looked for now, in their order."""
    rows = Tag.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
    return list(rows.filter(valid_from__lte=at).order_by("position", "pk"))


def all_tags() -> list[Tag]:
    """The whole table, ended ones last."""
    return list(Tag.objects.order_by("valid_until", "position", "pk"))


def areas_below(*, actor: Actor) -> list[Area]:
    """Parts of the actor's areas to choose from: grids of a community, communities of a street."""
    held = {post.area_id for post in actor.posts if post.role in READERS}
    if not held:
        return []
    rows = Area.objects.filter(parent_id__in=held, valid_until__isnull=True)
    return list(rows.order_by("path")[:200])


def grids_of(*, actor: Actor) -> list[Area]:
    """Grids of the actor's areas, for putting a facility into one."""
    rows = Area.objects.filter(below(actor, *READERS), level=Level.GRID, valid_until__isnull=True)
    return list(rows.order_by("path")[:300])


def _cell(dwelling: Dwelling) -> Cell:
    households: list[Any] = dwelling.now_here  # type: ignore[attr-defined]
    members = [row for home in households for row in home.members]
    heads = [row for row in members if row.relation == "head"] or members[:1]
    return Cell(
        dwelling=dwelling,
        people=len(members),
        names="、".join(row.person.name for row in heads),
        has_called=bool(dwelling.has_called),  # type: ignore[attr-defined]
    )


def _from_the_top(
    floors: dict[int | None, list[Cell]],
) -> list[tuple[int | None, list[Cell]]]:
    return sorted(floors.items(), key=lambda item: (item[0] is None, -(item[0] or 0)))
