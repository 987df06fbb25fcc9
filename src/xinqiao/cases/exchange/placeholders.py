"""Places behind letters (A市, A7县, J11市) as a gazetteer of test areas made for the purpose.

Published messages hide places behind letters: a letter is a city, a letter and a number a county
of it. The areas made here carry codes that no division has: province 99, city 99 and the place of
the letter, county the number, 99 for what names the city only, 999999 for what names no place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

PROVINCE: Final = "99"
NOWHERE: Final = "999999"
# A letter alone before 区 is a block of an estate, and a whole city has no number.
_PLACE: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z])(?:市|([1-9]\d?)[市区县])")
_REST: Final = 99


@dataclass(frozen=True, slots=True)
class TestArea:
    """An area to be made: a code without its parents, and its name."""

    code: str
    name: str


class LetterGazetteer:
    """The areas that texts name by letters, and the way from a text to one of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        for text in texts:
            for found in _PLACE.finditer(text):
                code = _code(found[1], found[2])
                self._names.setdefault(code, found[0])
                self._names.setdefault(code[:4], f"{found[1]}市")

    @cached_property
    def areas(self) -> list[TestArea]:
        """All areas to be made, parents first."""
        cities = sorted(code for code in self._names if len(code) == 4)
        made = [TestArea(PROVINCE, "示例省"), TestArea(NOWHERE[:4], "未写地名")]
        made += [TestArea(code, self._names[code]) for code in cities]
        made += [TestArea(f"{code}{_REST}", f"{self._names[code]}本级") for code in cities]
        made.append(TestArea(NOWHERE, "未写地名"))
        counties = sorted(code for code in self._names if len(code) == 6)
        return made + [TestArea(code, self._names[code]) for code in counties]

    def locate(self, subject: str, words: str) -> str:
        """Return the code of the county that the texts speak of.

        The subject speaks first, then the county named most often. Words that name several counties
        equally often lead to their city, words that name none to the city, or else to NOWHERE.
        """
        for text in (subject, words):
            counties = Counter(_code(f[1], f[2]) for f in _PLACE.finditer(text) if f[2])
            ranked = counties.most_common()
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                return ranked[0][0]
            if ranked:
                return f"{ranked[0][0][:4]}{_REST}"
        cities = Counter(_code(f[1], None) for f in _PLACE.finditer(words))
        return f"{cities.most_common(1)[0][0]}{_REST}" if cities else NOWHERE


def _code(letter: str, number: str | None) -> str:
    city = f"{PROVINCE}{ord(letter) - ord('A') + 1:02}"
    return f"{city}{int(number):02}" if number else city
