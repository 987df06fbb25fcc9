"""A danger now is told to dial; a risk, a memory or a question is taken in."""

from __future__ import annotations

import pytest

from xinqiao.kit.emergency import numbers_to_dial


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("三楼着火了！", ("119",)),
        ("楼道里起火，快来人", ("119",)),
        ("有人触电倒地", ("120",)),
        ("老人昏迷不醒", ("120",)),
        ("门口有人抢劫", ("110",)),
        ("有人持刀伤人，救命！", ("110",)),
        ("路口车祸，有人受伤流血", ("122",)),
        ("厨房煤气泄漏，有人晕倒了", ("119", "120")),
        ("有人坠楼", ("120", "110")),
        ("请领导重视。" * 30 + "现在三楼正在着火！", ("119",)),
    ],
)
def test_dial(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_to_dial(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "消防通道被堵，万一着火很危险",
        "楼道堆放杂物，存在火灾隐患",
        "去年这里发生过火灾，希望更换电线",
        "如果着火怎么办？灭火器过期了",
        "电线裸露，担心有人触电",
        "希望社区办一次火灾逃生演练",
        "这个路口容易发生车祸，已有人受伤",
        "厨房闻到燃气味道",
        "电瓶车充电，怕起火",
        "防止煤气中毒的宣传做得好",
        "随着火车站开通，车流量猛增",
        "不能用道德绑架业主",
        "我们小区接二连三发生火灾，物业一直不管。" + "请领导重视。" * 30,
        "",
    ],
)
def test_take_in(text: str) -> None:
    assert numbers_to_dial(text) == ()
