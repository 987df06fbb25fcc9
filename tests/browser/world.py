"""The town behind the browser tests: places, people with sessions, and requests in several states.

Built once through the services, in a database of its own, before the browser starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from tests.browser.assessed import assess
from tests.browser.cared import care
from tests.browser.carried import carry
from tests.browser.lawful import keep
from tests.browser.listed import publish
from tests.browser.moved_in import move_in
from tests.browser.parked import park
from tests.browser.planned import plan
from tests.browser.projected import rebuild
from tests.browser.registered import register
from tests.browser.shared import share
from tests.browser.supervised import supervise
from xinqiao.accounts import sessions
from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.accounts.services.second_factor import enrol
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.seed import seed_cases
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.report import report_case
from xinqiao.cases.suggesting.services.train import train_from_file
from xinqiao.cases.suggesting.tests.support import write_letters
from xinqiao.grid.models import Area, Post
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.areas import add_responsibility_grid
from xinqiao.grid.services.plates import issue_plate
from xinqiao.grid.services.posts import open_post
from xinqiao.grid.tests.support import Town, add_estate, build_town
from xinqiao.indicators.services.feed import follow
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.working_calendar import fill_year

# A point in the first grid of the western community.
LON, LAT = 105.005, 29.005
MATTERS = (
    "3栋楼下路灯不亮，晚上看不清路",
    "垃圾桶满了三天没有人来清",
    "楼道里堆满杂物，老人走路不方便",
    "下水道堵了，污水流到路上",
    "小区门口电动车乱停乱放",
    "楼上半夜装修，吵得睡不着",
)


@dataclass
class World:
    """What the tests name. `cookies`: session keys by the name of the person."""

    cookies: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    plate: str = ""
    notice: str = ""
    meeting: int = 0
    account: int = 0
    assessed: dict[str, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    issue: int = 0
    project: str = ""
    programme: int = 0
    cared: dict[str, object] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)


def build() -> World:
    """Fill the empty database of the browser tests."""
    at = timezone.now()
    world = World()
    with transaction.atomic():
        town = build_town()
    for year in (at.year - 1, at.year):
        fill_year(actor=SYSTEM, year=year, at=at)
    seed_cases(actor=SYSTEM, at=at - timedelta(days=400))
    people = _people(town, at)
    for name, user in people.items():
        world.cookies[name] = _session(user, at, strong=name != "newcomer")
    # For those tests that sign out, which ends a session for good.
    for name in ("worker_leaving", "worker_back"):
        world.cookies[name] = _session(people["worker"], at, strong=True)
    add_responsibility_grid(actor=SYSTEM, grid_id=town.grids[0].pk, at=at)
    with TemporaryDirectory() as folder:
        train_from_file(actor=SYSTEM, path=write_letters(Path(folder) / "letters.csv"), at=at)
    _, building = add_estate(town)
    world.people = move_in(worker=actor_for(people["worker"], at), building_id=building, at=at)
    world.plate = issue_plate(actor=SYSTEM, place_id=building, at=at).code
    _requests(world, actor_for(people["worker"], at), at)
    world.shared = share(
        desk=actor_for(people["community"], at), spot=(LON, LAT + 0.003), at=timezone.now()
    )
    worker_now = actor_for(people["worker"], at)
    carry(worker=worker_now, person_id=world.people["neighbour"], at=at)
    supervise(world, county=actor_for(people["county"], at), desk=_desk(town.west), at=at)
    county, desk, worker = (
        actor_for(people[name], at) for name in ("county", "community", "worker")
    )
    world.assessed = assess(county=county, desk=desk, worker=worker, spot=(LON, LAT), at=at)
    world.listed = publish(
        community=desk, county=county, worker=worker, area_id=town.west.pk, at=at
    )
    world.issue = park(desk=desk, spot=(LON, LAT + 0.002), at=timezone.now())
    world.kept = keep(resident=people["resident"], worker=worker, grid=town.grids[0], at=at)
    world.kept |= register(worker=worker, building=building, grid=town.grids[0], at=at)
    elder = world.kept["law_person"]
    world.cared = care(desk=desk, community=town.west, person_id=elder, at=at)
    colleague = actor_for(people["colleague"], at)
    world.kept |= plan(desk=desk, worker=worker, colleague=colleague, at=at)
    world.project, world.programme = rebuild(
        county=county, desk=desk, case_id=_item_of(world.numbers[0]), at=timezone.now()
    )
    follow(at=timezone.now())
    return world


def _desk(area: Area) -> Party:
    return Party(post_id=Post.objects.get(area=area, is_desk=True).pk)


def _people(town: Town, at: datetime) -> dict[str, User]:
    seats: dict[str, tuple[Role, Area, str]] = {
        "worker": (Role.GRID_WORKER, town.grids[0], "孙悦"),
        "colleague": (Role.GRID_WORKER, town.grids[1], "李明"),
        "community": (Role.COMMUNITY, town.west, "刘书记"),
        "county": (Role.COUNTY, town.county, "高科长"),
        "sysadmin": (Role.SYSTEM_ADMIN, town.county, "小白"),
        "security": (Role.SECURITY_ADMIN, town.county, "小严"),
        "auditor": (Role.AUDIT_ADMIN, town.county, "小静"),
    }
    people = {}
    for username, (role, area, name) in seats.items():
        user = _user(username, name, at)
        post = _seat(role, area, name, at)
        appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=at - timedelta(days=300))
        enrol(user=user)
        people[username] = user
    people["resident"] = _user("resident", "张大娘", at)
    people["newcomer"] = _user("newcomer", "新来的小周", at)
    post = open_post(
        actor=SYSTEM, role=Role.GRID_WORKER, area_id=town.grids[1].pk, title="二网格", at=at
    )
    appoint(actor=SYSTEM, user_id=people["newcomer"].pk, post_id=post.pk, at=at)
    return people


def _user(username: str, name: str, at: datetime) -> User:
    return User.objects.create(username=username, display_name=name, created_at=at, password="!")


def _seat(role: Role, area: Area, name: str, at: datetime) -> Post:
    desk = Post.objects.filter(area=area, is_desk=True, role=role).first()
    return desk or open_post(actor=SYSTEM, role=role, area_id=area.pk, title=f"{name}的岗位", at=at)


def _session(user: User, at: datetime, *, strong: bool) -> str:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions.begin(request, user, at=at, strong=strong)
    request.session.save()
    key = request.session.session_key
    assert key
    return str(key)


def _requests(world: World, worker: Actor, at: datetime) -> None:
    for step, text in enumerate(MATTERS):
        reported = report_case(
            actor=ANONYMOUS,
            draft=ReportDraft(
                text=text,
                category_code="env.",
                lon=LON + step * 0.0004,
                lat=LAT,
                address="丽湖新城3栋",
                source=Source.WEB,
                reporter_phone="13800000001",
                may_publish=True,
            ),
            at=at - timedelta(days=step * 3, hours=1),
        )
        world.numbers.append(reported.number)
        world.tokens.append(reported.token)
    accept_case(actor=worker, item_id=_item_of(world.numbers[1]), at=at)


def _item_of(number: str) -> int:

    return Item.objects.get(number=number).pk
