"""C8 亳州谯城区: what residents said during visits becomes a lane that is rebuilt.

A grid worker visits 白家巷, three households tell the same; the community verifies, and
the district finds the money in its programme for old quarters, the lane is built and accepted.
Thirty-two other areas go the same way in the two years of the programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.models import Outcome
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.grid.models import Area
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.posts import desk_of
from xinqiao.kit.time import local_day
from xinqiao.participation.models import Programme, Project
from xinqiao.participation.selectors.projects import get_project, programme_figures
from xinqiao.participation.services.advance import Said, advance_project
from xinqiao.participation.services.propose import (
    ProjectDraft,
    make_programme,
    propose_project,
)
from xinqiao.registry.services.facilities import FacilityDraft, add_facility
from xinqiao.stories.c8_visits import visit_the_lane
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.visits.models import Visit
from xinqiao.visits.selectors.visits import get_visit
from xinqiao.workflow.selectors.items import get_item
from xinqiao.workflow.selectors.links import linked_items

PLAN = Plan(
    chain=(
        ("34", "安徽省"),
        ("3416", "亳州市"),
        ("341602", "谯城区"),
        ("341602002", "薛阁街道"),
    ),
    code="341602002901",
    name="柳湖社区",
    west=115.7790,
    south=33.8620,
    grids=5,
    estate="白家巷片区",
)
LANE = 3  # the grid that the lane runs through
AREAS: Final = 33
YEARS: Final = 2
BUDGET_YUAN: Final = 600_000_000
LANE_YUAN: Final = 24_000_000


@dataclass(frozen=True, slots=True)
class Passed:
    """What the lane went through: visit, request, project."""

    visit: Visit
    case_id: int
    project: Project


def tell(stage: Stage) -> Sequence[Figure]:
    """From the first visit to the end of the programme, two years later."""
    return _told(stage, AREAS)


def rehearse(stage: Stage) -> Sequence[Figure]:
    """The lane and three other areas."""
    return _told(stage, 4)


def _told(stage: Stage, areas: int) -> Sequence[Figure]:
    place = found(stage, PLAN)
    _cast(stage, place)
    stage.morning()
    begun = stage.now
    programme = _programme(stage, place)
    visits = visit_the_lane(stage, stage.actor("liuhu_worker"), place.grids[LANE - 1])
    case_id = _take_up(stage, visits)
    passed = _rebuild(stage, place, programme, visits[0], case_id, areas)
    _build_others(stage, place, programme, areas)
    return _figures(stage, passed, programme, areas, days=(stage.now - begun).days)


def _cast(stage: Stage, place: Community) -> None:
    stage.staff("liuhu_worker", "柳湖网格员小白", place.workers[LANE - 1])
    stage.staff("liuhu_desk", "柳湖社区胡书记", place.desk)
    stage.staff("liuhu_desk2", "柳湖社区小丁", place.desk)
    stage.staff("xuege", "薛阁街道赵科长", place.street_desk)
    stage.staff("qiaocheng", "谯城区住建赵工", place.county_desk)


def _programme(stage: Stage, place: Community) -> Programme:
    today = local_day(stage.now)
    return make_programme(
        actor=stage.actor("qiaocheng"),
        name="老旧片区基础设施改造提升",
        area_id=place.county_desk.area_id,
        starts_on=today,
        ends_on=today + timedelta(days=365 * YEARS),
        at=stage.now,
    )


def _take_up(stage: Stage, visits: Sequence[Visit]) -> int:
    """The community sees that three requests are one, and takes it up."""
    desk = stage.actor("liuhu_desk")
    ids = [visit.findings.get().item_id for visit in visits]
    main, *others = [case_id for case_id in ids if case_id is not None]
    for other in others:
        merge_case(
            actor=desk, item_id=other, into_id=main, reason="同一条巷子，一并办理", at=stage.now
        )
    accept_case(actor=stage.owner_of(main), item_id=main, at=stage.now)
    stage.wait(hours=5)
    return main


def _rebuild(
    stage: Stage,
    place: Community,
    programme: Programme,
    visit: Visit,
    case_id: int,
    areas: int,
) -> Passed:
    """The request becomes a project; its requester is answered, the lane is built."""
    desk = stage.actor("liuhu_desk")
    lon, lat = place.spot(LANE)
    # 0.00162 degrees of longitude are about 150 m at this latitude.
    line = [[round(lon - 0.00081, 6), lat], [round(lon + 0.00081, 6), lat]]
    lane = add_facility(
        actor=desk,
        draft=FacilityDraft(
            kind="lane",
            name="白家巷",
            area_id=place.grids[LANE - 1].pk,
            geometry={"type": "LineString", "coordinates": line},
        ),
        at=stage.now,
    )
    draft = ProjectDraft(
        name="白家巷提升改造",
        scope="破除旧路面，铺设水泥路，实现白家巷水泥路全覆盖。",
        about_ids=(case_id,),
        lane_id=lane.pk,
        length_m=lane.length_m,
        programme_id=programme.pk,
    )
    project = propose_project(actor=desk, draft=draft, at=stage.now)
    holder = stage.owner_of(case_id)
    close_case(
        actor=holder,
        item_id=case_id,
        words=f"已现场核实，列入改造项目 {project.item.number}，争取资金后施工，进展可随时查看。",
        outcome=Outcome.EXPLAINED,
        proof_tokens=stage.proof("白家巷现场核实", by=holder),
        at=stage.now,
    )
    call_back_case(
        actor=stage.actor("liuhu_desk2"), item_id=case_id, score=5,
        words="终于要修路了，太好了！", at=stage.now,
    )  # fmt: skip
    money = LANE_YUAN if areas == AREAS else LANE_YUAN // 10
    _carry_out(stage, project, desk, money)
    return Passed(visit, case_id, project)


def _carry_out(stage: Stage, project: Project, desk: Actor, yuan: int) -> None:
    """Verify, fund, build, accept; some eighteen days for the quickest."""

    def step(actor: Actor, action: str, said: Said) -> None:
        advance_project(actor=actor, item_id=project.pk, action=action, said=said, at=stage.now)

    step(desk, "verify", Said(words="现场核实，居民反映属实。"))
    funded = Said(
        words="列入区老旧片区改造计划。", budget_fen=yuan * 100, fund_source="区老旧片区改造资金"
    )
    step(desk, "fund", funded)
    step(desk, "start", Said(words="施工队进场。"))
    stage.leap(days=18)
    photo = stage.proof("新修的水泥路", by=desk)
    step(desk, "finish", Said(words="改造完成，清理干净。", proof_tokens=photo))
    step(stage.actor("xuege"), "accept_work", Said(words="现场验收，质量合格。"))


def _build_others(stage: Stage, place: Community, programme: Programme, areas: int) -> None:
    """The other areas one after another, until the two years are over."""
    whole = BUDGET_YUAN if areas == AREAS else BUDGET_YUAN // 10
    lane = LANE_YUAN if areas == AREAS else LANE_YUAN // 10
    each = (whole - lane) // (areas - 1)
    street = place.street_desk.area
    for number in range(2, areas + 1):
        area = _area(stage, street, number)
        username = f"xuege_{number}"
        stage.staff(username, f"{area.name}改造专员", desk_of(area_id=area.pk, at=stage.now),
                    signs_in=False)  # fmt: skip
        desk = stage.actor(username)
        draft = ProjectDraft(
            name=f"{area.name}基础设施改造提升",
            scope="道路、管网、照明和绿化一并改造。",
            area_id=area.pk,
            programme_id=programme.pk,
        )
        project = propose_project(actor=desk, draft=draft, at=stage.now)
        _carry_out(stage, project, desk, each)


def _area(stage: Stage, street: Area, number: int) -> Area:
    code = f"{street.code}{900 + number}"
    known = Area.objects.filter(code=code).first()
    return known or add_area(actor=SYSTEM, code=code, name=f"老城{number}号片区", at=stage.now)


def _figures(
    stage: Stage, passed: Passed, programme: Programme, areas: int, *, days: int
) -> Sequence[Figure]:
    desk = stage.actor("liuhu_desk")
    sums = programme_figures(programme)
    project = get_project(actor=desk, number=passed.project.item.number)
    visit = get_visit(actor=stage.actor("liuhu_worker"), visit_id=passed.visit.pk)
    request = get_item(actor=desk, item_id=passed.case_id)
    back = [link.number for link in linked_items(actor=desk, item=project.item) if link.is_source]
    onward = [link.number for link in linked_items(actor=desk, item=request) if not link.is_source]
    found_by = visit.findings.get().item
    return [
        Figure("visit_to_request", request.number, found_by.number if found_by else ""),
        Figure("request_to_project", project.item.number, ", ".join(onward)),
        Figure("project_back_to_request", request.number, ", ".join(back)),
        Figure("project_state", "accepted", project.item.state),
        Figure("lane_m", 150, project.length_m or 0),
        Figure("areas", areas, sums.areas),
        Figure("areas_done", areas, sums.accepted),
        Figure("yuan", BUDGET_YUAN if areas == AREAS else BUDGET_YUAN // 10,
               int(sums.budget_yuan)),
        Figure("within_two_years", "yes", "yes" if days <= 365 * YEARS else f"{days} days"),
    ]  # fmt: skip


STORY = Story("C8", "谯城区：走访听来的心声，修成一条路", "004", tell, rehearse)
