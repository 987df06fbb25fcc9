"""What the picture in memory holds of areas, posts and names, and what it can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from xinqiao.accounts.access import Role
from xinqiao.grid.addresses import AddressMatch, Gazetteer
from xinqiao.grid.lookup import PointIndex
from xinqiao.grid.models import Level


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What intake needs of an area."""

    id: int
    code: str
    name: str
    level: Level
    path: str
    parent_id: int | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What intake needs of an open post."""

    id: int
    role: Role
    area_id: int
    area_path: str
    organisation_id: int | None
    title: str
    is_desk: bool


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point or words lead; `area` is the deepest. `grid` is None when only a community or
    more is known, and the unit grid around a responsibility grid.

    words: what in a text led there, as written. others: how many other places fit as well.
    """

    area: AreaFacts
    grid: AreaFacts | None
    place_id: int | None = None
    words: tuple[str, ...] = ()
    unit: str = ""
    others: int = 0


@dataclass(frozen=True)
class Snapshot:
    """One version of the picture. Areas are those that are served: with posts in, over or below."""

    version: int
    areas: Mapping[int, AreaFacts]
    posts: Mapping[int, PostFacts]
    grids: PointIndex
    parts: PointIndex  # responsibility grids in which somebody has a post
    communities: PointIndex
    gazetteer: Gazetteer

    @cached_property
    def by_path(self) -> Mapping[str, AreaFacts]:
        return MappingProxyType({area.path: area for area in self.areas.values()})

    @cached_property
    def by_code(self) -> Mapping[str, AreaFacts]:
        return MappingProxyType({area.code: area for area in self.areas.values()})

    @cached_property
    def posts_by_area(self) -> Mapping[int, tuple[PostFacts, ...]]:
        found: dict[int, list[PostFacts]] = {}
        for post in self.posts.values():
            found.setdefault(post.area_id, []).append(post)
        return MappingProxyType({area_id: tuple(posts) for area_id, posts in found.items()})

    @cached_property
    def desk_post_ids(self) -> Mapping[int, int]:
        """Area id -> the desk post of that area."""
        return MappingProxyType({p.area_id: p.id for p in self.posts.values() if p.is_desk})

    def up(self, path: str) -> list[AreaFacts]:
        """The area of `path` and those over it, the deepest first."""
        codes = path.rstrip(".").split(".")
        paths = (".".join(codes[:depth]) + "." for depth in range(len(codes), 0, -1))
        return [area for area in map(self.by_path.get, paths) if area is not None]

    def desk_over(self, path: str) -> PostFacts | None:
        """The desk of the area of `path`, else of the nearest area over it that has one."""
        desks = (self.desk_post_ids.get(area.id) for area in self.up(path))
        return next((self.posts[desk] for desk in desks if desk is not None), None)

    def locate_point(self, lon: float, lat: float) -> Located | None:
        """The deepest area of a WGS 84 point: a responsibility grid with posts, else its grid, else
        the community where it lies between the grids; or None.
        """
        part_id = self.parts.at(lon, lat)
        if part_id is not None:
            return Located(self.areas[part_id], self._grid_of(self.areas[part_id]))
        grid_id = self.grids.at(lon, lat)
        if grid_id is not None:
            grid = self.areas[grid_id]
            return Located(grid, grid)
        community_id = self.communities.at(lon, lat)
        return None if community_id is None else Located(self.areas[community_id], None)

    def locate_words(self, text: str, *, within: str = "") -> Located | None:
        """The area that address words speak of; `within` is the path of the person's community."""
        match = self.gazetteer.locate(text, within=within)
        return None if match is None else self._located(match)

    def nearest_community(self, lon: float, lat: float) -> tuple[AreaFacts, float] | None:
        """The community nearest to a point, and the metres to its edge; None without boundaries."""
        near = self.communities.nearest(lon, lat)
        return None if near is None else (self.areas[near.area_id], near.metres)

    def _grid_of(self, area: AreaFacts) -> AreaFacts | None:
        """The unit grid that an area is or lies in."""
        return next((one for one in self.up(area.path) if one.level == Level.GRID), None)

    def _located(self, match: AddressMatch) -> Located | None:
        area = next(iter(self.up(match.path)), None)
        if area is None:
            return None
        return Located(
            area, self._grid_of(area), match.place_id, match.words, match.unit, match.others
        )
