"""The wall shows what may be shown, and nobody in it."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.cases.selectors.wall import public_wall
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.confirm import close_unconfirmed, rate_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.kit.deidentify import mask_public


def test_only_closed_and_agreed_and_public(world: World) -> None:
    shown = world.answered(may_publish=True, text="幸福小区3栋1单元501室王阿姨家门口有垃圾")
    rate_case(actor=world.resident, item_id=shown, score=4, at=AT + DAY)
    close_unconfirmed(item_id=world.answered(), at=AT)
    world.answered(may_publish=True)
    gone = world.report(may_publish=True).case_id
    withdraw_case(actor=world.resident, item_id=gone, at=AT)
    page = public_wall(at=AT + DAY)
    assert len(page) == 1
    entry = page.items[0]
    assert (entry.category, entry.area, entry.score) == ("垃圾堆放与清运", "金五区社区", 4)
    assert "501" not in entry.text
    assert "王阿姨" not in entry.text
    assert entry.answer == "已经清理干净。"
    assert entry.wait.total_seconds() == 0


def test_private_categories_never(world: World) -> None:
    case_id = world.report(may_publish=True, category_code="dispute.neighbour.").case_id
    accept_case(actor=world.desk, item_id=case_id, at=AT)
    world.close(case_id, actor=world.desk)
    close_unconfirmed(item_id=case_id, at=AT)
    assert len(public_wall(at=AT + DAY)) == 0


def test_the_name_on_record_is_hidden(world: World) -> None:
    case_id = world.answered(may_publish=True, reporter_name="阿依古丽", text="阿依古丽家停电了")
    close_unconfirmed(item_id=case_id, at=AT)
    assert "阿依古丽" not in public_wall(at=AT + DAY).items[0].text


def test_page_by_page(world: World, django_assert_num_queries: Any) -> None:
    for hours in range(5):
        case_id = world.answered(may_publish=True)
        close_unconfirmed(item_id=case_id, at=AT + hours * HOUR)
    with django_assert_num_queries(2):
        first = public_wall(at=AT + DAY, size=2)
    second = public_wall(at=AT + DAY, cursor=first.next, size=2)
    third = public_wall(at=AT + DAY, cursor=second.next, size=2)
    times = [entry.closed_at for page in (first, second, third) for entry in page.items]
    assert times == sorted(times, reverse=True)
    assert len(times) == 5
    assert third.next is None


@pytest.mark.parametrize(
    "private",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "0832-2123456",
        "400-800-1234",
        "511083199001011234",
        "51108319900101123X",
        "6222 0212 3456 7890 123",
        "a.b+c@example.com.cn",
        "川K12345",
        "川KD12345",
    ],
)
def test_numbers_are_hidden(private: str) -> None:
    masked = mask_public(f"请联系{private}，谢谢")
    assert private not in masked
    assert not any(part in masked for part in private.replace("-", " ").split() if len(part) > 3)
    assert masked.startswith("请联系")
    assert masked.endswith("谢谢")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("我叫张三，楼下有垃圾", "张三"),
        ("本人李小明住这里", "李小明"),
        ("找过欧阳老师", "欧阳"),
        ("3栋2单元502室漏水", "502"),
        ("三单元四楼401号漏水", "401"),
        ("住12-3-401", "401"),
        ("微信号：wang_12345", "wang_12345"),
        ("居民周芳兰，反映漏水", "周芳兰"),
    ],
)
def test_people_and_doors_are_hidden(text: str, hidden: str) -> None:
    assert hidden not in mask_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "楼下的垃圾桶满了，三天没有清运。",
        "2026年11月23日上午10点停水",
        "水压只有0.1兆帕，五楼以上没水",
        "电动车棚有300多辆车，收费50元",
        "幸福小区3栋楼下路灯坏了",
        "居民和商户都支持，2018-8-15开工",
    ],
)
def test_what_is_not_private_stays(text: str) -> None:
    assert mask_public(text) == text
