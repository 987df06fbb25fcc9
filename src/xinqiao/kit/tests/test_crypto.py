"""Personal data is unreadable without the key and the column it was sealed for."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from xinqiao.kit import crypto
from xinqiao.kit.masks import mask_name, mask_phone

OLD = "b2xkLWtleS1vbGQta2V5LW9sZC1rZXktb2xkLWtleS0="
NEW = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleS0="


def test_sealed_words_come_back_and_differ_each_time():
    first, second = (crypto.seal("13800138000", context="t.phone") for _ in range(2))
    assert first != second
    assert b"13800138000" not in first
    assert crypto.unseal(memoryview(first), context="t.phone") == "13800138000"


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-1] + bytes([d[-1] ^ 1]), lambda d: d[:9], lambda d: b""]
)
def test_a_changed_value_is_refused(spoil):
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(spoil(crypto.seal("x", context="t.phone")), context="t.phone")


def test_a_value_moved_to_another_column_is_refused():
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(crypto.seal("x", context="t.phone"), context="t.name")


def test_keys_turn_without_losing_old_values(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = crypto.seal("张三", context="t.name")
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypto.unseal(sealed, context="t.name") == "张三"
    assert crypto.seal("张三", context="t.name")[1:5] != sealed[1:5]
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(sealed, context="t.name")


def test_bad_keys_stop_the_start(settings):
    settings.FIELD_KEYS = ["dG9vIHNob3J0"]
    with pytest.raises(ImproperlyConfigured):
        crypto.seal("x", context="t")


def test_blind_index_is_equal_for_equal_words_only():
    one = crypto.blind_index("13800138000", context=crypto.PHONE)
    assert one == crypto.blind_index("13800138000", context=crypto.PHONE)
    assert one != crypto.blind_index("13800138001", context=crypto.PHONE)
    assert one != crypto.blind_index("13800138000", context="other")
    assert len(one) == 32


def test_masks():
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("12345") == "***45"
    assert mask_phone("") == ""
    assert (mask_name("张三"), mask_name("欧阳修"), mask_name("")) == ("张*", "欧**", "")
