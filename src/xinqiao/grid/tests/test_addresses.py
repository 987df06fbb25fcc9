"""Words that residents write lead to the grid their building stands in, and say why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.grid.address_words import normalise, number_of, spell
from xinqiao.grid.addresses import Gazetteer, GazetteerName, NameKind, common_path

STREET = "51.5110.511083.511083001."
WEST = STREET + "511083001001."
EAST = STREET + "511083001002."
LAKE, HILL, GARDEN = 1, 2, 3


def gazetteer() -> Gazetteer:
    def area(name: str, path: str) -> GazetteerName:
        return GazetteerName(name, NameKind.AREA, path)

    def building(name: str, grid: str, place_id: int, estate: int | None) -> GazetteerName:
        return GazetteerName(name, NameKind.BUILDING, grid, place_id, estate)

    return Gazetteer(
        [
            area("古湖街道", STREET),
            area("观湖社区", WEST),
            area("金五区社区", EAST),
            GazetteerName("丽湖新城", NameKind.ESTATE, WEST, LAKE),
            GazetteerName("丽湖新城二期", NameKind.ESTATE, WEST + "511083001001003.", HILL),
            GazetteerName("幸福花园", NameKind.ESTATE, EAST, GARDEN),
            building("1栋", WEST + "511083001001001.", 11, LAKE),
            building("13号楼", WEST + "511083001001002.", 12, LAKE),
            building("3幢", WEST + "511083001001001.", 13, LAKE),
            building("3栋", EAST + "511083001002001.", 14, GARDEN),
            building("1号楼", EAST + "511083001002002.", 15, GARDEN),
            GazetteerName("人民路12号", NameKind.LANDMARK, EAST + "511083001002002.", 16),
            GazetteerName("菜市场", NameKind.LANDMARK, WEST + "511083001001001.", 17),
            GazetteerName("菜市场", NameKind.LANDMARK, EAST + "511083001002001.", 18),
        ]
    )


def place_of(written: str, within: str = "") -> int | None:
    match = gazetteer().locate(written, within=within)
    assert match is not None
    return match.place_id


@pytest.mark.parametrize(
    ("written", "place_id"),
    [
        ("丽湖新城3栋", 13),
        ("丽湖新城三号楼2单元的灯坏了", 13),
        ("丽湖新城 ３＃ 楼道", 13),
        ("丽湖新城第#3", 13),
        ("丽湖新城十三栋漏水", 12),
        ("丽湖新城 13 号楼", 12),
        ("住在幸福花园一栋", 15),
        ("人民路12号门口", 16),
        ("3栋没有水,幸福花园", 14),
    ],
)
def test_a_building_is_found_however_it_is_written(written: str, place_id: int) -> None:
    match = gazetteer().locate(written)
    assert match is not None
    assert match.place_id == place_id
    assert match.others == 0


def test_the_words_that_led_there_are_quoted_as_written() -> None:
    match = gazetteer().locate("请问 丽湖新城 三号楼２单元 什么时候来水")
    assert match is not None
    assert match.words == ("丽湖新城", "三号楼")
    assert match.unit == "2"


def test_the_longest_name_wins() -> None:
    match = gazetteer().locate("丽湖新城2期门口")
    assert match is not None
    assert match.place_id == HILL


def test_an_unknown_building_leads_to_its_estate_and_not_to_a_neighbour() -> None:
    match = gazetteer().locate("丽湖新城99栋")
    assert match is not None
    assert (match.path, match.place_id) == (WEST, LAKE)
    # 1栋 stands in 101栋, but is another building.
    assert place_of("丽湖新城101栋") == LAKE


def test_a_name_of_two_places_goes_to_the_area_that_holds_both() -> None:
    match = gazetteer().locate("菜市场很乱")
    assert match is not None
    assert (match.path, match.place_id, match.others) == (STREET, None, 1)


def test_other_words_decide_between_places_of_one_name() -> None:
    match = gazetteer().locate("金五区社区菜市场很乱")
    assert match is not None
    assert match.place_id == 18
    assert match.words == ("金五区社区", "菜市场")


def test_the_community_of_the_person_decides_too() -> None:
    assert place_of("菜市场很乱", within=EAST) == 18
    assert place_of("3栋没有灯", within=EAST) == 14
    assert place_of("3栋没有灯", within=WEST) == 13


def test_a_place_outside_the_community_is_still_found() -> None:
    assert place_of("幸福花园1栋", within=WEST) == 15


@pytest.mark.parametrize(
    "written", ["3栋没有灯", "这一栋楼没有灯", "路灯坏了", "", "栋", "人民路123号"]
)
def test_words_that_name_no_place_lead_nowhere(written: str) -> None:
    assert gazetteer().locate(written) is None


def test_a_number_that_counts_names_no_building() -> None:
    assert gazetteer().locate("这一栋楼", within=WEST) is None
    assert place_of("编号1 3栋", within=WEST) == 13


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一〇三", 103),
        ("两", 2),
        ("一十十", None),
    ],
)
def test_numbers_in_characters_are_read(words: str, number: int | None) -> None:
    assert number_of(words) == number


def test_two_spellings_of_a_name_are_one() -> None:
    assert spell("金五区社区") == spell("金5区社区") == spell("金５区 社区")
    assert spell("A座") == spell("a 栋") == "a栋"
    assert spell("12 3栋") == "12 3栋"


@given(st.text(alphabet="丽湖新城三十3 ３#栋号楼单元幢A 1\u3000，", max_size=40))
def test_every_position_leads_back_into_what_was_written(written: str) -> None:
    words = normalise(written)
    for end in range(len(words.text) + 1):
        for start in range(end):
            assert words.quote(start, end) in written


@given(st.text(max_size=60))
def test_any_text_is_answered(written: str) -> None:
    gazetteer().locate(written)
    gazetteer().locate(written, within=WEST)


def test_common_path_is_the_smallest_area_that_holds_all() -> None:
    assert common_path([WEST, EAST]) == STREET
    assert common_path([WEST, WEST + "511083001001001."]) == WEST
    assert common_path(["51.5110.", "51.5111."]) == "51."
    assert common_path(["51.", "52."]) == ""
