"""C1 金五区社区: three quoted requests, and the low water pressure that went up to the street.

"家里防盗门坏了…" "窗户外的树枝断了…" "厕所堵了…" are settled in the buildings; the pressure goes
community -> street -> water company: end of the supply line, floors up to five fed directly, no
second pump; the street pays, a booster pump is installed.
"""

from __future__ import annotations

from collections.abc import Sequence

from xinqiao.accounts.access import ANONYMOUS, Actor, Role
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case, rate_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.hand_up import hand_up_case
from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.files.models import Purpose
from xinqiao.grid.models import OrganisationKind
from xinqiao.stories.answers import Answers
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.workflow.clock import Unit

PLAN = Plan(
    chain=(
        ("11", "北京市"),
        ("1101", "市辖区"),
        ("110107", "石景山区"),
        ("110107006", "金顶街街道"),
    ),
    code="110107006005",
    name="金五区社区",
    west=116.1650,
    south=39.9310,
    grids=10,
    estate="金五区",
)
LEADERS = ("赵敏", "钱立", "孙悦", "李强", "周莉", "吴刚", "郑洁", "王芳", "冯磊", "陈静")


def tell(stage: Stage) -> Sequence[Figure]:
    """Play the four requests; about a week and a half passes."""
    place = found(stage, PLAN)
    cast(stage, place)
    answers = Answers.before(stage, stage.actor("jinwu_desk"))
    stage.morning()
    told = [_door(stage, place), _branch(stage, place), _toilet(stage, place)]
    told.append(_pressure(stage, place))
    return answers.figures(stage, told)


def cast(stage: Stage, place: Community) -> None:
    """Ten grid leaders, the desks above them, and the units that are called."""
    for number, (name, leader, worker) in enumerate(
        zip(LEADERS, place.leaders, place.workers, strict=True), start=1
    ):
        stage.staff(f"jinwu_grid{number}", name, leader, worker)
    stage.staff("jinwu_desk", "刘书记", place.desk)
    stage.staff("jinwu_desk2", "何社工", place.desk)
    stage.staff("jinding_street", "马主任", place.street_desk)
    stage.staff("shijingshan", "区督办高科长", place.county_desk)
    water = place.unit(stage, "石景山自来水公司", OrganisationKind.UTILITY, "010-88881166")
    stage.staff("water", "自来水公司田师傅", water)
    property_post = place.unit(stage, "金五区物业公司", OrganisationKind.PROPERTY, "010-88700005")
    stage.staff("jinwu_property", "物业郭经理", property_post)
    stage.person("zhang", "张大娘", phone="13800000001")


def _say(
    stage: Stage,
    place: Community,
    by: Actor,
    grid: int,
    text: str,
    category: str,
    *,
    kind: str = Kind.HELP,
    **more: object,
) -> Reported:
    lon, lat = place.spot(grid)
    photo = stage.photo(text[:12], by=by, purpose=Purpose.REPORT)
    draft = ReportDraft(
        text=text,
        kind=kind,
        category_code=category,
        lon=lon,
        lat=lat,
        address=f"{PLAN.estate}{grid}号楼",
        photo_tokens=(photo,),
        source=Source.WEB,
        may_publish=True,
        **more,  # type: ignore[arg-type]
    )
    return stage.report(draft, by=by)


def _door(stage: Stage, place: Community) -> Reported:
    """The grid leader of building 3 has the lock changed; Auntie Zhang rates it herself."""
    by = stage.actor("zhang")
    said = _say(
        stage, place, by, 3, "家里防盗门坏了，存在较大的安全隐患，请帮忙修修。", "house.door."
    )
    stage.wait(hours=1)
    leader = stage.actor("jinwu_grid3")
    _take(stage, leader, said)
    stage.wait(hours=2)
    _finish(stage, leader, said, "联系开锁师傅更换了防盗门锁芯，门能正常关上了。", "新锁已装好")
    stage.wait(hours=3)
    rate_case(
        actor=stage.actor("zhang"), item_id=said.case_id, score=5, words="修得真快，谢谢！",
        at=stage.now,
    )  # fmt: skip
    return said


def _branch(stage: Stage, place: Community) -> Reported:
    """A broken branch above a window: danger, so the leader goes at once; called back."""
    said = _say(
        stage,
        place,
        ANONYMOUS,
        7,
        "下雨过后，窗户外的树枝断了，随时都有断落的危险。",
        "env.green.",
        kind=Kind.REPORT,
        reporter_name="李先生",
        reporter_phone="13800000002",
    )
    stage.wait(minutes=30)
    leader = stage.actor("jinwu_grid7")
    _take(stage, leader, said)
    stage.wait(hours=2)
    _finish(stage, leader, said, "会同园林工人锯除断枝，树下已清理干净。", "断枝已清除")
    stage.wait(hours=4)
    call_back_case(
        actor=stage.actor("jinwu_desk2"), item_id=said.case_id, score=5, words="处理及时，满意。",
        at=stage.now,
    )  # fmt: skip
    return said


def _toilet(stage: Stage, place: Community) -> Reported:
    """A blocked toilet, unblocked the same morning."""
    stage.morning()
    said = _say(
        stage,
        place,
        ANONYMOUS,
        5,
        "厕所堵了，能不能帮忙疏通下？家里只有两位老人。",
        "house.toilet.",
        reporter_name="王奶奶",
        reporter_phone="13800000003",
    )
    stage.wait(hours=1)
    leader = stage.actor("jinwu_grid5")
    _take(stage, leader, said)
    stage.wait(hours=1)
    _finish(stage, leader, said, "师傅上门疏通，并提醒老人勿投杂物。", "已疏通")
    stage.wait(hours=2)
    rate_case(actor=ANONYMOUS, token=said.token, score=5, words="谢谢社区的孩子们", at=stage.now)
    return said


def _pressure(stage: Stage, place: Community) -> Reported:
    """Low water pressure: community -> street -> water company -> pump, paid by the street."""
    stage.morning()
    said = _say(
        stage,
        place,
        ANONYMOUS,
        9,
        "低层住户水压低，早晚用水高峰时水很小，希望解决。",
        "utility.water.",
        reporter_name="低层住户代表",
        reporter_phone="13800000004",
    )
    stage.wait(hours=1)
    _up_to_the_street(stage, said)
    street = stage.actor("jinding_street")
    stage.wait(hours=1)
    _take(stage, street, said)
    _call_water(stage, street, said)
    stage.wait(hours=20)
    water = stage.actor("water")
    reply_as_co_unit(
        actor=water,
        item_id=said.case_id,
        words="现场确认：该社区为供水末端，5层以下为直供水，没有二次加压，确实存在水压低现象。",
        at=stage.now,
    )
    extend_case(
        actor=street, item_id=said.case_id, amount=5, unit=Unit.WORKING_DAYS,
        reason="街道出资采购增压水泵，需要时间", at=stage.now,
    )  # fmt: skip
    for _ in range(5):
        stage.morning()
    _finish(stage, street, said, "街道出资，已为小区安装增压水泵，水压恢复正常。", "增压水泵已安装")
    stage.wait(hours=5)
    rate_case(actor=ANONYMOUS, token=said.token, score=5, words="水大了！", at=stage.now)
    return said


def _up_to_the_street(stage: Stage, said: Reported) -> None:
    holder = _holder(stage, said)
    _take(stage, holder, said)
    hand_up_case(
        actor=holder,
        item_id=said.case_id,
        reason="全楼水压低，需要街道联系自来水公司",
        at=stage.now,
    )
    if _holder(stage, said).has_role(Role.COMMUNITY):
        desk = stage.actor("jinwu_desk")
        _take(stage, desk, said)
        hand_up_case(
            actor=desk, item_id=said.case_id, reason="小区无力增压，请街道协调", at=stage.now
        )


def _call_water(stage: Stage, street: Actor, said: Reported) -> None:
    unit = stage.actor("water").posts[0].organisation_id
    assert unit is not None  # noqa: S101  a department post always has one, by constraint
    whistle_case(
        actor=street, item_id=said.case_id, lead=None, co=[unit],
        reason="请自来水公司到现场查明水压低的原因", at=stage.now,
    )  # fmt: skip


def _holder(stage: Stage, said: Reported) -> Actor:
    """Whoever of the cast has the request now."""
    return stage.owner_of(said.case_id)


def _take(stage: Stage, actor: Actor, said: Reported) -> None:
    accept_case(actor=actor, item_id=said.case_id, at=stage.now)


def _finish(stage: Stage, actor: Actor, said: Reported, words: str, shown: str) -> None:
    close_case(
        actor=actor,
        item_id=said.case_id,
        words=words,
        outcome=Outcome.SOLVED,
        proof_tokens=stage.proof(shown, by=actor),
        at=stage.now,
    )


STORY = Story("C1", "金五区社区：四件身边事，件件有着落", "000", tell)
