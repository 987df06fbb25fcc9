"""The neighbourhood of the requests' tests, and a way to hear several of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from xinqiao.cases.services.intake import forget_pictures
from xinqiao.cases.tests.world import AT, IN_GRID, World, make_world

PARKING = (
    "下班回来小区里没有停车位，转了三圈只能停到外面马路上。",
    "停车位太少，每天晚上回来都要抢车位，希望增加停车位。",
    "私家车乱停，把楼门口堵了，小区停车位根本不够用。",
    "建议在小区里规划停车位，现在停车太难了，绿地上都停满了车。",
    "小区停车难，外来车辆占了车位，业主没有地方停车。",
)
OTHER = (
    ("楼道灯坏了三天，老人晚上看不清台阶。", "facility.light."),
    ("楼下垃圾桶满了没人清运，苍蝇很多。", "env.garbage."),
    ("自来水发黄，放十分钟还是黄的。", "utility.water."),
)


@pytest.fixture
def world(db: None) -> World:
    forget_pictures()
    return make_world()


@pytest.fixture
def hear(world: World) -> Callable[..., list[int]]:
    """Report these words near one spot, a day apart; gives the ids of the requests."""

    def told(
        words: Sequence[str], *, category: str = "traffic.parking.", days: int = 0
    ) -> list[int]:
        return [
            world.report(
                text=text,
                category_code=category,
                lon=IN_GRID[0] + number * 0.0003,
                lat=IN_GRID[1],
                at=AT - timedelta(days=days + len(words) - number),
            ).case_id
            for number, text in enumerate(words)
        ]

    return told
