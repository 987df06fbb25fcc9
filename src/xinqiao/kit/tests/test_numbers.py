"""A number read out on the telephone arrives as the same number, or is refused as mistyped."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kit.numbers import (
    NotANumber,
    NumberMistyped,
    case_number,
    damm,
    parse_number,
    spoken,
)


def test_known_check_digits():
    assert damm("572") == 4
    assert case_number(1000001) == "10000012"
    assert spoken("10000012") == "1000 0012"


@pytest.mark.parametrize(
    "typed",
    ["10000012", " 1000 0012 ", "1000-0012", "１０００００１２", "1000　0012", "#1000—0012"],
)
def test_every_way_of_writing_is_read(typed):
    assert parse_number(typed) == "10000012"


@pytest.mark.parametrize("typed", ["", "hello", "1000001", "1" * 19, "1000001½", "١٠٠٠٠٠١٢"])
def test_other_things_are_no_number(typed):
    with pytest.raises(NotANumber) as refused:
        parse_number(typed)
    assert refused.value.status == 422
    assert refused.value.field == "number"


@given(st.integers(0, 10**15), st.data())
def test_a_wrong_digit_or_a_swap_is_caught(seq, data):
    number = case_number(seq)
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    with pytest.raises(NumberMistyped):
        parse_number(number[:place] + digit + number[place + 1 :])
    if place and number[place - 1] != number[place]:
        swapped = number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]
        with pytest.raises(NumberMistyped):
            parse_number(swapped)


@pytest.mark.django_db
def test_the_database_gives_out_the_same_numbers():
    values = [0, 7, 1000000, 1000001, 98765432101234, *range(1234567, 1234767)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(v) FROM unnest(%s::bigint[]) AS v", [values])
        assert [row[0] for row in cursor.fetchall()] == [case_number(v) for v in values]
