"""The cast of C4: communities of 雁江区, the civility office, departments, and 市民拍客团."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.accounts.services.people import create_user
from xinqiao.cases.flow import FLOW
from xinqiao.grid.models import OrganisationKind
from xinqiao.grid.services.posts import open_post
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.dispatch_rules import RuleDraft, save_dispatch_rule

_CITY = (("51", "四川省"), ("5120", "资阳市"), ("512002", "雁江区"))
PLANS = tuple(
    Plan(
        chain=(*_CITY, street),
        code=f"{street[0]}{number:03}",
        name=name,
        west=104.62 + 0.02 * number,
        south=30.12,
        grids=5,
        estate=estate,
    )
    for number, (street, name, estate) in enumerate(
        (
            (("512002001", "莲花街道"), "娇子社区", "娇子小区"),
            (("512002002", "三贤祠街道"), "正兴街社区", "正兴小区"),
            (("512002003", "资溪街道"), "广场社区", "袁弘小区"),
        ),
        start=101,
    )
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of what the photographers see. department: user name of who puts it right."""

    category: str
    department: str
    said: tuple[str, ...]


# The first three are quoted in the text.
MATTERS = (
    Matter("facility.road.", "ziyang_works", ("娇子大道窨井盖有破损，请更换。",)),
    Matter("facility.road.", "ziyang_works", ("正兴街路牙石破损，请修补。",)),
    Matter("env.green.", "ziyang_parks", ("袁弘广场绿化带被踩踏，请补植。",)),
    Matter("env.garbage.", "ziyang_order", ("路边垃圾没有及时清运。", "果皮箱满了没人清。")),
    Matter("house.illegal.", "ziyang_order", ("店铺占道经营，行人只能走车道。",)),
    Matter("traffic.parking.", "ziyang_police", ("车辆乱停，堵住了盲道。",)),
    Matter("traffic.blindspot.", "ziyang_police", ("斑马线磨得看不清了。",)),
    Matter("facility.light.", "ziyang_works", ("路灯不亮，晚上看不清路。",)),
)
DEPARTMENTS = (
    ("ziyang_works", "雁江区市政管理所", "市政小冉"),
    ("ziyang_parks", "雁江区园林绿化所", "园林老尹"),
    ("ziyang_order", "雁江区综合行政执法局", "城管小敖"),
    ("ziyang_police", "雁江区交警大队", "交警小游"),
)
TRADES = ("好人", "学生", "教师", "社区干部", "文明劝导员", "热心群众")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays. photographers: signed in by telephone code; numbers: theirs, in that order."""

    places: tuple[Community, ...]
    photographers: tuple[Actor, ...]
    numbers: tuple[str, ...]


def gather(stage: Stage, *, photographers: int) -> Cast:
    """Found the communities, seat the staff, let each report be verified before it goes on."""
    places = tuple(found(stage, plan) for plan in PLANS)
    for number, place in enumerate(places, start=1):
        stage.staff(f"ziyang_desk{number}", f"{place.plan.name}书记", place.desk)
        stage.staff(f"ziyang_street{number}", f"{place.plan.chain[-1][1]}", place.street_desk)
    district = places[0].county_desk
    stage.staff("ziyang_office", "雁江区文明办小祝", district)
    stage.staff("ziyang_check", "雁江区文明办回访员", district)
    hotline = open_post(
        actor=SYSTEM,
        role=Role.HOTLINE,
        area_id=district.area_id,
        title="12345热线话务员",
        at=stage.now,
    )
    stage.staff("ziyang_12345", "热线小白", hotline)
    for username, unit, name in DEPARTMENTS:
        post = places[0].unit(stage, unit, OrganisationKind.DEPARTMENT, "028-26110000")
        stage.staff(username, name, post)
    # 核实后交办: whatever comes in goes to the civility office of the district first.
    draft = RuleDraft(
        flow=FLOW, area_id=district.area_id, target_role=Role.COUNTY.value, priority=9
    )
    save_dispatch_rule(actor=SYSTEM, draft=draft, at=stage.now)
    numbers = tuple(f"138028{number:05}" for number in range(photographers))
    return Cast(places, tuple(_join(stage, n, phone) for n, phone in enumerate(numbers)), numbers)


def _join(stage: Stage, number: int, phone: str) -> Actor:
    """One more photographer; they sign in by telephone code, without a password."""
    user = create_user(
        username=f"ziyang_p{number:03}",
        display_name=f"拍客{number + 1:03}（{TRADES[number % len(TRADES)]}）",
        phone=phone,
        actor=SYSTEM,
        at=stage.now,
    )
    return Actor(user.pk, user.display_name)
