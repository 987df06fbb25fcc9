"""Codes of divisions and grids: their levels, parents, paths and the next free grid number.

A code is cut at its level: 2 digits province, 4 city, 6 county (GB/T 2260), 9 street (GB/T 10114),
12 community, 15 unit grid (12 + a three-digit sequence), 18 responsibility grid (15 + three).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xinqiao.grid.errors import BadCode, GridNumbersUsedUp
from xinqiao.grid.models import Level

LENGTHS: Final[Mapping[Level, int]] = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
    Level.GRID: 15,
    Level.RESPONSIBILITY: 18,
}
LEVELS: Final[Mapping[int, Level]] = {length: level for level, length in LENGTHS.items()}
LEVEL_WORDS: Final[Mapping[str, Level]] = {level.name.lower(): level for level in Level}
MAX_SEQUENCE: Final = 999


def check_code(code: str, *, level: Level | None = None) -> str:
    """Return the code as digits cut at its level. Raises BadCode.

    With a `level`, the zeros that fill a code up to 6 or 12 digits are cut off: 511083000000 is
    the county 511083, while a city without counties keeps its 441900. Without one, the length must
    name the level, and filling zeros are refused because they hide it.
    """
    digits = code.strip()
    if not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
        raise BadCode(code=code.strip()[:20])
    if level is not None:
        length = LENGTHS[level]
        if digits[length:].strip("0"):
            raise BadCode(code=digits[:20])
        digits = digits[:length]
        if len(digits) < length:
            raise BadCode(code=digits)
        return digits
    if len(digits) not in LEVELS or int(digits[_parent_length(digits) :]) == 0:
        raise BadCode(code=digits[:20])
    return digits


def level_of(code: str) -> Level:
    """Return the level that the length of a checked code names. Raises BadCode."""
    level = LEVELS.get(len(code))
    if level is None:
        raise BadCode(code=code[:20])
    return level


def level_named(words: str) -> Level | None:
    """Read a level as files write it: `county`, `3`, `区县`, or None when it is none of them."""
    word = words.strip().lower()
    if word in LEVEL_WORDS:
        return LEVEL_WORDS[word]
    if word.isascii() and word.isdigit() and int(word) in Level.values:
        return Level(int(word))
    return _CHINESE_LEVELS.get(word)


_CHINESE_LEVELS: Final[Mapping[str, Level]] = {
    "省": Level.PROVINCE,
    "省级": Level.PROVINCE,
    "市": Level.CITY,
    "地级": Level.CITY,
    "县": Level.COUNTY,
    "区县": Level.COUNTY,
    "县级": Level.COUNTY,
    "街道": Level.STREET,
    "乡镇": Level.STREET,
    "乡级": Level.STREET,
    "社区": Level.COMMUNITY,
    "村": Level.COMMUNITY,
    "村级": Level.COMMUNITY,
    "网格": Level.GRID,
    "单元网格": Level.GRID,
    "责任网格": Level.RESPONSIBILITY,
}


def parent_code(code: str) -> str:
    """The code one level up; empty for a province."""
    return code[: _parent_length(code)]


def path_of(code: str) -> str:
    """The codes from the province down, each with a dot: `51.5110.511083.`."""
    return "".join(f"{code[:length]}." for length in LEVELS if length <= len(code))


def full_code(code: str) -> str:
    """The code filled with zeros to 12 digits, as offices write it; a grid keeps its own."""
    return code.ljust(LENGTHS[Level.COMMUNITY], "0")


def next_grid_code(parent_code: str, taken: Iterable[str]) -> str:
    """The next free code in a community or unit grid; a retired number is never given again.

    taken: all codes its parts ever had. Raises GridNumbersUsedUp after 999.
    """
    last = max((int(code[-3:]) for code in taken if code.startswith(parent_code)), default=0)
    if last >= MAX_SEQUENCE:
        raise GridNumbersUsedUp(code=parent_code)
    return f"{parent_code}{last + 1:03}"


def number_grids(centres: Mapping[str, tuple[float, float]], *, row_height: float) -> list[str]:
    """Put grids in the order of their numbers: rows from north to south, each from west to east.

    centres: key -> (lon, lat) in degrees. row_height: degrees of latitude that still count as one
    row. Source: DB6101/T 3185-2024.
    """
    left = sorted(centres, key=lambda key: (-centres[key][1], centres[key][0], key))
    ordered: list[str] = []
    while left:
        top = centres[left[0]][1]
        row = [key for key in left if centres[key][1] > top - row_height] or left[:1]
        ordered += sorted(row, key=lambda key: (centres[key][0], -centres[key][1], key))
        left = [key for key in left if key not in set(row)]
    return ordered


def _parent_length(code: str) -> int:
    return max((length for length in LEVELS if length < len(code)), default=0)
