"""A made-up county for measurements: 10 streets, 70 communities, 1,400 grids, desks, workers,
40 organisations and 100 dispatch rules; then as many requests as wanted, made by the database.

Items are spread evenly; 5 in 100 are open, of which some are late and some are nearly due.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.db import connection

from bench.ground import COLUMNS, SOUTH, STEP, WEST, grid_corner
from bench.measure import say
from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.models import User
from xinqiao.cases.models import Category
from xinqiao.cases.seed import seed_cases
from xinqiao.grid.models import (
    Appointment,
    Area,
    AreaBoundary,
    Level,
    Organisation,
    OrganisationKind,
    Post,
    SnapshotVersion,
)
from xinqiao.workflow.models import DispatchRule

STREETS, COMMUNITIES, GRIDS = 10, 7, 20
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COUNTY_PATH = "99.9901.990101."


def build_county() -> None:
    """Write the county when it is not there yet."""
    if Area.objects.filter(path=COUNTY_PATH).exists():
        return
    say("building a county of 1,400 grids")
    seed_cases(actor=SYSTEM, at=BEGIN)
    _areas()
    _boundaries()
    _posts()
    _rules()
    SnapshotVersion.objects.filter(id=1).update(version=int(time.time()))


def _areas() -> None:
    parents: dict[str, Area] = {}
    rows = [("99", "测试省", 1, ""), ("9901", "测试市", 2, "99"), ("990101", "测试县", 3, "9901")]
    for s in range(1, STREETS + 1):
        street = f"990101{s:03}"
        rows.append((street, f"{s}街道", 4, "990101"))
        for c in range(1, COMMUNITIES + 1):
            community = f"{street}{c:03}"
            rows.append((community, f"{s}街道{c}社区", 5, street))
            rows += [
                (f"{community}{g:03}", f"{s}街道{c}社区{g}网格", 6, community)
                for g in range(1, GRIDS + 1)
            ]
    for level in Level.values:
        made = [
            Area(
                code=code,
                name=name,
                level=level,
                parent=parents.get(parent),
                path=f"{parents[parent].path if parent else ''}{code}.",
            )
            for code, name, at_level, parent in rows
            if at_level == level
        ]
        parents |= {area.code: area for area in Area.objects.bulk_create(made)}


def _grids() -> list[Area]:
    return list(
        Area.objects.filter(level=Level.GRID, path__startswith=COUNTY_PATH).order_by("path")
    )


def _boundaries() -> None:
    made = []
    for index, grid in enumerate(_grids()):
        west, south = grid_corner(index)
        east, north = west + STEP, south + STEP
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        made.append(AreaBoundary(area=grid, geometry=geometry, valid_from=BEGIN))
    AreaBoundary.objects.bulk_create(made)


def _posts() -> None:
    staff = Area.objects.filter(path__startswith=COUNTY_PATH)
    roles = {3: Role.COUNTY, 4: Role.STREET, 5: Role.COMMUNITY}
    posts = [
        Post(role=roles[a.level], area=a, title=f"{a.name}工作台", is_desk=True)
        for a in staff
        if a.level in roles
    ]
    for grid in _grids():
        posts += [
            Post(role=role, area=grid, title=f"{grid.name}{name}")
            for role, name in ((Role.GRID_LEADER, "网格长"), (Role.GRID_WORKER, "网格员"))
        ]
    county = staff.get(level=Level.COUNTY)
    units = Organisation.objects.bulk_create(
        Organisation(name=f"单位{n}", kind=OrganisationKind.DEPARTMENT, area=county)
        for n in range(1, 41)
    )
    posts += [
        Post(role=Role.DEPARTMENT, area=county, organisation=unit, title=f"{unit.name}经办")
        for unit in units
    ]
    saved = Post.objects.bulk_create(posts)
    users = User.objects.bulk_create(
        User(username=f"bench{n}", display_name=f"员工{n}", password="!", created_at=BEGIN)  # noqa: S106
        for n in range(len(saved))
    )
    Appointment.objects.bulk_create(
        Appointment(post=post, user=user, starts_at=BEGIN)
        for post, user in zip(saved, users, strict=True)
    )


def _rules() -> None:
    categories = list(Category.objects.exclude(parent=None).order_by("code"))
    units = list(Organisation.objects.order_by("id"))
    areas = list(Area.objects.filter(level__in=(Level.STREET, Level.COMMUNITY)).order_by("path"))
    existing = DispatchRule.objects.count()
    DispatchRule.objects.bulk_create(
        DispatchRule(
            flow="case",
            category_code=categories[n % len(categories)].code,
            area=areas[n * 7 % len(areas)] if n % 3 else None,
            target_organisation=units[n % len(units)] if n % 2 else None,
            target_role="" if n % 2 else Role.GRID_WORKER,
            valid_from=BEGIN,
        )
        for n in range(max(0, 100 - existing))
    )


_FILL = """
WITH grids AS (
    SELECT g.id, g.path, p.id AS post_id, row_number() OVER (ORDER BY g.path) - 1 AS index
    FROM grid_area g JOIN grid_post p ON p.area_id = g.id AND p.role = 'grid_worker'
    WHERE g.level = 6
), categories AS (
    SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS index,
           count(*) OVER () AS total
    FROM cases_category WHERE parent_id IS NOT NULL
), numbers AS (
    SELECT n, xq_number(n + 1000000) AS number,
           hashint8(n) & 1073741823 AS dice, n %% 20 = 0 AS is_open,
           now() - (n %% 20 <> 0)::int * interval '30 days'
                 - (hashint8(n + 7) & 262143) * %(spread)s * interval '1 second' AS opened_at
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
), rows AS (
    SELECT n.*, g.id AS area_id, g.path, g.post_id, c.code, c.id AS category_id,
           %(west)s + (g.index %% %(columns)s + (n.dice %% 997) / 997.0) * %(step)s AS lon,
           %(south)s + (g.index / %(columns)s + (n.dice %% 991) / 991.0) * %(step)s AS lat,
           (ARRAY['楼道灯不亮晚上看不清路','下水道堵了污水往外流','小区门口乱停车堵住消防通道',
                  '垃圾桶满了没人清理味道很大','楼上漏水把天花板泡坏了','广场舞音响太大影响孩子学习',
                  '路面破损老人容易摔倒','路灯坏了三天没人修','水压太低五楼没有水',
                  '树枝断了随时会掉下来','防盗门坏了存在安全隐患','充电桩坏了无法充电']
           )[n.dice %% 12 + 1] AS words
    FROM numbers n
    JOIN grids g ON g.index = n.dice %% (SELECT count(*) FROM grids)
    JOIN categories c ON c.index = (n.dice / 1400) %% c.total
), items AS (
    INSERT INTO workflow_item (flow, flow_version, number, state, is_open, title, words,
        category_code, area_id, area_path, owner_post_id, level, lon, lat, cell, opened_at, due_at,
        yellow_at, beyond_calendar, done_at, closed_at, is_late, changed_at)
    SELECT 'case', 1, number, CASE WHEN is_open THEN 'handling' ELSE 'closed' END, is_open, words,
           words || '，' || (dice %% 90) || '号楼' || (dice %% 6 + 1) || '单元',
           code, area_id, path,
           post_id, 6, lon, lat, NULL, opened_at, opened_at + interval '5 days',
           opened_at + interval '90 hours', false,
           CASE WHEN is_open THEN NULL ELSE opened_at + (dice %% 7) * interval '1 day' END,
           CASE WHEN is_open THEN NULL ELSE opened_at + (dice %% 7 + 2) * interval '1 day' END,
           NOT is_open AND dice %% 7 > 5, opened_at
    FROM rows RETURNING id, number, owner_post_id, opened_at, due_at, yellow_at, is_open
), leads AS (
    INSERT INTO workflow_assignment (item_id, part, post_id, since, accepted_at, until)
    SELECT id, 'lead', owner_post_id, opened_at, opened_at, NULL FROM items
), deadlines AS (
    INSERT INTO workflow_deadline (item_id, clock, amount, unit, yellow_percent, starts_at, due_at,
        yellow_at, beyond_calendar, met_at, next_at)
    SELECT id, 'handle', 5, 'natural_days', 25, opened_at, due_at, yellow_at, false,
           CASE WHEN is_open THEN NULL ELSE opened_at END,
           CASE WHEN is_open THEN due_at + interval '10 years' END
    FROM items
)
INSERT INTO cases_case (item_id, kind, category_id, text, address, located_by, source, token)
SELECT i.id, 'report', r.category_id, r.words, '', 'point', 'web', 'bench' || i.number
FROM items i JOIN rows r ON r.number = i.number
"""


def fill(count: int, *, batch: int = 50_000, spread: int = 2) -> None:
    """Bring the database to `count` requests. The word index is built once at the end.

    spread: the requests were opened within so many times 3 days; 120 is a year.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(item_id), 0), count(*) FROM cases_case")
        (_, have) = cursor.fetchone()
        if have >= count:
            return
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'workflow_item' AND indexdef LIKE '%xq_bigrams%'"
        )
        word_indexes = cursor.fetchall()
        for index, _ in word_indexes:
            cursor.execute(f'DROP INDEX "{index}"')
        values = {
            "west": WEST,
            "south": SOUTH,
            "step": STEP,
            "columns": COLUMNS,
            "spread": spread,
        }
        for first in range(have + 1, count + 1, batch):
            last = min(count, first + batch - 1)
            cursor.execute(_FILL, {**values, "first": first, "last": last})
            say(f"{last:>9,} of {count:,} requests")
        _cells()
        say("building the word indexes")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _, definition in word_indexes:
            cursor.execute(definition)
        say("vacuum")
        cursor.execute("VACUUM ANALYZE")


def _cells() -> None:
    """Give each open request the h3 cell that intake would have given it."""
    from xinqiao.workflow.selectors.cells import cell_of

    say("cells")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, lon, lat FROM workflow_item WHERE is_open AND cell IS NULL")
        rows = cursor.fetchall()
        ids = [row[0] for row in rows]
        found = [cell_of(row[1], row[2]) for row in rows]
        cursor.execute(
            "UPDATE workflow_item i SET cell = v.cell"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, cell) WHERE v.id = i.id",
            (ids, found),
        )
