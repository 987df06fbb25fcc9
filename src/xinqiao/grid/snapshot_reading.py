"""Reading the picture from the database: five statements, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import shapely
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from xinqiao.accounts.access import ADMINISTRATORS, Role
from xinqiao.grid.addresses import Gazetteer, GazetteerName, NameKind
from xinqiao.grid.facts import AreaFacts, PostFacts, Snapshot
from xinqiao.grid.geometry import from_geojson
from xinqiao.grid.lookup import PointIndex
from xinqiao.grid.models import Area, AreaBoundary, AreaName, Level, Place, Post
from xinqiao.grid.selectors.scope import ancestors, paths_below
from xinqiao.kit.time import local_day, now

# 金五区 for 金五区社区: shorter than three characters it would be a common word (和平, 幸福).
SHORT_NAME = 3
SUFFIXES = ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "街道办事处", "街道办")
PLAIN_SUFFIXES = ("社区", "街道", "新区", "自治县", "区", "县", "市", "镇", "乡", "村")


def read_snapshot(version: int) -> Snapshot:
    """Read areas, posts, boundaries and names that are in use now."""
    posts = {post.id: post for post in _posts()}
    areas = {area.id: area for area in _areas(posts.values())}
    shapes = dict(_shapes(areas))
    staffed = {post.area_id for post in posts.values()}
    grids = [(i, shape) for i, shape in shapes.items() if areas[i].level == Level.GRID]
    # A part of a grid in which nobody has a post is only a line on the map.
    parts = [
        (i, shape)
        for i, shape in shapes.items()
        if areas[i].level == Level.RESPONSIBILITY and i in staffed
    ]
    return Snapshot(
        version=version,
        areas=MappingProxyType(areas),
        posts=MappingProxyType(posts),
        grids=PointIndex(grids),
        parts=PointIndex(parts),
        communities=PointIndex(_communities(areas, shapes)),
        gazetteer=Gazetteer(_names(areas)),
    )


def _posts() -> Iterator[PostFacts]:
    rows = (
        Post.objects.filter(closed_at__isnull=True)
        .order_by("pk")
        .values_list("pk", "role", "area_id", "area__path", "organisation_id", "title", "is_desk")
    )
    for post_id, role, area_id, path, organisation_id, title, is_desk in rows:
        yield PostFacts(post_id, Role(role), area_id, path, organisation_id, title, is_desk)


def _areas(posts: Iterable[PostFacts]) -> Iterator[AreaFacts]:
    """Areas in, over or below posts: the rest of the country is imported but not served here."""
    served: list[str] = []
    for path in sorted({post.area_path for post in posts if post.role not in ADMINISTRATORS}):
        if not served or not path.startswith(served[-1]):
            served.append(path)
    over = {path for inner in served for path in ancestors(inner)}
    today = local_day(now())
    rows = (
        Area.objects.filter(paths_below(served) | Q(path__in=over))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today))
        .order_by("pk")
        .values_list("pk", "code", "name", "level", "path", "parent_id", "lon", "lat")
    )
    for pk, code, name, level, path, parent_id, lon, lat in rows:
        yield AreaFacts(pk, code, name, Level(level), path, parent_id, lon, lat)


def _shapes(areas: Mapping[int, AreaFacts]) -> Iterator[tuple[int, BaseGeometry]]:
    wanted = [a.id for a in areas.values() if a.level >= Level.COMMUNITY]
    rows = AreaBoundary.objects.filter(valid_until__isnull=True, area_id__in=wanted)
    for area_id, geometry in rows.order_by("area_id").values_list("area_id", "geometry"):
        yield area_id, from_geojson(geometry)


def _communities(
    areas: Mapping[int, AreaFacts], shapes: Mapping[int, BaseGeometry]
) -> list[tuple[int, BaseGeometry]]:
    """Communities as drawn; one that was never drawn is all of its grids together."""
    parts: dict[int, list[BaseGeometry]] = {}
    drawn = []
    for area_id, shape in shapes.items():
        area = areas[area_id]
        if area.level == Level.COMMUNITY:
            drawn.append((area_id, shape))
        elif (
            area.level == Level.GRID and area.parent_id is not None and area.parent_id not in shapes
        ):
            parts.setdefault(area.parent_id, []).append(shape)
    joined = [(i, shapely.union_all(grids)) for i, grids in parts.items() if i in areas]
    return drawn + joined


def _names(areas: Mapping[int, AreaFacts]) -> Iterator[GazetteerName]:
    for area in areas.values():
        for name in _spoken(area.name):
            yield GazetteerName(name, NameKind.AREA, area.path)
    former = AreaName.objects.filter(area_id__in=list(areas)).values_list("area_id", "name")
    for area_id, name in former:
        yield GazetteerName(name, NameKind.AREA, areas[area_id].path)
    places = Place.objects.filter(retired_at__isnull=True, area_id__in=list(areas))
    rows = places.order_by("pk").values_list(
        "pk", "kind", "name", "aliases", "area_id", "parent_id"
    )
    for pk, kind, name, aliases, area_id, parent_id in rows:
        for spoken in (name, *aliases):
            yield GazetteerName(str(spoken), NameKind(kind), areas[area_id].path, pk, parent_id)


def _spoken(name: str) -> Iterator[str]:
    """An official name and the shorter one that people say."""
    yield name
    for suffix in (*SUFFIXES, *PLAIN_SUFFIXES):
        if name.endswith(suffix):
            short = name.removesuffix(suffix)
            if len(short) >= SHORT_NAME:
                yield short
            if suffix in SUFFIXES[:4]:
                yield f"{short.removesuffix('社区')}社区"
            return
