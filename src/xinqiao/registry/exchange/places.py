"""Where the people of a file live: estates, buildings and grids of an area by their names.

Read once a file. What the area does not know yet is planned as new where the grid is certain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from django.db.models import Q

from xinqiao.grid.address_words import spell
from xinqiao.grid.models import Area, Level, Place, PlaceKind
from xinqiao.registry.door_words import plain_part, read_door
from xinqiao.registry.exchange.errors import (
    GridDisagrees,
    GridUnknown,
    PlaceAmbiguous,
    PlaceMissing,
    PlaceUnknown,
)
from xinqiao.registry.exchange.rows import PersonRow

_BARE: Final = re.compile(r"[0-9]+[a-z]?|[a-z][0-9]*")
# An address that stands in one cell: what comes before the building, the building, the door.
_WHOLE: Final = re.compile(r"(?P<estate>.*?)(?P<building>[0-9a-z]+栋|[0-9a-z]+号)(?P<door>.*)")


@dataclass(slots=True, eq=False)
class Spot:
    """An estate or building: of the gazetteer (`place_id`), or planned until it is written."""

    kind: PlaceKind
    name: str
    area_id: int
    area_path: str
    parent: Spot | None = None
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling as a row tells it, unit and number in the one spelling."""

    spot: Spot
    unit: str
    number: str

    @property
    def key(self) -> tuple[int, str, str]:
        """Equal for the same dwelling of one run, whether its place is written or planned."""
        return id(self.spot), self.unit, self.number


@dataclass(slots=True)
class PlaceBook:
    """The names of one area.

    `planned` are places that rows need and nobody has written; `count` is all that ever were.
    """

    area: Area
    planned: list[Spot] = field(default_factory=list)
    count: int = 0
    _grids: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    _estates: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    _buildings: dict[tuple[int | None, str], list[Spot]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _all_grids: list[Area] = field(default_factory=list)

    @classmethod
    def read(cls, area: Area) -> PlaceBook:
        """The book of an area and all below it, in two statements."""
        book = cls(area)
        book._all_grids = list(
            Area.objects.filter(
                level=Level.GRID, path__startswith=area.path, valid_until__isnull=True
            )
            .select_related("parent")
            .order_by("path")
        )
        for grid in book._all_grids:
            for name in {grid.code, spell(grid.name), grid.code[-3:], _short(grid.name)}:
                book._grids[name].append(grid)
        above = Q(area__in=_ancestors(area), kind=PlaceKind.ESTATE)
        inside = Q(area__path__startswith=area.path)
        places = (
            Place.objects.filter(inside | above, retired_at__isnull=True)
            .exclude(kind=PlaceKind.LANDMARK)
            .select_related("area")
            .order_by("kind", "id")
        )
        book._take(list(places))
        return book

    def home_of(self, row: PersonRow) -> Home:
        """Where the person of a row lives. Raises PlaceMissing, PlaceUnknown, GridUnknown."""
        estate, building, unit, number = self._parts(row)
        if not number or not building:
            raise PlaceMissing
        grid = self._grid_of(row.grid) if row.grid else None
        return Home(self._spot(estate, building, grid), _part(unit), _part(number))

    def settle(self, *, written: bool) -> None:
        """After a batch: planned places are written, or a dry run has taken them back."""
        if written:
            self.planned = [spot for spot in self.planned if spot.place_id is None]
            return
        for spot in self.planned:
            spot.place_id = None

    def _parts(self, row: PersonRow) -> tuple[str, str, str, str]:
        if row.number and (row.building or row.estate):
            unit, number = row.unit, row.number
            if not unit and (door := read_door(number)) is not None:
                unit, number = door.unit, door.number
            return row.estate, row.building, unit, number
        if not row.address:
            raise PlaceMissing
        text = spell(row.address)
        found = _WHOLE.fullmatch(text)
        door = read_door(found["door"]) if found else None
        if found is None or door is None:
            raise PlaceUnknown(place=row.address[:60])
        return self._estate_in(found["estate"], row), found["building"], door.unit, door.number

    def _estate_in(self, words: str, row: PersonRow) -> str:
        """The longest estate that the words before a building name, else what stands there."""
        if row.estate:
            return row.estate
        named = [name for name in self._estates if name and name in words]
        if named:
            return max(named, key=len)
        return re.split(r"社区|街道|网格|省|市|区(?!$)|县", words)[-1]

    def _grid_of(self, words: str) -> Area:
        found = self._grids.get(words) or self._grids.get(spell(words)) or []
        if not found:
            padded = re.sub(r"\D", "", words).zfill(3)
            found = self._grids.get(padded, []) if len(padded) == 3 else []
        if len(found) != 1:
            raise GridUnknown(grid=words[:40], area=self.area.name)
        return found[0]

    def _spot(self, estate: str, building: str, grid: Area | None) -> Spot:
        holder = self._estate(estate, grid) if estate else None
        key = building_key(building)
        known = self._buildings.get((id(holder) if holder else None, key), [])
        if grid is not None and known:
            inside = [spot for spot in known if spot.area_path.startswith(grid.path)]
            if holder is not None and not inside:
                raise GridDisagrees(place=f"{estate}{building}", grid=grid.name)
            known = inside
        if len(known) > 1:
            raise PlaceAmbiguous(place=f"{estate}{building}")
        if known:
            return known[0]
        area = grid or self._grid_for(holder)
        if area is None:
            raise PlaceUnknown(place=f"{estate}{building}")
        spot = Spot(PlaceKind.BUILDING, key[:100], area.pk, area.path, parent=holder)
        return self._plan(spot)

    def _estate(self, name: str, grid: Area | None) -> Spot:
        known = self._estates.get(_spelled(name), [])
        if grid is not None:
            # An estate of the same name in another community is another one.
            around = grid.parent.path if grid.parent else grid.path
            known = [s for s in known if grid.path.startswith(s.area_path)] or [
                s for s in known if s.area_path.startswith(around)
            ]
        if len(known) > 1:
            raise PlaceAmbiguous(place=name)
        if known:
            return known[0]
        area = grid or self._grid_for(None)
        if area is None:
            raise PlaceUnknown(place=name)
        # An estate may reach over several grids, so it belongs to the community.
        holder = area.parent or area
        spot = Spot(PlaceKind.ESTATE, name[:100], holder.pk, holder.path)
        return self._plan(spot)

    def _plan(self, spot: Spot) -> Spot:
        self._remember(spot)
        self.planned.append(spot)
        self.count += 1
        return spot

    def _grid_for(self, estate: Spot | None) -> Area | None:
        """The only grid that a new building can be in, if there is only one."""
        if len(self._all_grids) == 1:
            return self._all_grids[0]
        if estate is None:
            return None
        inside = {
            spot.area_path
            for (holder, _name), spots in self._buildings.items()
            if holder == id(estate)
            for spot in spots
        } or {estate.area_path}
        grids = [grid for grid in self._all_grids if grid.path in inside]
        return grids[0] if len(grids) == len(inside) == 1 else None

    def _take(self, places: list[Place]) -> None:
        spots: dict[int, Spot] = {}
        for place in sorted(places, key=lambda one: one.kind != PlaceKind.ESTATE):
            parent = spots.get(place.parent_id) if place.parent_id else None
            spot = Spot(
                PlaceKind(place.kind),
                place.name,
                place.area_id,
                place.area.path,
                parent=parent,
                place_id=place.pk,
            )
            spots[place.pk] = spot
            self._remember(spot, place.aliases)

    def _remember(self, spot: Spot, aliases: list[str] | None = None) -> None:
        for name in {spot.name, *(aliases or ())}:
            if spot.kind == PlaceKind.ESTATE:
                self._estates[spell(name)].append(spot)
                continue
            holders = {id(spot.parent) if spot.parent else None, None}
            for holder in holders:
                self._buildings[holder, building_key(name)].append(spot)


# A file says the same units, rooms and estates thousands of times.
_part = lru_cache(maxsize=8192)(plain_part)
_spelled = lru_cache(maxsize=4096)(spell)


@lru_cache(maxsize=4096)
def building_key(name: str) -> str:
    """A building in the one spelling: 3, 3号, ３号楼, 三栋 -> 3栋."""
    key = spell(name).lower()
    key = key.removesuffix("号") if re.fullmatch(r"[0-9]+号", key) else key
    return f"{key}栋" if _BARE.fullmatch(key) else key


def _ancestors(area: Area) -> list[int]:
    """Areas above, whose estates may reach into this one."""
    codes = area.path.rstrip(".").split(".")[:-1]
    paths = [".".join(codes[: depth + 1]) + "." for depth in range(len(codes))]
    return list(Area.objects.filter(path__in=paths).values_list("pk", flat=True))


def _short(name: str) -> str:
    """第3网格, 金五社区3网格 -> 3."""
    found = re.search(r"([0-9]+)(?:号)?网格", spell(name))
    return found[1].zfill(3) if found else spell(name)
