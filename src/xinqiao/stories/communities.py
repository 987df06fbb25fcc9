"""The places of the stories, founded through the same services that the administrators use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.models import Area, Organisation, OrganisationKind, Place, PlaceKind, Post
from xinqiao.grid.services.areas import add_area, add_grid
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.organisations import add_organisation
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.plates import issue_plate
from xinqiao.grid.services.posts import desk_of, open_post, organisation_post
from xinqiao.stories.stage import Stage

COLUMNS = 5
WIDTH, HEIGHT = 0.0012, 0.0010  # degrees of one grid, some 100 m


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a community lies. chain: (code, name) from the province to the street.

    west, south: its corner in WGS 84 degrees; grids, one a building, lie in rows of five.
    """

    chain: tuple[tuple[str, str], ...]
    code: str
    name: str
    west: float
    south: float
    grids: int
    estate: str

    def corner(self, grid: int) -> tuple[float, float]:
        """South-west corner of the grid numbered from 1."""
        row, column = divmod(grid - 1, COLUMNS)
        return self.west + column * WIDTH, self.south + row * HEIGHT


@dataclass(frozen=True, slots=True)
class Community:
    """A founded community with its posts, grids in the order of their numbers."""

    plan: Plan
    area: Area
    grids: tuple[Area, ...]
    leaders: tuple[Post, ...]
    workers: tuple[Post, ...]
    desk: Post
    street_desk: Post
    county_desk: Post

    def spot(self, grid: int) -> tuple[float, float]:
        """The middle of the grid numbered from 1: longitude, latitude."""
        west, south = self.plan.corner(grid)
        return round(west + WIDTH / 2, 6), round(south + HEIGHT / 2, 6)

    def unit(self, stage: Stage, name: str, kind: OrganisationKind, phone: str) -> Post:
        """An organisation of the county and the post through which it takes work."""
        county = self.county_desk.area
        found = Organisation.objects.filter(area=county, name=name).first()
        unit = found or add_organisation(
            actor=SYSTEM, name=name, kind=kind, area_id=county.pk, phone=phone, at=stage.now
        )
        return organisation_post(organisation_id=unit.pk, at=stage.now)


def found(stage: Stage, plan: Plan) -> Community:
    """Found a community; what stands already is used as it is."""
    above = [_area(stage, code, name) for code, name in plan.chain]
    area = _area(stage, plan.code, plan.name)
    rows = -(-plan.grids // COLUMNS)
    _bound(stage, area, plan.corner(1), COLUMNS * WIDTH, rows * HEIGHT)
    grids = _grids(stage, plan, area)
    return Community(
        plan=plan,
        area=area,
        grids=grids,
        leaders=tuple(_post(stage, Role.GRID_LEADER, g, f"{plan.name}{g.name}长") for g in grids),
        workers=tuple(_post(stage, Role.GRID_WORKER, g, f"{plan.name}{g.name}员") for g in grids),
        desk=desk_of(area_id=area.pk, at=stage.now),
        street_desk=desk_of(area_id=above[-1].pk, at=stage.now),
        county_desk=desk_of(area_id=above[-2].pk, at=stage.now),
    )


def _area(stage: Stage, code: str, name: str) -> Area:
    known = Area.objects.filter(code=code).first()
    return known or add_area(actor=SYSTEM, code=code, name=name, at=stage.now)


def _grids(stage: Stage, plan: Plan, area: Area) -> tuple[Area, ...]:
    grids = list(Area.objects.filter(parent=area).order_by("code"))
    if grids:
        return tuple(grids)
    estate = add_place(
        actor=SYSTEM, kind=PlaceKind.ESTATE, name=plan.estate, area_id=area.pk, at=stage.now
    )
    for number in range(1, plan.grids + 1):
        grid = add_grid(actor=SYSTEM, community_id=area.pk, name=f"{number}号楼网格", at=stage.now)
        _bound(stage, grid, plan.corner(number), WIDTH, HEIGHT)
        _building(stage, plan, grid, estate, number)
        grids.append(grid)
    return tuple(grids)


def _building(stage: Stage, plan: Plan, grid: Area, estate: Place, number: int) -> None:
    west, south = plan.corner(number)
    building = add_place(
        actor=SYSTEM,
        kind=PlaceKind.BUILDING,
        name=f"{number}号楼",
        area_id=grid.pk,
        parent_id=estate.pk,
        lon=round(west + WIDTH / 2, 6),
        lat=round(south + HEIGHT / 2, 6),
        at=stage.now,
    )
    issue_plate(actor=SYSTEM, place_id=building.pk, detail="1单元", at=stage.now)


def _bound(
    stage: Stage, area: Area, corner: tuple[float, float], width: float, height: float
) -> None:
    if area.boundaries.filter(valid_until=None).exists():
        return
    west, south = corner
    east, north = west + width, south + height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry: dict[str, Any] = {
        "type": "Polygon",
        "coordinates": [[[round(lon, 6), round(lat, 6)] for lon, lat in ring]],
    }
    set_boundary(actor=SYSTEM, area_id=area.pk, geometry=geometry, source="story", at=stage.now)


def _post(stage: Stage, role: Role, area: Area, title: str) -> Post:
    known = Post.objects.filter(role=role, area=area, closed_at=None).first()
    return known or open_post(actor=SYSTEM, role=role, area_id=area.pk, title=title, at=stage.now)
