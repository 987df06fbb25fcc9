"""The cast of A1: six communities of 石狮市 in two classes, their grid workers, what they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.stage import Stage
from xinqiao.workflow.clock import Unit

GRIDS: Final = 2
CITY: Final = (("35", "福建省"), ("3505", "泉州市"), ("350581", "石狮市"))
TOWN, VILLAGE = "城区社区", "镇域村（社区）"  # 分级分类
# What happens to the requests of a place, one after the other, its two grids in turn.
GOOD, LATE, AGAIN, LONGER, NEVER = "good", "late", "again", "longer", "never"
SAID: Final = (
    "电动车充电桩坏了两个，扫码没反应。",
    "电动车停进楼道充电，邻居都担心。",
    "车棚顶破了，下雨车都淋湿。",
    "充电口太少，晚上要排队。",
    "电动车停满人行道，婴儿车过不去。",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A community of the story. happens: one behaviour a request."""

    code: str
    name: str
    street: tuple[str, str]
    group: str
    happens: tuple[str, ...]


PLACES: Final = (
    Place("350581001031", "玉湖社区", ("350581001", "湖滨街道"), TOWN, (GOOD,) * 5),
    Place("350581001032", "长福社区", ("350581001", "湖滨街道"), TOWN, (GOOD,) * 4 + (LONGER,)),
    Place("350581002031", "宽仁社区", ("350581002", "凤里街道"), TOWN, (GOOD,) * 3 + (LATE, AGAIN)),
    Place("350581100231", "钞坑村", ("350581100", "灵秀镇"), VILLAGE, (GOOD,) * 5),
    Place("350581100232", "彭田村", ("350581100", "灵秀镇"), VILLAGE, (GOOD,) * 5),
    Place(
        "350581101231",
        "铺锦村",
        ("350581101", "宝盖镇"),
        VILLAGE,
        (GOOD, LATE, AGAIN, LONGER, NEVER),
    ),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A request, who has it, and what will happen to it."""

    said: Reported
    place: Place
    worker: str
    happens: str


@dataclass(frozen=True, slots=True)
class Cast:
    """communities: in the order of `PLACES`."""

    communities: tuple[Community, ...]

    @property
    def city_id(self) -> int:
        return int(self.communities[0].county_desk.area_id)

    def area_ids(self, group: str) -> tuple[int, ...]:
        """The communities of a class."""
        return tuple(
            one.area.pk
            for one, place in zip(self.communities, PLACES, strict=True)
            if place.group == group
        )


def month_before(moment: datetime) -> datetime:
    """Half past eight in Beijing on the first Monday of the month before."""
    local = moment + timedelta(hours=8)
    year, month = (local.year - 1, 12) if local.month == 1 else (local.year, local.month - 1)
    first = datetime(year, month, 1, 0, 30, tzinfo=UTC)
    return first + timedelta(days=-first.weekday() % 7)


def gather(stage: Stage) -> Cast:
    """Found the communities and seat their people, the towns and the city above them."""
    made = []
    for number, place in enumerate(PLACES, start=1):
        plan = Plan(
            chain=(*CITY, place.street),
            code=place.code,
            name=place.name,
            west=118.62 + 0.01 * number,
            south=24.72,
            grids=GRIDS,
            estate=f"{place.name}住宅区",
        )
        one = found(stage, plan)
        made.append(one)
        stage.staff(f"a1_desk{number}", f"{place.name}蔡书记", one.desk)
        stage.staff(f"a1_street_{place.street[0]}", f"{place.street[1]}网格办", one.street_desk)
        for grid, post in enumerate(one.workers, start=1):
            stage.staff(f"a1_worker{number}{grid}", f"{place.name}网格员{grid}", post)
    stage.staff("a1_city", "石狮市网格中心吴主任", made[0].county_desk)
    return Cast(tuple(made))


def live(stage: Stage, cast: Cast) -> list[Matter]:
    """Two weeks: requests come in on Monday, and each place deals with them in its own way."""
    stage.wait(minutes=30)
    matters = _report(stage, cast)
    stage.wait(hours=1)
    for matter in matters:
        accept_case(actor=_worker(stage, matter), item_id=matter.said.case_id, at=stage.now)
    stage.wait(hours=24)
    for matter in _those(matters, LONGER):
        extend_case(
            actor=_worker(stage, matter), item_id=matter.said.case_id, amount=3,
            unit=Unit.WORKING_DAYS, reason="充电桩配件要从厂家调货", at=stage.now,
        )  # fmt: skip
    _finish(stage, _those(matters, GOOD, AGAIN))
    stage.wait(hours=4)
    _rate(stage, _those(matters, GOOD), 5)
    _rate(stage, _those(matters, AGAIN), 2)
    stage.wait(hours=1)
    for matter in _those(matters, AGAIN):
        accept_case(actor=_worker(stage, matter), item_id=matter.said.case_id, at=stage.now)
    stage.wait(hours=19)
    _finish(stage, _those(matters, AGAIN))
    _rate(stage, _those(matters, AGAIN), 4)
    stage.wait(days=7)
    _finish(stage, _those(matters, LONGER, LATE))
    _rate(stage, _those(matters, LONGER, LATE), 4)
    return matters


def _report(stage: Stage, cast: Cast) -> list[Matter]:
    matters = []
    for number, (one, place) in enumerate(zip(cast.communities, PLACES, strict=True), start=1):
        for turn, (happens, words) in enumerate(zip(place.happens, SAID, strict=True)):
            grid = turn % GRIDS + 1
            lon, lat = one.spot(grid)
            draft = ReportDraft(
                text=words,
                kind=Kind.REPORT,
                category_code="traffic.ebike.",
                lon=lon,
                lat=lat,
                source=Source.WEB,
            )
            said = stage.report(draft, by=ANONYMOUS)
            matters.append(Matter(said, place, f"a1_worker{number}{grid}", happens))
    return matters


def _those(matters: list[Matter], *happens: str) -> list[Matter]:
    return [matter for matter in matters if matter.happens in happens]


def _worker(stage: Stage, matter: Matter) -> Actor:
    return stage.actor(matter.worker)


def _finish(stage: Stage, matters: list[Matter]) -> None:
    for matter in matters:
        worker = _worker(stage, matter)
        close_case(
            actor=worker,
            item_id=matter.said.case_id,
            words="现场已整改到位，请您看看。",
            outcome=Outcome.SOLVED,
            proof_tokens=stage.proof("整改完成", by=worker),
            at=stage.now,
        )


def _rate(stage: Stage, matters: list[Matter], score: int) -> None:
    for matter in matters:
        rate_case(actor=ANONYMOUS, token=matter.said.token, score=score, words="", at=stage.now)
