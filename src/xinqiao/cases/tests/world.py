"""A neighbourhood for the tests of this room, built through the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shapely.geometry import box, mapping
from tests.support.remembered import remembered

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.accounts.services.people import create_user
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Case, Category, Source
from xinqiao.cases.seed_data import LIMITS, RULES, seed_categories
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.report_plain import report_case_plain
from xinqiao.events.models import Event
from xinqiao.files.models import Attachment, Purpose
from xinqiao.grid.models import Area, Organisation, OrganisationKind, PlaceKind, Post
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.organisations import add_organisation
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.plates import issue_plate
from xinqiao.grid.services.posts import desk_of, open_post, organisation_post
from xinqiao.workflow.models import CalendarYear, DispatchRule, Item, LimitRule

# Monday, 10:00 in Shanghai.
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
BEFORE = AT - timedelta(days=30)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
IN_GRID = (105.005, 29.005)
IN_OTHER_GRID = (105.015, 29.005)
PHONE = "13800138000"


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    """A square of `size` degrees as GeoJSON."""
    drawn: dict[str, Any] = mapping(box(west, south, west + size, south + size))
    return drawn


@dataclass
class World:
    """Everything the tests name. `actors` by what they are."""

    county: Area
    street: Area
    community: Area
    other_community: Area
    grid: Area
    other_grid: Area
    far_grid: Area
    water: Organisation
    property: Organisation
    posts: dict[str, Post] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    plate: str = ""

    def __getattr__(self, name: str) -> Actor:
        try:
            found: Actor = self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None
        return found

    def report(self, *, actor: Actor | None = None, at: datetime = AT, **more: Any) -> Reported:
        """A report at a point in the first grid, by the resident if nobody else is named."""
        facts: dict[str, Any] = {
            "text": "楼下的垃圾桶满了，三天没有清运。",
            "category_code": "env.garbage.",
            "lon": IN_GRID[0],
            "lat": IN_GRID[1],
            "source": Source.WEB,
        }
        draft = ReportDraft(**(facts | more))
        return report_case_plain(actor=actor or self.resident, draft=draft, at=at)

    def handled(self, *, at: datetime = AT, **more: Any) -> int:
        """A request that the worker has accepted."""
        case_id = self.report(at=at, **more).case_id
        accept_case(actor=self.worker, item_id=case_id, at=at)
        return case_id

    def answered(self, *, at: datetime = AT, **more: Any) -> int:
        """A request that the worker has closed with a photo."""
        case_id = self.handled(at=at, **more)
        self.close(case_id, at=at)
        return case_id

    def close(self, case_id: int, *, actor: Actor | None = None, at: datetime = AT) -> None:
        """Close it with a photo."""
        close_case(
            actor=actor or self.worker,
            item_id=case_id,
            words="已经清理干净。",
            proof_tokens=[photo(at)],
            at=at,
        )


def photo(at: datetime = AT, *, purpose: Purpose = Purpose.PROOF) -> str:
    """The token of an upload nobody has claimed yet."""
    number = Attachment.objects.count() + 1
    token = f"photo-{number}-{'x' * 20}"
    Attachment.objects.create(
        token=token,
        purpose=purpose,
        sha256=bytes(32),
        content_type="image/jpeg",
        size_bytes=10,
        uploaded_at=at,
    )
    return token


def item_of(case_id: int) -> Item:
    return Item.objects.get(pk=case_id)


def case_of(case_id: int) -> Case:
    return Case.objects.get(pk=case_id)


def kinds_of(case_id: int) -> list[str]:
    """What was recorded of a request, in order."""
    events = Event.objects.filter(subject_kind="item", subject_id=case_id).order_by("id")
    return list(events.values_list("kind", flat=True))


def person(username: str, name: str, phone: str = "") -> User:
    return create_user(username=username, display_name=name, phone=phone, actor=SYSTEM, at=BEFORE)


@remembered
def make_world() -> World:
    """Build the neighbourhood; for tests that commit, and for the fixture."""
    for year in (2025, 2026, 2027):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "test"})
    world = _make_areas()
    _make_rules()
    _make_staff(world)
    _make_plate(world)
    return world


def _make_rules() -> None:
    """What `seed_cases` makes, in a few statements; that service has a test of its own."""
    made: dict[str, Category] = {}
    for position, row in enumerate(seed_categories()):
        above = row.code[: row.code.rfind(".", 0, -1) + 1]
        made[row.code] = Category(
            code=row.code,
            name=row.name,
            keywords=list(row.keywords),
            needs_contact="contact" in row.flags,
            is_urgent="urgent" in row.flags,
            is_public="private" not in row.flags,
            position=position,
            parent=made.get(above),
            valid_from=BEFORE,
        )
    tops = [row for row in made.values() if row.parent is None]
    Category.objects.bulk_create(tops)
    Category.objects.bulk_create([row for row in made.values() if row.parent is not None])
    LimitRule.objects.bulk_create(
        LimitRule(
            flow=FLOW,
            clock=row.clock,
            category_code=row.category,
            amount=row.amount,
            unit=row.unit,
            valid_from=BEFORE,
        )
        for row in LIMITS
    )
    DispatchRule.objects.bulk_create(
        DispatchRule(flow=FLOW, category_code=code, target_role=role, valid_from=BEFORE)
        for code, role in RULES
    )


def _make_areas() -> World:
    def add(code: str, name: str) -> Area:
        return add_area(actor=SYSTEM, code=code, name=name, at=BEFORE)

    add("51", "四川省")
    add("5110", "内江市")
    county, street = add("511083", "隆昌市"), add("511083001", "古湖街道")
    one, two = add("511083001001", "金五区社区"), add("511083001002", "观湖社区")
    grids = []
    places = ((one, "001", 105.0), (one, "002", 105.01), (two, "001", 105.02))
    for community, end, west in places:
        grid = add(f"{community.code}{end}", f"{community.name}第{end[-1]}网格")
        set_boundary(actor=SYSTEM, area_id=grid.pk, geometry=square(west, 29.0), at=BEFORE)
        grids.append(grid)
    shapes = ((one, box(105.0, 29.0, 105.02, 29.01)), (two, box(105.02, 29.0, 105.03, 29.01)))
    for community, shape in shapes:
        set_boundary(actor=SYSTEM, area_id=community.pk, geometry=mapping(shape), at=BEFORE)
    water = add_organisation(
        actor=SYSTEM,
        name="自来水公司",
        kind=OrganisationKind.UTILITY,
        area_id=county.pk,
        at=BEFORE,
    )
    property_company = add_organisation(
        actor=SYSTEM,
        name="安居物业",
        kind=OrganisationKind.PROPERTY,
        area_id=one.pk,
        at=BEFORE,
    )
    return World(county, street, one, two, grids[0], grids[1], grids[2], water, property_company)


def _make_staff(world: World) -> None:
    def seat(post: Post, key: str, name: str) -> None:
        user = person(key.replace("_", "-"), name)
        appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=BEFORE)
        world.posts.setdefault(key, post)
        world.actors[key] = actor_for(user, AT)

    def post(role: Role, area: Area, title: str) -> Post:
        return open_post(actor=SYSTEM, role=role, area_id=area.pk, title=title, at=BEFORE)

    worker = post(Role.GRID_WORKER, world.grid, "一网格网格员")
    seat(worker, "worker", "王网格")
    seat(worker, "colleague", "李网格")
    seat(post(Role.GRID_WORKER, world.other_grid, "二网格网格员"), "neighbour", "张网格")
    seat(post(Role.GRID_WORKER, world.far_grid, "观湖网格员"), "stranger", "赵网格")
    desk = desk_of(area_id=world.community.pk, at=BEFORE)
    seat(desk, "desk", "陈社区")
    seat(desk, "second_desk", "周社区")
    seat(desk_of(area_id=world.other_community.pk, at=BEFORE), "other_desk", "吴社区")
    seat(desk_of(area_id=world.street.pk, at=BEFORE), "street_staff", "郑街道")
    seat(desk_of(area_id=world.county.pk, at=BEFORE), "county_staff", "孙督办")
    seat(organisation_post(organisation_id=world.water.pk, at=BEFORE), "water_staff", "钱水务")
    seat(
        organisation_post(organisation_id=world.property.pk, at=BEFORE), "property_staff", "冯物业"
    )
    seat(post(Role.HOTLINE, world.county, "热线话务员"), "hotline", "褚热线")
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        seat(post(role, world.county, str(role.label)), role.value, "管理员")
    resident = person("resident", "何居民", PHONE)
    passer_by = person("passer-by", "路过的人", "13900139000")
    world.actors["resident"] = Actor(resident.pk, resident.display_name)
    world.actors["passer_by"] = Actor(passer_by.pk, passer_by.display_name)


def _make_plate(world: World) -> None:
    estate = add_place(
        actor=SYSTEM,
        kind=PlaceKind.ESTATE,
        name="幸福小区",
        area_id=world.community.pk,
        at=BEFORE,
    )
    building = add_place(
        actor=SYSTEM,
        kind=PlaceKind.BUILDING,
        name="3栋",
        area_id=world.grid.pk,
        parent_id=estate.pk,
        lon=IN_GRID[0],
        lat=IN_GRID[1],
        at=BEFORE,
    )
    world.plate = issue_plate(actor=SYSTEM, place_id=building.pk, detail="1单元", at=BEFORE).code
