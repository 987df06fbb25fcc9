"""A community with two grids, posts, households and people, for the tests of plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor, HeldPost, Role
from xinqiao.accounts.models import User
from xinqiao.grid.models import Appointment, Area, Place, PlaceKind, Post
from xinqiao.registry.models import Dwelling, Household, Membership, Person, PersonTag, Tag
from xinqiao.visits.models import Form, Method, Outcome, Plan, PlannedVisit, Visit, VisitedPerson
from xinqiao.visits.services.matching import fulfil
from xinqiao.visits.services.plans import PlanDraft, start_plan

# Monday, 10:00 in Shanghai.
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
BEFORE = AT - timedelta(days=400)
DAY = timedelta(days=1)
_numbers = count(1)


@dataclass
class PlanWorld:
    """Everything the tests name."""

    street: Area
    community: Area
    other_community: Area
    grids: list[Area]
    far_grid: Area
    buildings: list[Place]
    tag: Tag
    posts: dict[str, Post] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)

    def actor(self, *names: str) -> Actor:
        """Somebody who holds these posts."""
        posts = [self.posts[name] for name in names]
        user = self.users[posts[0].pk]
        held = tuple(
            HeldPost(p.pk, Role(p.role), p.area_id, p.area.path, p.organisation_id, p.title)
            for p in posts
        )
        return Actor(user.pk, user.display_name, held)

    def seat(self, name: str, role: Role, area: Area, title: str, **more: Any) -> Post:
        """One more post with somebody in it."""
        post = Post.objects.create(role=role, area=area, title=title, **more)
        user = User.objects.create(username=f"u{post.pk}", display_name=title, created_at=BEFORE)
        Appointment.objects.create(post=post, user=user, starts_at=BEFORE)
        self.posts[name], self.users[post.pk] = post, user
        return post

    def home(self, grid: int = 0, unit: str = "1", number: str = "", floor: int = 1) -> Household:
        """A dwelling with a household in it."""
        area, place = self.grids[grid], self.buildings[grid]
        number = number or f"{floor}{next(_numbers):02}"
        dwelling = Dwelling.objects.create(
            place=place,
            unit=unit,
            number=number,
            floor=floor,
            address=f"{place.name}{unit}单元{number}",
            area=area,
            area_path=area.path,
            created_at=BEFORE,
        )
        return Household.objects.create(
            dwelling=dwelling, area=area, area_path=area.path, started_at=BEFORE
        )

    def person(
        self,
        name: str = "王秀英",
        *,
        home: Household | None = None,
        tagged: bool = True,
        since: datetime = BEFORE,
    ) -> Person:
        """Somebody in a household, with the tag of the tests."""
        home = home or self.home()
        person = Person.objects.create(
            name=name, area=home.area, area_path=home.area_path, created_at=since, updated_at=since
        )
        Membership.objects.create(
            person=person,
            household=home,
            relation="head" if not home.memberships.exists() else "other",
            started_at=since,
        )
        if tagged:
            PersonTag.objects.create(person=person, tag=self.tag, source="declared", since=since)
        return person

    def plan(self, *, actor: Actor = SYSTEM, at: datetime = AT, **more: Any) -> Plan:
        """Twice a week for people with the tag, in the whole community."""
        facts: dict[str, Any] = {
            "name": "空巢老人每周两次",
            "area_id": self.community.pk,
            "beat": "weekly",
            "times": 2,
            "gap": 2,
            "tag_ids": (self.tag.pk,),
        }
        return start_plan(actor=actor, draft=PlanDraft(**(facts | more)), at=at)


def met(
    *people: Person,
    at: datetime,
    method: Method = Method.VISIT,
    outcome: Outcome = Outcome.MET,
    household: Household | None = None,
) -> Visit:
    """A visit on record, matched with what was planned, as recording one does."""
    form, _new = Form.objects.get_or_create(
        code="test",
        version=1,
        defaults={
            "title": "走访",
            "subject": "household",
            "definition": {},
            "saved_at": BEFORE,
        },
    )
    area = people[0].area if people else household.area  # type: ignore[union-attr]
    visit = Visit.objects.create(
        form=form,
        household=household,
        person=people[0] if people else None,
        area=area,
        area_path=area.path,
        method=method,
        outcome=outcome,
        started_at=at,
        recorded_at=at,
        key=f"visit-{next(_numbers)}",
    )
    VisitedPerson.objects.bulk_create(
        VisitedPerson(visit=visit, person=person, at=at) for person in people
    )
    fulfil(visit_ids=[visit.pk], at=at)
    return visit


def states(person: Person) -> list[tuple[str, date]]:
    """What was planned for somebody, in order: state and window."""
    rows = PlannedVisit.objects.filter(person=person).order_by("slot", "pk")
    return [(row.state, row.slot) for row in rows]


def make_plan_world() -> PlanWorld:
    """Write the rows; for tests that commit, and the fixture."""

    def area(code: str, name: str, level: int, parent: Area | None) -> Area:
        path = f"{parent.path if parent else ''}{code}."
        return Area.objects.create(code=code, name=name, level=level, parent=parent, path=path)

    above = area("11", "北京市", 1, None)
    above = area("1101", "市辖区", 2, above)
    above = area("110107", "石景山区", 3, above)
    street = area("110107001", "八宝山街道", 4, above)
    one = area("110107001001", "金五区社区", 5, street)
    two = area("110107001002", "远洋社区", 5, street)
    grids = [area(f"{one.code}00{n}", f"{n}号楼网格", 6, one) for n in (1, 2)]
    far = area(f"{two.code}001", "远洋一网格", 6, two)
    buildings = [
        Place.objects.create(kind=PlaceKind.BUILDING, name=f"{n}号楼", area=grid)
        for n, grid in enumerate(grids, 1)
    ]
    tag = Tag.objects.create(
        code="empty_nest", name="空巢", definition="子女不同住的老人", valid_from=BEFORE
    )
    world = PlanWorld(street, one, two, grids, far, buildings, tag)
    world.seat("street", Role.STREET, street, "街道办", is_desk=True)
    world.seat("desk", Role.COMMUNITY, one, "金五区社区", is_desk=True)
    world.seat("other_desk", Role.COMMUNITY, two, "远洋社区", is_desk=True)
    world.seat("worker", Role.GRID_WORKER, grids[0], "1号楼网格员")
    world.seat("other_worker", Role.GRID_WORKER, grids[1], "2号楼网格员")
    world.seat("far_worker", Role.GRID_WORKER, far, "远洋网格员")
    return world
