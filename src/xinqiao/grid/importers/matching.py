"""Which area a feature of an older boundary file means: by code, by former code, by name.

Counties are promoted (隆昌县 511028 became 隆昌市 511083), so the code alone is not enough; but a
name counts only inside the same city, for there is a 城区 or 朝阳区 in many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinqiao.grid.codes import parent_code

# 自治县 names carry the people's name before it, so they are compared whole.
TITLES = ("新区", "林区", "特区", "地区", "区", "县", "市", "旗")


class MatchedBy(StrEnum):
    """How the area was found."""

    CODE = "code"
    FORMER_CODE = "former_code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area of the register, with the (code, name) pairs it had before."""

    id: int
    code: str
    name: str
    former: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The area that a feature means."""

    area: KnownArea
    by: MatchedBy


class Matcher:
    """Finds areas for the features of one file; an area is given to one feature only."""

    def __init__(self, areas: Iterable[KnownArea], *, codes_in_file: Iterable[str]) -> None:
        self._by_code = {area.code: area for area in areas}
        self._former = {code: area for area in self._by_code.values() for code, _ in area.former}
        self._siblings: dict[str, list[KnownArea]] = {}
        for area in sorted(self._by_code.values(), key=lambda area: area.code):
            self._siblings.setdefault(parent_code(area.code), []).append(area)
        self._claimed = {code for code in codes_in_file if code in self._by_code}

    def match(self, code: str, name: str) -> Match | None:
        """The area of a feature, or None when no rule finds exactly one."""
        if code in self._by_code:
            return Match(self._by_code[code], MatchedBy.CODE)
        former = self._former.get(code)
        if former is not None and former.code not in self._claimed:
            return self._claim(former, MatchedBy.FORMER_CODE)
        free = [a for a in self._siblings.get(parent_code(code), ()) if a.code not in self._claimed]
        same = [area for area in free if _is_same(name, _names(area))]
        return self._claim(same[0], MatchedBy.NAME) if len(same) == 1 else None

    def _claim(self, area: KnownArea, by: MatchedBy) -> Match:
        self._claimed.add(area.code)
        return Match(area, by)


def _names(area: KnownArea) -> list[str]:
    return [area.name, *(name for _, name in area.former)]


def _is_same(name: str, names: Iterable[str]) -> bool:
    """隆昌县 = 隆昌市; a promoted county of one character gains 州: 蓟县 = 蓟州区."""
    stem = stem_of(name)
    stems = {stem_of(other) for other in names}
    return bool(stem) and (stem in stems or (len(stem) == 1 and f"{stem}州" in stems))


def stem_of(name: str) -> str:
    """A county's name without its title."""
    for title in TITLES:
        if name.endswith(title) and len(name) > len(title):
            return name.removesuffix(title)
    return name


def known_areas(
    rows: Iterable[tuple[int, str, str]], former: Mapping[int, list[tuple[str, str]]]
) -> list[KnownArea]:
    """Areas of the register from (id, code, name) rows and their former names."""
    return [KnownArea(i, code, name, tuple(former.get(i, ()))) for i, code, name in rows]
