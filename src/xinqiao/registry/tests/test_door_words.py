"""Doors in the spellings people use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kit.words import bigrams, search_words
from xinqiao.registry.door_words import (
    Door,
    address_query,
    is_like_address,
    plain_part,
    read_door,
    spoken_address,
)


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("2单元301", Door("2", "301", 3)),
        ("２－３０１", Door("2", "301", 3)),
        ("二单元三〇一室", Door("2", "301", 3)),
        ("2门洞1502号", Door("2", "1502", 15)),
        ("301室", Door("", "301", 3)),
        ("1单元5层2号", Door("1", "2", 5)),
        ("a单元1201", Door("A", "1201", 12)),
        ("8", Door("", "8", None)),
    ],
)
def test_a_door_is_read(text: str, door: Door) -> None:
    assert read_door(text) == door


@pytest.mark.parametrize("text", ["", "隔壁", "2单元", "楼上左边那家"])
def test_what_is_no_door(text: str) -> None:
    assert read_door(text) is None


def test_parts_get_one_spelling() -> None:
    assert [plain_part(t) for t in ("二单元", "301室", "a102", " 3 号 ")] == [
        "2",
        "301",
        "A102",
        "3",
    ]


def test_the_address_as_it_is_said() -> None:
    assert spoken_address("丽湖新城", "三号楼", "2", "301") == "丽湖新城3栋2单元301"
    assert spoken_address("花园11", "3栋", "", "301") == "花园11 3栋301"
    assert spoken_address("", "民政局宿舍", "", "12") == "民政局宿舍12"
    assert spoken_address("丽湖新城", "丽湖新城3栋", "", "301") == "丽湖新城3栋301"


@pytest.mark.parametrize(
    "query",
    ["3栋301", "丽湖3幢", "三号楼2单元", "丽湖新城 301", "3#2单元301室", "二单元301", "新城"],
)
def test_parts_of_an_address_find_it(query: str) -> None:
    held = bigrams(spoken_address("丽湖新城", "3栋", "2", "301"))
    assert set(search_words(address_query(query))) <= set(held)


@given(st.integers(1, 40), st.integers(0, 9), st.integers(101, 3304))
def test_every_door_of_a_building_is_found_by_its_parts(
    building: int, unit: int, number: int
) -> None:
    unit_words = str(unit) if unit else ""
    held = bigrams(spoken_address("幸福小区", f"{building}号楼", unit_words, str(number)))
    assert set(search_words(address_query(f"{building}栋{number}"))) <= set(held)


def test_names_are_told_from_addresses() -> None:
    assert all(is_like_address(t) for t in ("3栋", "人民路", "丽湖小区", "301"))
    assert not any(is_like_address(t) for t in ("张伟", "欧阳修", "丽湖"))
