"""Words and telephone numbers come in clean, or with a sentence that says what to do."""

import pytest
from django.utils import translation

from xinqiao.kit.clean import (
    BadPhone,
    BadText,
    NullByte,
    TextMissing,
    TextTooLong,
    clean_phone,
    clean_text,
    is_mobile,
)


def test_words_are_kept_and_control_characters_go():
    assert clean_text("  水管\x07坏了\r\n快来\u200b ", limit=20) == "水管坏了\n快来"
    assert clean_text("a\nb\tc", limit=9, multiline=False) == "a b c"
    assert clean_text("e\u0301", limit=1) == "é"


def test_emoji_and_rare_names_are_kept():
    family = "👨‍👩‍👧❤️🫩"
    assert clean_text(family, limit=20) == family
    assert clean_text("𠮷野家\U0003134a", limit=9) == "𠮷野家\U0003134a"


def test_refusals_say_what_to_do():
    with pytest.raises(NullByte):
        clean_text("a\x00b", limit=9, field="text")
    with pytest.raises(BadText):
        clean_text("a\ud800", limit=9)
    with pytest.raises(TextMissing):
        clean_text(" \n ", limit=9, required=True)
    with pytest.raises(TextTooLong) as refused:
        clean_text("水" * 10_000, limit=2000, field="text")
    with translation.override("en"):
        assert refused.value.sentence() == (
            "The text has 10000 characters; at most 2000 fit. Please shorten it by 8000."
        )


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0832-6123456", "08326123456"),
        ("(010) 6512 3456", "01065123456"),
        ("0832-6123456转12", "08326123456x12"),
        ("400-123-4567", "4001234567"),
        ("12345", "12345"),
    ],
)
def test_telephone_numbers_are_read(typed, clean):
    assert clean_phone(typed) == clean


@pytest.mark.parametrize("typed", ["", "12", "12800138000", "1380013800", "电话", "0832612345x"])
def test_other_things_are_no_telephone_number(typed):
    with pytest.raises(BadPhone):
        clean_phone(typed)


def test_only_mobiles_get_text_messages():
    assert is_mobile("13800138000")
    assert not is_mobile("08326123456")
