"""G1 金五区社区: ten buildings are ten grids, every household is visited and four times clear.

"每栋楼都有居民组成的楼门组长…家庭情况清、人员类别清、区域设施清、隐患矛盾清。
针对空巢、高龄、独居、残障居民…定期进行走访". Families are made up; whom a grid leader sees each
day is read from the list that the plans make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.models import Area, Force, Level, Post
from xinqiao.grid.selectors.staffing import staffing
from xinqiao.grid.services.founding import Seat, open_posts
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Person, Relation
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.tagging import give_tag
from xinqiao.stories import c1
from xinqiao.stories.communities import Community, found
from xinqiao.stories.families import Family, families
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.rounds import walk
from xinqiao.stories.stage import Stage
from xinqiao.visits.models import Contact, OwnerRule, Target
from xinqiao.visits.selectors.coverage import coverage_board
from xinqiao.visits.selectors.freshness import share_of
from xinqiao.visits.selectors.households import household_figures
from xinqiao.visits.selectors.plans import tag_choices
from xinqiao.visits.services.plans import PlanDraft, start_plan

UNITS = 3
CARED_FOR = ("空巢老人", "高龄老人", "独居老人", "残疾人")
WEEKS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How long the telling is: doors in each unit, households a leader sees on a day."""

    doors: int
    a_day: int


def tell(stage: Stage) -> Sequence[Figure]:
    """Three weeks in the community: 300 households, visits and calls as the plans ask."""
    return _tell(stage, Size(doors=10, a_day=8))


def rehearse(stage: Stage) -> Sequence[Figure]:
    """The same with sixty households."""
    return _tell(stage, Size(doors=2, a_day=3))


def _tell(stage: Stage, size: Size) -> list[Figure]:
    place = found(stage, c1.PLAN)
    c1.cast(stage, place)
    seat_neighbours(stage, place)
    told = [
        settle(stage, place, number, doors=size.doors) for number in range(1, len(place.grids) + 1)
    ]
    make_plans(stage, place)
    for _week in range(WEEKS):
        for _day in range(5):
            for number in range(1, len(place.grids) + 1):
                walk(stage, stage.actor(f"jinwu_grid{number}"), households=size.a_day)
            stage.morning()
    return _figures(stage, place, sum(told))


def seat_neighbours(stage: Stage, place: Community) -> None:
    """Residents of each building: stairwell leaders, a branch secretary, a group leader."""
    seats = []
    for number, grid in enumerate(place.grids, start=1):
        names = [f"{number}号楼{unit}单元楼门组长" for unit in range(1, UNITS + 1)]
        known = set(Post.objects.filter(area=grid).values_list("title", flat=True))
        seats += [Seat(Role.STAIRWELL_LEADER, grid.pk, name) for name in names if name not in known]
        for title, force in (("党支部书记", Force.VOLUNTEERS), ("党小组长", Force.OTHER)):
            name = f"{number}号楼{title}"
            if name not in known:
                seats.append(Seat(Role.GRID_WORKER, grid.pk, name, force=force))
    posts = open_posts(actor=SYSTEM, seats=seats, at=stage.now)
    for order, post in enumerate(posts):
        stage.staff(f"jinwu_neighbour{order + 1}", f"{post.title}", post, signs_in=False)


def settle(stage: Stage, place: Community, number: int, *, doors: int) -> int:
    """The grid leader enters the families of a building; returns how many. Once."""
    leader, grid = stage.actor(f"jinwu_grid{number}"), place.grids[number - 1]
    if Person.objects.filter(area=grid).exists():
        return household_figures(actor=leader, path=grid.path).households
    drafts = [
        _draft(building_of(grid), family) for family in families(number, UNITS, doors, stage.now)
    ]
    taken = capture_many(actor=leader, families=drafts, at=stage.now)
    refused = [error.sentence() for one in taken for error in one.refused.values()]
    if refused:
        raise AssertionError(f"The register refused: {refused[0]}")
    _agree(stage, taken[0].people[0], number)
    return len(drafts)


def building_of(grid: Area) -> int:
    """The one building of a grid."""
    return int(grid.places.values_list("pk", flat=True)[0])


def make_plans(stage: Stage, place: Community) -> None:
    """Each household in four weeks; those who need attention once a week, by visit or call."""
    desk = stage.actor("jinwu_desk")
    whole = PlanDraft(
        name="入户四清",
        area_id=place.area.pk,
        target=Target.HOUSEHOLD,
        beat="days",
        every=28,
        contact=Contact.VISIT,
        form_code="four-clear",
        owner_rule=OwnerRule.LEADER,
    )
    start_plan(actor=desk, draft=whole, at=stage.now)
    tags = {name: pk for pk, name in tag_choices(stage.now)}
    weekly = PlanDraft(
        name="空巢、高龄、独居、残障每周一访",
        area_id=place.area.pk,
        tag_ids=tuple(tags[name] for name in CARED_FOR),
        beat="weekly",
        contact=Contact.EITHER,
        form_code="contact",
        owner_rule=OwnerRule.LEADER,
    )
    start_plan(actor=desk, draft=weekly, at=stage.now)


def _draft(building: int, family: Family) -> FamilyDraft:
    return FamilyDraft(
        dwelling=DwellingDraft(place_id=building, unit=family.unit, number=family.number),
        people=tuple(
            PersonDraft(
                name=name,
                sex=sex,
                born_on=born_on,
                relation=Relation(relation),
                is_somebody_else=True,
            )
            for name, sex, born_on, relation in family.people
        ),
    )


def _agree(stage: Stage, person: Person, number: int) -> None:
    """One disabled neighbour a building agrees that this is kept, before a witness."""
    leader = stage.actor(f"jinwu_grid{number}")
    record_consent(
        actor=leader,
        person=person,
        purpose_code="sensitive_care",
        manner="spoken",
        witness=f"{number}号楼楼门组长",
        at=stage.now,
    )
    give_tag(actor=leader, person_id=person.pk, code="disabled", at=stage.now)


def _figures(stage: Stage, place: Community, households: int) -> list[Figure]:
    desk, at, path = stage.actor("jinwu_desk"), stage.now, place.area.path
    staffed = staffing(desk, at)
    homes = household_figures(actor=desk, path=path)
    board = coverage_board(actor=desk, at=at, level=Level.GRID, path=path)
    share = share_of(actor=desk, at=at, area=place.area)
    return [
        Figure("grids", 10, staffed.grids),
        Figure("grids with one leader", 10, staffed.leaders.get(1, 0)),
        Figure("stairwell leaders", 10 * UNITS, _seats(place, Role.STAIRWELL_LEADER)),
        Figure("households", households, homes.households),
        Figure("households unvisited", 0, homes.unvisited),
        Figure("households four times clear", households, homes.clear),
        Figure("planned visits missed", 0, board.total.missed),
        Figure("overdue visits", 0, board.total.overdue),
        Figure("visits on nobody's list", 0, board.total.unowned),
        Figure("people not seen for long", 0, share.stale),
    ]


def _seats(place: Community, role: Role) -> int:
    return Post.objects.filter(area__in=place.grids, role=role, closed_at=None).count()


STORY = Story("G1", "金五区社区：10栋楼10个网格，户户走访、四清到位", "000", tell, rehearse)
