"""Search words are cut the same way by Python and by the database."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.kit.words import bigrams, search_words

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("水管坏了鑫桥幸福小区〇一二栋ABCxyz０１２３，。 !-\n é中ⅷ㎡👍\U00020000"),
        st.characters(min_codepoint=1, exclude_categories=["Cs", "Cn"]),
    ),
    max_size=60,
)


def test_words_of_an_address():
    assert bigrams("鑫桥12栋 水管") == ["鑫桥", "12", "桥12", "12栋", "水管"]
    assert bigrams("水") == ["水"]
    assert bigrams("ＡＢＣ") == ["abc"]
    assert bigrams("。，！ 👍") == []


def test_a_lone_character_is_too_short_to_search():
    assert search_words("水") == []
    assert search_words("水管 水管") == ["水管"]
    assert set(search_words("12栋")) <= set(bigrams("我住12栋楼上"))


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(MIXED, min_size=1, max_size=20))
def test_the_database_cuts_the_same_words(texts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_bigrams(v) FROM unnest(%s::text[]) AS v", [texts])
        assert [row[0] for row in cursor.fetchall()] == [bigrams(text) for text in texts]
