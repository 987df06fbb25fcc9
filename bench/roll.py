"""A made-up roll of people (花名册) for measurements: families in estates of the made-up county.

The same seed gives the same file. Numbers hold (GB 11643) and belong to nobody: their division
codes begin with 99, which no place has.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from xinqiao.registry.citizen_number import check_character

HEAD = (
    "姓名", "公民身份号码", "联系电话", "网格", "小区", "楼栋", "单元", "房号", "与户主关系",
    "户编号", "人户一致", "工作单位",
)  # fmt: skip
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海燕春雪晨宇轩浩梓涵"
    "欣怡子佳一诺雨泽思琪博文俊凤云清莲香淑珍福贵德荣永昌庆祥宝才树林德顺茂盛月秋冬立新卫东"
)
_ESTATES = ("丽湖", "锦绣", "金色", "阳光", "翠竹", "桂花", "新华", "东风", "和平", "幸福")
_KINDS = ("新城", "家园", "小区", "花园", "苑")
_TODAY = date(2026, 11, 1)
FLOORS, UNITS, DOORS = 9, 4, 2
BUILDINGS = 4  # a grid


def write_roll(path: Path, *, grids: list[str], people: int, seed: int) -> int:
    """Write `people` lines spread over grids (their codes); returns how many."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        count = 0
        for row in _rows(grids, people, seed):
            writer.writerow(row)
            count += 1
    return count


def _rows(grids: list[str], people: int, seed: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(seed)  # noqa: S311 (made-up people, not secrets)
    each, extra = divmod(people, len(grids))
    order = seed * people
    for place, grid in enumerate(grids):
        left = each + (place < extra)
        estate = _ESTATES[hash_of(grid) % 10] + _KINDS[hash_of(grid[:-3]) % 5] + grid[-6:-3] + "区"
        # After ten files every grid had its turn; what comes then lives in the next estate.
        estate += f"{seed // 10 + 1}期"
        home = 0
        while left > 0:
            door = _door(grid, home)
            size = min(left, chance.choices((1, 2, 3, 4, 5), (18, 30, 30, 15, 7))[0])
            for member in _family(chance, size):
                order += 1
                who = _person(chance, member, order)
                here = "是" if chance.random() < 0.8 else "否"
                yield (*who, grid, estate, *door, member[0], f"{grid[-6:]}{home:05}", here, "")
            left -= size
            home += 1


def _door(grid: str, home: int) -> tuple[str, str, str]:
    """Building, unit and room of the nth home of a grid; no two grids share a building."""
    rest, door = divmod(home, DOORS)
    rest, floor = divmod(rest, FLOORS)
    building, unit = divmod(rest, UNITS)
    return f"{int(grid[-3:])}{building + 1:02}栋", f"{unit + 1}单元", f"{floor + 1:02}{door + 1:02}"


def _family(chance: random.Random, size: int) -> Iterator[tuple[str, int]]:
    age = chance.randint(25, 88)
    yield "户主", age
    if size > 1:
        yield "配偶", max(22, age + chance.randint(-6, 6))
    for _child in range(size - 2):
        yield "子女", max(0, age - chance.randint(22, 35))


def _person(chance: random.Random, member: tuple[str, int], order: int) -> tuple[str, str, str]:
    _relation, age = member
    born = _TODAY - timedelta(days=age * 365 + chance.randint(0, 364))
    # The division holds the upper part of a running number, so that no two people share a number.
    division, serial = divmod(order, 999)
    digits = f"99{division % 10_000:04}{born:%Y%m%d}{serial + 1:03}"
    name = chance.choice(_SURNAMES) + "".join(
        chance.choices(_GIVEN, k=chance.choices((1, 2), (20, 80))[0])
    )
    phone = f"1{chance.choice('3578')}{order % 1_000_000_000:09}" if age > 11 else ""
    return name, digits + check_character(digits), phone


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return int("".join(c for c in text if c.isdigit()) or 0) * 2_654_435_761 % 1_000_003
