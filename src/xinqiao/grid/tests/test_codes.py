"""Codes tell level, parent and path, and a new grid gets the next number in reading order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.grid.codes import (
    check_code,
    full_code,
    level_named,
    level_of,
    next_grid_code,
    number_grids,
    parent_code,
    path_of,
)
from xinqiao.grid.errors import BadCode, GridNumbersUsedUp
from xinqiao.grid.models import Level


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("51", Level.PROVINCE, ""),
        ("5110", Level.CITY, "51"),
        ("511083", Level.COUNTY, "5110"),
        ("511083001", Level.STREET, "511083"),
        ("511083001005", Level.COMMUNITY, "511083001"),
        ("511083001005012", Level.GRID, "511083001005"),
    ],
)
def test_a_code_tells_its_level_and_parent(code: str, level: Level, parent: str) -> None:
    assert check_code(code) == code
    assert level_of(code) is level
    assert parent_code(code) == parent
    assert path_of(code).startswith(path_of(parent))
    assert path_of(code).endswith(f"{code}.")


def test_the_path_holds_every_code_from_the_province_down() -> None:
    assert path_of("511083001005") == "51.5110.511083.511083001.511083001005."


@pytest.mark.parametrize(
    ("written", "level", "code"),
    [
        ("510000000000", Level.PROVINCE, "51"),
        ("511000", Level.CITY, "5110"),
        ("511083000000", Level.COUNTY, "511083"),
        (" 511083001000 ", Level.STREET, "511083001"),
        ("441900000000", Level.COUNTY, "441900"),
    ],
)
def test_zeros_that_fill_up_a_code_are_cut(written: str, level: Level, code: str) -> None:
    assert check_code(written, level=level) == code
    assert full_code(code) == code.ljust(12, "0")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "5",
        "511",
        "51108a",
        "011083",
        "５１",
        "511000",
        "511083000",
        "51108300100500x",
        "1" * 30,
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(BadCode):
        check_code(code)


def test_a_code_longer_or_shorter_than_its_level_is_refused() -> None:
    with pytest.raises(BadCode):
        check_code("511083", level=Level.CITY)
    with pytest.raises(BadCode):
        check_code("5110", level=Level.COUNTY)


def test_levels_are_read_as_files_write_them() -> None:
    assert level_named("county") is Level.COUNTY
    assert level_named(" 3 ") is Level.COUNTY
    assert level_named("街道") is Level.STREET
    assert level_named("moon") is None
    assert level_named("9") is None


def test_a_new_grid_gets_the_next_number_and_never_an_old_one() -> None:
    community = "511083001005"
    assert next_grid_code(community, []) == community + "001"
    assert next_grid_code(community, [community + "001", community + "007"]) == community + "008"
    with pytest.raises(GridNumbersUsedUp):
        next_grid_code(community, [community + "999"])


def test_grids_are_numbered_row_by_row_west_to_east() -> None:
    centres = {
        "south west": (105.00, 29.30),
        "north east": (105.02, 29.341),
        "north west": (105.00, 29.339),
        "south east": (105.02, 29.302),
        "north middle": (105.01, 29.34),
    }
    assert number_grids(centres, row_height=0.01) == [
        "north west", "north middle", "north east", "south west", "south east",
    ]  # fmt: skip


@given(
    st.dictionaries(
        st.text(max_size=3), st.tuples(st.floats(73, 135), st.floats(18, 53)), max_size=9
    ),
    st.floats(0, 1),
)
def test_every_grid_gets_one_number(
    centres: dict[str, tuple[float, float]], row_height: float
) -> None:
    assert sorted(number_grids(centres, row_height=row_height)) == sorted(centres)
