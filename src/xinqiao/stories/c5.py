"""C5 玉泉西里南社区: the blind spot at the south-east gate.

On-site check, passers-by asked, the property company joins, a mirror is fitted and its angle
adjusted; Mr Han thanks the community on the telephone.
"""

from __future__ import annotations

from collections.abc import Sequence

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.selectors.one import get_case
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case
from xinqiao.cases.services.note import add_note
from xinqiao.cases.services.reply import reply_case
from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.grid.models import OrganisationKind
from xinqiao.stories.answers import Answers
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

PLAN = Plan(
    chain=(
        ("11", "北京市"),
        ("1101", "市辖区"),
        ("110107", "石景山区"),
        ("110107001", "八宝山街道"),
    ),
    code="110107001011",
    name="玉泉西里南社区",
    west=116.2360,
    south=39.8990,
    grids=5,
    estate="玉泉西里南",
)
GATE = 5  # the building beside the south-east gate


def tell(stage: Stage) -> Sequence[Figure]:
    """Play the request from Mr Han's words to his thanks; four days pass."""
    place = found(stage, PLAN)
    cast(stage, place)
    answers = Answers.before(stage, stage.actor("yuquan_desk"))
    stage.morning()
    said = _report(stage, place)
    _look(stage, said)
    _decide_and_fit(stage, said)
    figures = answers.figures(stage, [said])
    case = get_case(actor=stage.actor("yuquan_desk"), number=said.number)
    return [*figures, Figure("rating", 5, case.score or 0)]


def cast(stage: Stage, place: Community) -> None:
    """The community, one worker a grid, the property company."""
    names = ("石岩", "杜娟", "范勇", "田甜", "曹阳")
    people = zip(names, place.leaders, place.workers, strict=True)
    for number, (name, leader, worker) in enumerate(people, start=1):
        stage.staff(f"yuquan_grid{number}", name, leader, worker)
    stage.staff("yuquan_desk", "玉泉社区林书记", place.desk)
    stage.staff("yuquan_desk2", "玉泉社区小苏", place.desk)
    stage.staff("babaoshan", "八宝山街道梁科长", place.street_desk)
    stage.staff("shijingshan", "区督办高科长", place.county_desk)
    unit = place.unit(stage, "玉泉西里南物业", OrganisationKind.PROPERTY, "010-88200011")
    stage.staff("yuquan_property", "物业谢经理", unit)


def _report(stage: Stage, place: Community) -> Reported:
    lon, lat = place.spot(GATE)
    resident = stage.person("han", "韩先生", phone="13800000011")
    return stage.report(
        ReportDraft(
            text="社区东南门人行出口和汽车出口在同一侧，距离较近，步行出门时存在视线盲区，"
            "看不见后方来车，容易与车辆发生碰撞，希望社区能够改进。",
            kind=Kind.SUGGEST,
            category_code="traffic.blindspot.",
            lon=lon,
            lat=lat,
            address="社区东南门",
            source=Source.WEB,
            may_publish=True,
        ),
        by=stage.actor(resident.username),
    )


def _look(stage: Stage, said: Reported) -> None:
    """Staff go there at once and ask the people who pass."""
    stage.wait(minutes=40)
    holder = stage.owner_of(said.case_id)
    accept_case(actor=holder, item_id=said.case_id, at=stage.now)
    stage.wait(hours=2)
    add_note(
        actor=holder,
        item_id=said.case_id,
        words="现场查看，询问过往居民12人，均反映出门看不见来车，隐患属实。",
        at=stage.now,
    )
    reply_case(
        actor=holder, item_id=said.case_id, words="已到现场查看，情况属实，正联系物业商量办法。",
        at=stage.now,
    )  # fmt: skip


def _decide_and_fit(stage: Stage, said: Reported) -> None:
    """The property company joins; a mirror is fitted, its angle adjusted again and again."""
    desk = stage.actor("yuquan_desk")
    unit = stage.actor("yuquan_property")
    whistle_case(
        actor=desk, item_id=said.case_id, co=_organisations(unit),
        reason="请物业一起到东南门勘查并商定方案", at=stage.now,
    )  # fmt: skip
    stage.morning()
    reply_as_co_unit(
        actor=unit, item_id=said.case_id,
        words="多次联合勘查，商定在东南门出入口加装反光镜，由物业施工。", at=stage.now,
    )  # fmt: skip
    stage.morning()
    holder = stage.owner_of(said.case_id)
    close_case(
        actor=holder,
        item_id=said.case_id,
        words="东南门出入口已安装反光镜，角度经反复调整，视线盲区消除。",
        outcome=Outcome.SOLVED,
        proof_tokens=stage.proof("东南门反光镜", by=holder),
        at=stage.now,
    )
    stage.wait(hours=4)
    call_back_case(
        actor=stage.actor("yuquan_desk2"), item_id=said.case_id, score=5,
        words="真是太感谢你们了，现在我们从东南门出行安心多了！", at=stage.now,
    )  # fmt: skip


def _organisations(actor: Actor) -> tuple[int, ...]:
    return actor.organisation_ids


STORY = Story("C5", "玉泉西里南社区：东南门装上反光镜", "001", tell)
