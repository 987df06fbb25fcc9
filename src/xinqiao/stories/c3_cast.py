"""The cast of C3: communities of 石狮市, their workers, and the departments with their matters."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.flow import FLOW
from xinqiao.grid.models import OrganisationKind
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.dispatch_rules import RuleDraft, save_dispatch_rule

_CITY = (("35", "福建省"), ("3505", "泉州市"), ("350581", "石狮市"))
PLANS = tuple(
    Plan(
        chain=(*_CITY, street),
        code=f"{street[0]}{number:03}",
        name=name,
        west=118.60 + 0.02 * number,
        south=24.60,
        grids=5,
        estate=estate,
    )
    for number, (street, name, estate) in enumerate(
        (
            (("350581001", "湖滨街道"), "玉湖社区", "玉湖小区"),
            (("350581002", "凤里街道"), "五星社区", "五星小区"),
            (("350581100", "灵秀镇"), "港塘社区", "港塘小区"),
            (("350581101", "宝盖镇"), "后宅社区", "后宅小区"),
        ),
        start=101,
    )
)
SPOTS = ("濠江路", "八七路", "香江路", "九二路", "南洋路", "狮城大道", "鸳鸯池路", "金盛路")


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of what is collected. slow: share that takes longer than its time limit."""

    category: str
    department: str  # the user name of who takes it for the department
    slow: float
    said: tuple[str, ...]


MATTERS = (
    Matter("facility.", "shishi_publicity", 0.01, ("公益广告破损褪色。", "公益广告牌倾斜。")),
    Matter("env.drain.", "shishi_works", 0.06, ("路面积水排不掉。", "雨水篦子堵了。")),
    Matter("house.service.", "shishi_housing", 0.05, ("楼道堆放杂物没人管。", "小区门岗脱岗。")),
    Matter("house.illegal.", "shishi_order", 0.03, ("店铺占道经营。", "流动摊贩占了人行道。")),
    Matter("env.garbage.", "shishi_cleaning", 0.02, ("分类垃圾桶混投满溢。", "垃圾没有及时清运。")),
    Matter("facility.road.", "shishi_works", 0.06, ("井盖松动有响声。", "路缘石破损。")),
    Matter("env.", "shishi_order", 0.03, ("墙面小广告没有清理。", "绿化带里有白色垃圾。")),
)
DEPARTMENTS = (
    ("shishi_publicity", "石狮市委宣传部（文明办）", "宣传部小蔡"),
    ("shishi_works", "石狮市市政公用事业中心", "市政老邱"),
    ("shishi_housing", "石狮市住房和城乡建设局", "住建施科长"),
    ("shishi_order", "石狮市城市管理局", "城管小洪"),
    ("shishi_cleaning", "石狮市环境卫生中心", "环卫蔡队长"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: workers by user name with the middle of their grid, departments by user name."""

    city_path: str
    workers: tuple[str, ...]
    spots: dict[str, tuple[float, float]]
    departments: tuple[str, ...]

    def helper_of(self, department: str) -> str:
        """The one who comes when this department needs another."""
        index = self.departments.index(department)
        return self.departments[(index + 1) % len(self.departments)]


def gather(stage: Stage) -> Cast:
    """Found the communities, seat the people, let each matter go to its department."""
    places = [found(stage, plan) for plan in PLANS]
    spots: dict[str, tuple[float, float]] = {}
    for number, place in enumerate(places, start=1):
        stage.staff(f"shishi_desk{number}", f"{place.plan.name}书记", place.desk)
        stage.staff(f"shishi_street{number}", f"{place.plan.chain[-1][1]}网格办", place.street_desk)
        for grid, (leader, worker) in enumerate(
            zip(place.leaders, place.workers, strict=True), start=1
        ):
            username = f"shishi_worker{number}{grid}"
            name = place.plan.name
            stage.staff(
                f"shishi_leader{number}{grid}", f"{name}网格长{grid}", leader, signs_in=False
            )
            stage.staff(username, f"{name}网格员{grid}", worker, signs_in=False)
            spots[username] = place.spot(grid)
    city = places[0].county_desk
    stage.staff("shishi_county", "石狮市网格中心吴主任", city)
    stage.staff("shishi_check", "石狮市网格中心复核员", city)
    _departments(stage, places[0], city.area_id)
    return Cast(
        city_path=city.area.path,
        workers=tuple(spots),
        spots=spots,
        departments=tuple(username for username, _unit, _name in DEPARTMENTS),
    )


def _departments(stage: Stage, place: Community, city_id: int) -> None:
    units: dict[str, int] = {}
    for username, unit, name in DEPARTMENTS:
        post = place.unit(stage, unit, OrganisationKind.DEPARTMENT, "0595-88880000")
        stage.staff(username, name, post)
        units[username] = stage.actor(username).organisation_ids[0]
    for matter in MATTERS:
        save_dispatch_rule(
            actor=SYSTEM,
            draft=RuleDraft(
                flow=FLOW,
                category_code=matter.category,
                area_id=city_id,
                target_organisation_id=units[matter.department],
                priority=1,
            ),
            at=stage.now,
        )
