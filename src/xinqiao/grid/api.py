"""`/api/v1/areas`, `/api/v1/grid-at`: areas, their boundaries, and the grid of a point.

Everything is scoped to the areas of the caller's posts (or key) and the way up to them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from xinqiao.grid.api_callers import api_actor
from xinqiao.grid.errors import AreaNotFound, OutsideAllGrids, OutsideNear
from xinqiao.grid.facts import AreaFacts
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.areas import children_of, get_area, search_areas, visible_areas
from xinqiao.grid.selectors.features import area_features
from xinqiao.grid.selectors.scope import searchable
from xinqiao.grid.snapshot import fresh
from xinqiao.grid.wording import distance_words
from xinqiao.kit.paging import MAX_PAGE_SIZE, PAGE_SIZE, Order, paginate

router = Router(tags=["areas"])
ORDER = Order("code")
MAX_PARTS = 1000


class AreaQuery(Schema):
    """Filters of the list; `q` is part of a name or the beginning of a code."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=40)
    level: str = Field("", max_length=12)
    parent: str = Field("", max_length=15)
    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class AreaOut(Schema):
    """An area. `lon`, `lat`: a point inside, WGS 84 degrees, where a boundary was drawn."""

    code: str
    name: str
    level: str
    parent: str | None
    path: str
    lon: float | None
    lat: float | None


class AreaPage(Schema):
    """Areas in the order of their codes; `next` is the cursor of the next page."""

    items: list[AreaOut]
    next: str | None


class PointQuery(Schema):
    """A point in WGS 84 degrees."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class GridOut(Schema):
    """Where a point lies: `grid` is null between the grids of a community."""

    grid: AreaOut | None
    community: AreaOut | None


@router.get("/areas", response=AreaPage, summary="List areas")
def list_areas(request: HttpRequest, query: Query[AreaQuery]) -> Any:
    """Areas of the caller that exist now, below a parent, of a level, or by name."""
    areas = visible_areas(api_actor(request)).filter(valid_until__isnull=True)
    if query.parent:
        areas = areas.filter(parent__code=searchable(query.parent))
    if query.level:
        wanted = Level.__members__.get(query.level.upper())
        areas = areas.filter(level=wanted) if wanted else areas.none()
    if query.q.strip():
        areas = search_areas(areas, query.q)
    page = paginate(
        areas.select_related("parent"), order=ORDER, cursor=query.cursor, size=query.limit
    )
    return {"items": [_out(area) for area in page.items], "next": page.next}


@router.get("/areas/{code}", response=AreaOut, summary="Read one area")
def read_area(request: HttpRequest, code: str) -> Any:
    """One area by its code."""
    return _out(get_area(api_actor(request), code))


@router.get(
    "/areas/{code}/boundary", url_name="area-boundary", summary="Boundary of an area as GeoJSON"
)
def read_boundary(request: HttpRequest, code: str, parts: bool = False) -> HttpResponse:
    """The area's boundary as a FeatureCollection; with `parts` those of the areas in it, too."""
    actor = api_actor(request)
    area = get_area(actor, code)
    inside = children_of(area, visible_areas(actor)).order_by("code") if parts else ()
    content = area_features(area, list(inside[:MAX_PARTS]))
    return JsonResponse(content, content_type="application/geo+json")


@router.get("/grid-at", response=GridOut, summary="The grid of a point")
def grid_at(request: HttpRequest, query: Query[PointQuery]) -> Any:
    """The grid that holds a point. 422 outside, with the nearest community; 404 out of scope."""
    actor = api_actor(request)
    picture = fresh()
    located = picture.locate_point(query.lon, query.lat)
    if located is None:
        near = picture.nearest_community(query.lon, query.lat)
        if near is None:
            raise OutsideAllGrids
        raise OutsideNear(community=near[0].name, distance=distance_words(near[1]))
    path = located.area.path
    if not (actor.is_system or any(path.startswith(post.area_path) for post in actor.posts)):
        raise AreaNotFound(code=f"{query.lon}, {query.lat}")
    way = picture.up(path)
    community = next((area for area in way if area.level == Level.COMMUNITY), None)
    return {"grid": _facts_out(located.grid, picture.areas), "community": _facts_out(
        community, picture.areas
    )}  # fmt: skip


def _out(area: Area) -> dict[str, Any]:
    parent = area.parent
    return {
        "code": area.code,
        "name": area.name,
        "level": Level(area.level).name.lower(),
        "parent": parent.code if parent else None,
        "path": area.path,
        "lon": area.lon,
        "lat": area.lat,
    }


def _facts_out(area: AreaFacts | None, areas: Any) -> dict[str, Any] | None:
    if area is None:
        return None
    parent = areas.get(area.parent_id)
    return {
        "code": area.code,
        "name": area.name,
        "level": area.level.name.lower(),
        "parent": parent.code if parent else None,
        "path": area.path,
        "lon": area.lon,
        "lat": area.lat,
    }
