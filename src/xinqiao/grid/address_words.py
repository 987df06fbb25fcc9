"""Address words in one spelling, so that 三号楼, ３幢 and 3# are one building.

The same spelling is given to the gazetteer's names and to what people write; a map of positions
leads back to the words as they were written, because an explanation quotes the person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 10_000
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# One character becomes one character here, so that positions stay; the rest is left to _CHANGES.
_PLAIN: Final = (
    {0xFF01 + i: 0x21 + i for i in range(94)}
    | {0x3000: 0x20, ord("№"): ord("#"), ord("號"): ord("号"), ord("樓"): ord("楼")}
    | {0x2460 + i: 0x31 + i for i in range(9)}
    | {ord(c): ord(c.lower()) for c in _UPPER}
    | {0xFF21 + i: 0x61 + i for i in range(26)}
)
# 楼 alone after a number is a floor (住3栋5楼), so only 号楼 and its like name a building.
_BUILDING: Final = r"\s*(?:号楼|栋楼|幢楼|#楼|栋|幢|#)"
_UNIT: Final = r"\s*(?:单元|门洞|梯)"
_NUMBERED: Final = r"(?<=[0-9a-z〇零一二三四五六七八九十])"
# 这一栋楼 counts buildings and names none.
_NAMING: Final = r"(?<![这那每整哪某有同另〇零一二三四五六七八九十两])"
_CHANGES: Final = re.compile(
    rf"{_NUMBERED}{_BUILDING}"
    rf"|(?<=[0-9a-z])\s*座"
    rf"|{_NUMBERED}{_UNIT}"
    r"|#(?P<hash>[0-9]+)(?![0-9#号栋幢])"
    rf"|{_NAMING}(?P<han>[〇零一二三四五六七八九十两]+)"
    r"(?=号|栋|幢|单元|门洞|区|期|组|弄|巷|街坊|队|村|社区)"
    r"|\s+"
)
_UNIT_NUMBER: Final = re.compile(r"([0-9a-z]+)单元")


@dataclass(frozen=True, slots=True)
class AddressWords:
    """`text` in the one spelling; `starts` and `origins` lead from its positions to `written`."""

    written: str
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The words as written that `text[start:end]` stands for."""
        return self.written[self._origin(start) : self._origin(end)].strip()

    def _origin(self, position: int) -> int:
        place = bisect_right(self.starts, position) - 1
        return self.origins[place] + position - self.starts[place]


def normalise(written: str) -> AddressWords:
    """Spell address words the one way; only the first 10,000 characters are read."""
    kept = written[:MAX_CHARACTERS]
    plain = kept.translate(_PLAIN)
    pieces: list[str] = []
    starts, origins = [0], [0]
    length = position = 0
    for found in _CHANGES.finditer(plain):
        before = plain[position : found.start()]
        word = _spelling(found)
        pieces += (before, word)
        length += len(before)
        if word:
            starts.append(length)
            origins.append(found.start())
            length += len(word)
        starts.append(length)
        origins.append(found.end())
        position = found.end()
    pieces.append(plain[position:])
    return AddressWords(kept, "".join(pieces), tuple(starts), tuple(origins))


def spell(name: str) -> str:
    """The one spelling of a gazetteer name."""
    return normalise(name).text


def unit_in(text: str, start: int) -> str:
    """The stairwell number written right after a building (`2` of 2单元), or an empty text."""
    found = _UNIT_NUMBER.match(text, start)
    return found.group(1) if found else ""


def number_of(words: str) -> int | None:
    """Read 十二, 二十, 一〇三 as a number below 1,000; None when it is no number."""
    if "十" not in words:
        return int("".join(str(_DIGITS[c]) for c in words)) if words else None
    tens, _, ones = words.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _spelling(found: re.Match[str]) -> str:
    words = found.group()
    if words.isspace():
        # Blanks go, save between two numbers, which must not become one.
        text, start, end = found.string, found.start(), found.end()
        around = text[max(start - 1, 0) : start], text[end : end + 1]
        return " " if all(c.isascii() and c.isalnum() for c in around) else ""
    if found["hash"]:
        return f"{found['hash']}栋"
    if found["han"]:
        number = number_of(words)
        return words if number is None else str(number)
    return "单元" if words.strip() in ("单元", "门洞", "梯") else "栋"
