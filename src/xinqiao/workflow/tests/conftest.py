"""A small street for the tests: communities, grids, desks, a water company and its people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from xinqiao.accounts.access import Actor, HeldPost, Role
from xinqiao.accounts.models import User
from xinqiao.grid.models import Appointment, Area, Organisation, Post
from xinqiao.workflow import machine, snapshot
from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.flow import (
    OPEN,
    Action,
    ClockSpec,
    Effect,
    Flow,
    Need,
    Relation,
    Rung,
    State,
)
from xinqiao.workflow.models import CalendarYear, Item
from xinqiao.workflow.services.opening import open_item

# Monday, 10:00 in Shanghai.
START = datetime(2026, 11, 23, 2, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STAFF = (Relation.OWNER, Relation.DISPATCHER)
FLOW = Flow(
    name="errand",
    version=1,
    states=(
        State("assigned"),
        State("handling"),
        State("waiting"),
        State("answered", done=True),
        State("closed", final=True),
    ),
    actions=(
        Action("accept", ("assigned",), "handling", (Relation.OWNER,)),
        Action("dispatch", ("assigned", "handling"), "assigned", STAFF, (Need.TARGET,)),
        Action("hand_up", ("assigned", "handling"), "assigned", STAFF, (Need.REASON,)),
        Action("send_back", ("assigned", "handling"), "assigned", STAFF, (Need.REASON,)),
        Action("take_over", ("assigned", "handling"), "assigned", (Relation.SUPERVISOR,)),
        Action("supervise", ("assigned", "handling"), None, (Relation.SUPERVISOR,)),
        Action("whistle", ("assigned", "handling"), None, STAFF, (Need.TARGET,)),
        Action("co_reply", ("assigned", "handling"), None, (Relation.CO_UNIT,)),
        Action("wait", ("handling",), "waiting", (Relation.OWNER,), (Need.REASON,)),
        Action("go_on", ("waiting",), "handling", (Relation.OWNER, Relation.REQUESTER)),
        Action("extend", ("assigned", "handling"), None, STAFF, (Need.REASON,)),
        Action("answer", ("handling",), "answered", (Relation.OWNER,), (Need.PROOF,)),
        Action("reopen", ("answered",), "assigned", (Relation.REQUESTER,), (Need.REASON,)),
        Action("confirm", ("answered",), "closed", (Relation.REQUESTER,), event="errand.done"),
    ),
    clocks=(
        ClockSpec(
            "accept",
            (OPEN, "dispatch", "hand_up", "send_back", "reopen"),
            ("accept", "answer"),
            Limit(2, Unit.WORKING_HOURS),
            ladder=(
                Rung(None, None, Effect.TAKE_OVER),
                Rung(Limit(1, Unit.WORKING_DAYS), 3, last=True),
            ),
        ),
        ClockSpec(
            "handle",
            (OPEN, "reopen"),
            ("answer",),
            Limit(5, Unit.WORKING_DAYS),
            ("waiting",),
        ),
        ClockSpec("co", ("whistle",), ("co_reply",), Limit(2, Unit.WORKING_DAYS), per_unit=True),
        ClockSpec(
            "verify",
            ("answer",),
            ("confirm", "reopen"),
            Limit(7, Unit.NATURAL_DAYS),
            climbs=False,
            on_due="confirm",
        ),
    ),
    ladder=(
        Rung(None, 5),
        Rung(Limit(1, Unit.WORKING_DAYS), 4),
        Rung(Limit(2, Unit.WORKING_DAYS), 3, last=True),
    ),
)


@dataclass
class Street:
    """Everything the tests name."""

    county: Area
    street: Area
    community: Area
    other_community: Area
    grid: Area
    other_grid: Area
    county_desk: Post
    street_desk: Post
    desk: Post
    other_desk: Post
    worker: Post
    other_worker: Post
    water: Organisation
    water_post: Post
    people: dict[int, User]

    def actor(self, *posts: Post) -> Actor:
        """Somebody who holds these posts."""
        user = self.people[posts[0].pk]
        held = tuple(
            HeldPost(p.pk, Role(p.role), p.area_id, p.area.path, p.organisation_id, p.title)
            for p in posts
        )
        return Actor(user.pk, user.display_name, held)

    def open(self, *, at: datetime = START, number: str = "10000012", **more: Any) -> Item:
        """An item in the first grid."""
        facts: dict[str, Any] = {
            "actor": self.actor(self.worker),
            "flow": "errand",
            "number": number,
            "title": "水管漏水",
            "words": "五号楼水管漏水",
            "category_code": "water.pipe.",
            "area_id": self.grid.pk,
            "area_path": self.grid.path,
            "at": at,
        }
        return open_item(**(facts | more))


@pytest.fixture(autouse=True)
def _fresh_picture(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(machine, "_flows", dict(machine._flows))
    machine.register(FLOW)
    snapshot.forget()
    yield
    snapshot.forget()


def make_area(code: str, name: str, level: int, parent: Area | None = None) -> Area:
    """An area whose path is its parent's path and its code."""
    path = f"{parent.path if parent else ''}{code}."
    return Area.objects.create(code=code, name=name, level=level, parent=parent, path=path)


def make_street() -> Street:
    """Write the rows of the street; for tests that commit, and the fixture."""
    county = make_area("511083", "隆昌市", 3)
    street = make_area("511083001", "金鹅街道", 4, county)
    one, two = (make_area(f"51108300100{n}", f"{n}社区", 5, street) for n in (1, 2))
    grids = [make_area(f"{c.code}001", f"{c.name}一网格", 6, c) for c in (one, two)]
    water = Organisation.objects.create(name="自来水公司", kind="utility", area=county)

    def post(role: Role, area: Area, title: str, **more: Any) -> Post:
        return Post.objects.create(role=role, area=area, title=title, **more)

    posts = [
        post(Role.COUNTY, county, "区县督办", is_desk=True),
        post(Role.STREET, street, "街道办", is_desk=True),
        post(Role.COMMUNITY, one, "一社区", is_desk=True),
        post(Role.COMMUNITY, two, "二社区", is_desk=True),
        post(Role.GRID_WORKER, grids[0], "网格员甲"),
        post(Role.GRID_WORKER, grids[1], "网格员乙"),
        post(Role.DEPARTMENT, county, "自来水公司调度", organisation=water),
    ]
    people = {}
    for seat in posts:
        user = User.objects.create(
            username=f"user{seat.pk}", display_name=f"{seat.title}在岗人", created_at=LONG_AGO
        )
        Appointment.objects.create(post=seat, user=user, starts_at=LONG_AGO)
        people[seat.pk] = user
    for year in (2025, 2026):
        CalendarYear.objects.create(year=year, source="test")
    names = ("county_desk", "street_desk", "desk", "other_desk", "worker", "other_worker")
    return Street(
        county=county,
        street=street,
        community=one,
        other_community=two,
        grid=grids[0],
        other_grid=grids[1],
        **dict(zip(names, posts[:6], strict=True)),
        water=water,
        water_post=posts[6],
        people=people,
    )


@pytest.fixture
def street(db: None) -> Street:
    """The street, gone again after the test."""
    return make_street()


def day(number: int) -> date:
    """A day of November 2026."""
    return date(2026, 11, number)
