"""Citizen numbers as GB 11643 wants them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.registry.citizen_number import (
    LENGTH,
    Flaw,
    FlawedNumber,
    check_character,
    looks_like_citizen_number,
    mask_citizen_number,
    read_citizen_number,
)

TODAY = date(2026, 11, 23)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, date, int]:
    """A valid number with its birth date and order number."""
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    order = draw(st.integers(0, 999))
    digits = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{order:03}"
    return digits + check_character(digits), born, order


@given(numbers())
def test_a_valid_number_tells_birth_date_and_sex(known: tuple[str, date, int]) -> None:
    number, born, order = known
    read = read_citizen_number(number, today=TODAY)
    assert (read.number, read.born_on, read.is_male) == (number, born, order % 2 == 1)


@given(numbers(), st.integers(0, LENGTH - 1), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_seen(
    known: tuple[str, date, int], place: int, digit: str
) -> None:
    number = known[0]
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong == number:
        return
    with pytest.raises(FlawedNumber):
        read_citizen_number(wrong, today=TODAY)


@given(numbers(), st.integers(0, LENGTH - 2))
def test_two_neighbours_exchanged_are_always_seen(known: tuple[str, date, int], place: int) -> None:
    number = known[0]
    pair = number[place : place + 2]
    if pair[0] == pair[1]:
        return
    with pytest.raises(FlawedNumber):
        read_citizen_number(number[:place] + pair[::-1] + number[place + 2 :], today=TODAY)


@given(st.text(max_size=24))
def test_nothing_else_is_thrown(text: str) -> None:
    try:
        read_citizen_number(text, today=TODAY)
    except FlawedNumber:
        return


def test_the_example_of_the_standard() -> None:
    # GB 11643-1999, annex A: 11010519491231002X and 440524188001010014.
    read = read_citizen_number(" 110105-19491231-002x ", today=TODAY)
    assert (read.number, read.born_on, read.sex) == (
        "11010519491231002X",
        date(1949, 12, 31),
        "female",
    )
    assert check_character("44052418800101001") == "4"


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("110105491231002", Flaw.OLD),
        ("1101051949123100", Flaw.LENGTH),
        ("", Flaw.LENGTH),
        ("11010519491231002Y", Flaw.LETTERS),
        ("110105194912310021", Flaw.CHECK),
        ("44052418800101001" + "4", Flaw.BIRTH),
    ],
)
def test_what_is_wrong_is_said(text: str, flaw: Flaw) -> None:
    with pytest.raises(FlawedNumber) as caught:
        read_citizen_number(text, today=TODAY)
    assert caught.value.flaw == flaw
    assert text not in str(caught.value) or not text


def test_somebody_born_tomorrow_is_refused() -> None:
    digits = "51108320261124001"
    number = digits + check_character(digits)
    with pytest.raises(FlawedNumber):
        read_citizen_number(number, today=TODAY)
    assert read_citizen_number(number, today=date(2026, 11, 24)).is_male


def test_masks_and_looks() -> None:
    assert mask_citizen_number("11010519491231002X") == "1101**********002X"
    assert looks_like_citizen_number("１１０１０５１９４９１２３１００２Ｘ")
    assert looks_like_citizen_number("110105491231002")
    assert not looks_like_citizen_number("13800138000")
