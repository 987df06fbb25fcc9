"""Made-up families of a building: the same ones each time, with many old people among them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

_FAMILIES = "张王李赵刘陈杨黄周吴徐孙马朱胡林郭何高罗"
_OLD = ("秀英", "桂兰", "淑珍", "玉华", "德福", "建国", "国强", "志明", "凤英", "长顺")
_YOUNG = ("晓东", "丽娜", "海涛", "雅婷", "宇航", "思雨", "文博", "佳怡", "子轩", "若曦")

Member = tuple[str, str, date, str]
"""Name, sex, birth date, relation to the head."""


@dataclass(frozen=True, slots=True)
class Family:
    """Behind one door: unit and number, and the people, the head first."""

    unit: str
    number: str
    people: tuple[Member, ...]


def families(building: int, units: int, doors: int, at: datetime) -> Iterator[Family]:
    """The families of a building numbered from 1; every third door is an old person or couple."""
    dice = random.Random(building)  # noqa: S311  the same families each time
    for unit in range(1, units + 1):
        for door in range(doors):
            floor, side = divmod(door, 2)
            number = f"{floor + 1}0{side + 1}"
            kind = (unit + door) % 3
            people = (
                _old_ones(dice, at, alone=dice.random() < 0.5) if kind == 0 else _young(dice, at)
            )
            yield Family(str(unit), number, tuple(people))


def _old_ones(dice: random.Random, at: datetime, *, alone: bool) -> Iterator[Member]:
    born = date(at.year - dice.randrange(66, 90), dice.randrange(1, 13), dice.randrange(1, 29))
    family = dice.choice(_FAMILIES)
    yield family + dice.choice(_OLD), dice.choice(("male", "female")), born, "head"
    if not alone:
        other = date(born.year + dice.randrange(0, 4), dice.randrange(1, 13), 5)
        yield dice.choice(_FAMILIES) + dice.choice(_OLD), "female", other, "spouse"


def _young(dice: random.Random, at: datetime) -> Iterator[Member]:
    year = at.year - dice.randrange(28, 50)
    family = dice.choice(_FAMILIES)
    yield family + dice.choice(_YOUNG), "male", date(year, dice.randrange(1, 13), 9), "head"
    yield dice.choice(_FAMILIES) + dice.choice(_YOUNG), "female", date(year + 1, 6, 17), "spouse"
    if dice.random() < 0.6:
        yield family + dice.choice(_YOUNG), "female", date(year + 26, 3, 21), "child"
