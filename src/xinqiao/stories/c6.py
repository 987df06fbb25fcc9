"""C6 凯里市 民声收音机: a cadre of 南山社区 writes down what people say on the spot and settles it.

None of the residents has an account, one has no telephone; both names are on record, and what
cannot be settled there goes its ordinary way.
"""

from __future__ import annotations

from collections.abc import Sequence

from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.selectors.one import get_case
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case
from xinqiao.stories.answers import Answers
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

PLAN = Plan(
    chain=(
        ("52", "贵州省"),
        ("5226", "黔东南苗族侗族自治州"),
        ("522601", "凯里市"),
        ("522601002", "大十字街道"),
    ),
    code="522601002006",
    name="南山社区",
    west=107.9800,
    south=26.5760,
    grids=5,
    estate="南山小区",
)
# What three people said in the yard: words, category, name, telephone.
SAID = (
    ("楼道的灯坏了半个月，晚上下楼看不见。", "facility.light.", "杨奶奶", ""),
    ("单元门口的井盖松了，一踩就响，怕孩子掉下去。", "facility.road.", "潘大爷", "13800000021"),
    ("想问一下高龄津贴今年怎么认证，我不会用手机。", "affairs.policy.", "龙奶奶", ""),
)


def tell(stage: Stage) -> Sequence[Figure]:
    """Play one morning in the yard and the call-backs of the next day."""
    place = found(stage, PLAN)
    cast(stage, place)
    answers = Answers.before(stage, stage.actor("nanshan_desk"))
    stage.morning()
    told = [_listen(stage, place, number, *said) for number, said in enumerate(SAID, start=1)]
    stage.morning()
    for said in told:
        call_back_case(
            actor=stage.actor("nanshan_desk2"), item_id=said.case_id, score=5,
            words="当面回访，满意。", at=stage.now,
        )  # fmt: skip
    end = answers.now(stage)
    return [
        *answers.figures(stage, told),
        Figure("recorded for somebody else", 3, end.assisted.part - answers.start.assisted.part),
        Figure("accounts the residents needed", 0, _accounts(stage, told)),
    ]


def _accounts(stage: Stage, told: Sequence[Reported]) -> int:
    """How many of the requests belong to somebody's account."""
    staff = stage.actor("nanshan_desk")
    cases = [get_case(actor=staff, number=said.number) for said in told]
    return sum(case.item.requester_id is not None for case in cases)


def cast(stage: Stage, place: Community) -> None:
    """The cadre who listens, the colleague who calls back, a worker a grid."""
    names = ("吴涛", "欧阳梅", "潘军", "顾英", "龙海")
    people = zip(names, place.leaders, place.workers, strict=True)
    for number, (name, leader, worker) in enumerate(people, start=1):
        stage.staff(f"nanshan_grid{number}", name, leader, worker)
    stage.staff("nanshan_desk", "南山社区王主任", place.desk)
    stage.staff("nanshan_desk2", "南山社区小张", place.desk)
    stage.staff("dashizi", "大十字街道罗科长", place.street_desk)
    stage.staff("kaili", "凯里市督办石科长", place.county_desk)


def _listen(
    stage: Stage, place: Community, grid: int, words: str, category: str, name: str, phone: str
) -> Reported:
    """The cadre of the grid writes it down, settles it there, shows it."""
    cadre = stage.actor(f"nanshan_grid{grid}")
    lon, lat = place.spot(grid)
    said = stage.report(
        ReportDraft(
            text=words,
            kind=Kind.CONSULT if category.startswith("affairs.") else Kind.HELP,
            category_code=category,
            lon=lon,
            lat=lat,
            reporter_name=name,
            reporter_phone=phone,
            on_behalf=True,
            source=Source.FIELD,
        ),
        by=cadre,
    )
    stage.wait(minutes=30)
    holder = stage.owner_of(said.case_id)
    accept_case(actor=holder, item_id=said.case_id, at=stage.now)
    close_case(
        actor=holder,
        item_id=said.case_id,
        words="现场处理完毕，已当面告诉本人。",
        outcome=Outcome.EXPLAINED if category.startswith("affairs.") else Outcome.SOLVED,
        proof_tokens=stage.proof(f"{name}：已办好", by=holder),
        at=stage.now,
    )
    return said


STORY = Story("C6", "凯里市：民声收音机，现场听、现场办", "002", tell)
