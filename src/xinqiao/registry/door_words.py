"""Doors as people say them: 3栋2单元301, 2-301, 二单元三〇一室. Pure rules, no Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from xinqiao.grid.address_words import number_of, spell

_HAN_NUMBER: Final = re.compile(r"[〇零一二三四五六七八九十两]+")
_DOOR: Final = re.compile(
    r"^(?:(?P<unit>[0-9a-z]{1,4})(?:单元|-|/))?(?:(?P<floor>-?[0-9]{1,2})(?:层|楼|f))?"
    r"(?P<number>[0-9a-z]{1,8}(?:-[0-9a-z]{1,3})?)(?:室|号|房)?$"
)
# A word ends here, so that 3栋301 finds 3栋2单元301.
_BREAK: Final = re.compile(r"(?<=栋)|(?<=单元)|(?<=号)|(?<=[\u4e00-\u9fff])(?=[0-9])|室")
_ADDRESS_SIGN: Final = re.compile(r"[0-9栋]|单元|小区|号|路|街|巷|弄|村|苑|园|花园|公寓|广场|大厦")
HIGHEST: Final = 99


@dataclass(frozen=True, slots=True)
class Door:
    """A unit (empty where a building has one stairwell only), a number, and the floor it is on."""

    unit: str
    number: str
    floor: int | None


def read_door(text: str) -> Door | None:
    """Read the unit and number behind a building's name, or None when it is no door."""
    plain = spell(unicodedata.normalize("NFKC", text).strip()).lower().replace("—", "-")
    plain = _HAN_NUMBER.sub(_digits, plain).replace(" ", "")
    found = _DOOR.match(plain)
    if found is None:
        return None
    number = found["number"].upper()
    floor = int(found["floor"]) if found["floor"] else floor_of(number)
    return Door((found["unit"] or "").upper(), number, floor)


def plain_part(text: str) -> str:
    """A unit or number in the one spelling: 二单元 -> 2, 301室 -> 301, a102 -> A102."""
    plain = spell(unicodedata.normalize("NFKC", text).strip()).lower().replace(" ", "")
    plain = _HAN_NUMBER.sub(_digits, plain)
    for end in ("单元", "室", "号", "房"):
        plain = plain.removesuffix(end)
    return plain.upper()


def floor_of(number: str) -> int | None:
    """The floor that a room number of 3 or 4 digits tells: 301 -> 3, 1502 -> 15; else None."""
    digits = re.fullmatch(r"[A-Z]?([0-9]{3,4})[A-Z]?", number)
    if digits is None:
        return None
    floor = int(digits[1][:-2])
    return floor if 0 < floor <= HIGHEST else None


def spoken_address(estate: str, building: str, unit: str, number: str) -> str:
    """The whole address in the one spelling: 丽湖新城3栋2单元301."""
    return f"{building_name(estate, building)}{f'{unit}单元' if unit else ''}{number}"


def building_name(estate: str, building: str) -> str:
    """A building as addresses begin with it; 花园11 and 3栋 must not become 花园113栋."""
    whole, own = spell(estate), spell(building)
    if not whole or own.startswith(whole):
        return own
    parts = whole[-1].isascii() and whole[-1].isalnum() and own[:1].isascii() and own[:1].isalnum()
    return f"{whole}{' ' if parts else ''}{own}"


def address_query(text: str) -> str:
    """What somebody typed, spelled like the addresses and cut where parts may be left out."""
    return " ".join(_BREAK.sub(" ", spell(piece)).strip() for piece in text.split())


def is_like_address(text: str) -> bool:
    """Tell words that name a spot from words that can be a person's name."""
    return _ADDRESS_SIGN.search(spell(text)) is not None


def _digits(found: re.Match[str]) -> str:
    words = found.group()
    # 三〇一 is read digit by digit; 十二 is a number.
    number = number_of(words)
    return words if number is None else str(number)
