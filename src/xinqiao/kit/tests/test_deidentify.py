"""What real letters still gave away is hidden now, and ordinary words stay."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kit.deidentify import mask_public

LETTERS = Path(__file__).resolve().parents[5] / "shared/data/messages_replied.csv.gz"
# Pieces of which letters are made, so that rules meet in every order.
PIECES = (
    "局长邓斌文", "彭书记", "我叫张三", "，", "。", "3栋2单元502室", "13800138000", "0731-88881234",
    "工程经理", "担任主任", "谢谢", "2018年10月1日", "举报人：刘云果", "鄂AP185挂", "6#4401",
    "＊＊", " ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("请致电0000-00000000联系", "00000000"),
        ("请致电（0731）88881234联系", "88881234"),
        ("网友“UU0081234”您好", "UU0081234"),
        ("护照E12345678", "E12345678"),
        ("货车牌照鄂AP185挂", "AP185"),
        ("一期6#4401房屋质量问题", "4401"),
        ("这栋楼的501房子", "501"),
        ("副主任罗阳海答复", "罗阳海"),
        ("公平交易局局长邓斌文、以及邓斌文的亲戚", "邓斌文"),
        ("请找邓斌文局长", "邓斌文"),
        ("尊敬的彭书记", "彭书记"),
        ("彭副局长来处理", "彭副"),
        ("我是增桥中学教师周洪义。路很破。周洪义2018年10月1日", "周洪义"),
        ("特此举报！举报人，刘云果 2018年6月13日", "刘云果"),
        ("请求人：肖梁梁", "肖梁梁"),
        ("锦绣家园业主高红晓（联系电话", "高红晓"),
        ("请书记明示！冯辉龙拜托", "冯辉龙"),
    ],
)
def test_people_numbers_and_doors(text: str, hidden: str) -> None:
    assert hidden not in mask_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "三年换了五个班主任",
        "工程经理和园林局长都来过",
        "他担任主任，负责任主任会议",
        "业主方面，物业高度重视。谢谢",
        "感谢书记，感谢政府",
        "其中租金1777829元，面积31.87亩",
        "校长不在，老师说上午9:00-11:00报名",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert mask_public(text) == text


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_hiding_twice_hides_no_more(text: str) -> None:
    once = mask_public(text)
    assert mask_public(once) == once


@pytest.mark.skipif(not LETTERS.exists(), reason="the public letters are not here")
def test_two_thousand_real_letters() -> None:
    """Numbers of seven digits and more that are left are sums of money or document numbers."""
    left = []
    with gzip.open(LETTERS, "rt", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            for words in (row["subject"], row["body"], row["reply"]):
                masked = mask_public(words or "")
                left += re.findall(r"(?<![\d.])\d{7,}(?![\d.])(?!元)", masked)
                assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", masked)
                assert not re.search(r"\d单元\d|(?<!\d)\d{3,4}室", masked)
    assert len(left) <= 3
