"""G2 石狮市: three centre levels, a five-level organisation, grids that are all staffed.

675 unit grids with one leader and one full-time worker each; 1,396 responsibility grids with a
part-timer lent by city management, sanitation, property companies, owners' committees or
volunteers. Villages and people are made up; towns are those of the national register.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import cycle

from tqdm import tqdm

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.services.people import create_user
from xinqiao.grid.models import Area, Force, Level
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.staffing import Staffing, staffing
from xinqiao.grid.services.founding import Seat, add_areas, appoint_many, open_posts
from xinqiao.grid.services.posts import desk_of
from xinqiao.stories.figures import Figure
from xinqiao.stories.g2_freshness import freshness
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

CITY = "350581"
CHAIN = (("35", "福建省"), ("3505", "泉州市"), (CITY, "石狮市"))
TOWNS = (
    ("350581001", "湖滨街道"),
    ("350581002", "凤里街道"),
    ("350581100", "灵秀镇"),
    ("350581101", "宝盖镇"),
    ("350581102", "蚶江镇"),
    ("350581103", "祥芝镇"),
    ("350581104", "鸿山镇"),
    ("350581105", "锦尚镇"),
    ("350581106", "永宁镇"),
)
VILLAGES = 15  # in each town, five unit grids in each village
GRIDS, PARTS = 675, 1396
FORCES = (
    Force.CITY_MANAGEMENT,
    Force.SANITATION,
    Force.PROPERTY,
    Force.OWNERS,
    Force.VOLUNTEERS,
)
_FAMILIES = "蔡王陈林黄吴李许邱卢郭施洪郑"
_GIVEN = ("建国", "秀英", "志强", "美玲", "文彬", "丽华", "海峰", "雅婷", "永福", "晓东", "清源")
_CENTRES = (Level.COUNTY, Level.STREET, Level.COMMUNITY)


def tell(stage: Stage) -> Sequence[Figure]:
    """Found the city, fill its seats, and read the figures from the page of empty seats."""
    return _told(stage, len(TOWNS))


def rehearse(stage: Stage) -> Sequence[Figure]:
    """Two of its towns."""
    return _told(stage, 2)


def _told(stage: Stage, towns: int) -> Sequence[Figure]:
    if not Area.objects.filter(code=CITY).exists():
        add_areas(actor=SYSTEM, rows=_areas(towns), at=stage.now)
        _fill(stage)
        stage.count_rows()
    city = get_area(SYSTEM, CITY)
    stage.staff("shishi", "石狮市网格中心蔡主任", desk_of(area_id=city.pk, at=stage.now))
    grids = GRIDS * towns // len(TOWNS)
    parts = sum(_parts_of(number) for number in range(grids))
    figures = _figures(staffing(stage.actor("shishi"), stage.now), grids, parts)
    return [*figures, *freshness(stage, f"{TOWNS[0][0]}201001")]


def _areas(towns: int) -> list[tuple[str, str]]:
    """(code, name) of what is not known yet, parents first; two or three parts a unit grid."""
    above = [code for code, _name in CHAIN]
    known = set(Area.objects.filter(code__in=above).values_list("code", flat=True))
    rows = [row for row in CHAIN if row[0] not in known]
    grids_each, grid_number = GRIDS // (len(TOWNS) * VILLAGES), 0
    for town, town_name in TOWNS[:towns]:
        rows.append((town, town_name))
        kind = "社区" if town_name.endswith("街道") else "村"
        stem = town_name.removesuffix("街道").removesuffix("镇")
        for village in range(1, VILLAGES + 1):
            code, name = f"{town}{200 + village}", f"{stem}第{village}{kind}"
            rows.append((code, name))
            for grid in range(1, grids_each + 1):
                rows.append((f"{code}{grid:03}", f"{name}第{grid}网格"))
                rows += [
                    (f"{code}{grid:03}{part:03}", f"{name}第{grid}网格第{part}责任网格")
                    for part in range(1, _parts_of(grid_number) + 1)
                ]
                grid_number += 1
    return rows


def _parts_of(grid_number: int) -> int:
    """So many responsibility grids that all of them together are PARTS, spread evenly."""
    return (grid_number + 1) * PARTS // GRIDS - grid_number * PARTS // GRIDS


def _fill(stage: Stage) -> None:
    """A desk in each centre; a leader and a full-time worker in each unit grid; part-timers."""
    grids, parts = _ids(Level.GRID), _ids(Level.RESPONSIBILITY)
    seats = [Seat(role, grid) for role in (Role.GRID_LEADER, Role.GRID_WORKER) for grid in grids]
    seats += [
        Seat(Role.GRID_WORKER, part, force=force)
        for part, force in zip(parts, cycle(FORCES), strict=False)
    ]
    posts = open_posts(actor=SYSTEM, seats=seats, at=stage.now)
    posts += [
        desk_of(area_id=area_id, at=stage.now) for level in _CENTRES for area_id in _ids(level)
    ]
    pairs = []
    with tqdm(total=len(posts), desc="G2", unit=" people", file=sys.stderr, delay=0.5) as bar:
        for number, post in enumerate(posts):
            pairs.append((_person(stage, number), post.pk))
            bar.update()
    appoint_many(actor=SYSTEM, pairs=pairs, at=stage.now)


def _ids(level: Level) -> list[int]:
    found = Area.objects.filter(level=level, path__startswith=get_area(SYSTEM, CITY).path)
    return list(found.order_by("code").values_list("pk", flat=True))


def _person(stage: Stage, number: int) -> int:
    """Somebody made up, without a password: only the overseer of this city signs in."""
    family = _FAMILIES[number % len(_FAMILIES)]
    given = _GIVEN[number // len(_FAMILIES) % len(_GIVEN)]
    user = create_user(
        username=f"shishi{number + 1}", display_name=f"{family}{given}", actor=SYSTEM, at=stage.now
    )
    return user.pk


def _figures(found: Staffing, grids: int, parts: int) -> list[Figure]:
    return [
        Figure("centre levels", 3, len(found.desk_levels)),
        Figure("levels of the organisation", 5, len(found.levels)),
        Figure("unit grids", grids, found.grids),
        Figure("responsibility grids", parts, found.parts),
        Figure("unit grids with one leader", grids, found.leaders.get(1, 0)),
        Figure("unit grids with one full-time worker", grids, found.workers.get(1, 0)),
        Figure("responsibility grids with a part-timer", parts, found.part_timers.get(1, 0)),
        Figure("forces that lend part-timers", len(FORCES), len(found.forces)),
        Figure("grids with an empty seat", 0, found.gaps),
    ]


STORY = Story("G2", "石狮市：675个单元网格、1396个责任网格，岗位全部到位", "002", tell, rehearse)
