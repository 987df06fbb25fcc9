"""Searching by number, words and address: exact, scoped, page by page, quick for any word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.accounts.access import Actor
from xinqiao.kit.numbers import case_number
from xinqiao.kit.words import bigrams, search_text, search_words
from xinqiao.workflow.errors import WordsTooShort
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors import search
from xinqiao.workflow.selectors import words as looking
from xinqiao.workflow.selectors.search import search_page
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page
from xinqiao.workflow.tests.conftest import START, Street


def fill(street: Street, count: int, **more: str) -> list[Item]:
    """Items about a pipe; every third is closed, every fourth speaks of a lamp as well."""
    made = []
    for n in range(count):
        item = street.open(number=case_number(100 + n), at=START)
        words = "五号楼水管漏水" + ("，路灯坏了" if n % 4 == 0 else "")
        Item.objects.filter(pk=item.pk).update(**{"words": words, **more})
        if n % 3 == 0:
            Item.objects.filter(pk=item.pk).update(
                is_open=False, closed_at=START, done_at=START, state="closed"
            )
        made.append(item)
    return made


def found(actor: Actor, words: str, size: int = 25) -> list[str]:
    """Numbers over all pages, each page also walked back."""
    numbers: list[str] = []
    cursor: str | None = None
    while True:
        page = search_page(actor=actor, words=words, at=START, cursor=cursor, size=size)
        numbers += [item.number for item in page]
        if page.previous and cursor:
            back = search_page(actor=actor, words=words, at=START, cursor=page.previous, size=size)
            assert [i.number for i in back] == numbers[-len(page) - size : -len(page)]
        if page.next is None:
            return numbers
        cursor = page.next


def test_open_and_closed_newest_first(street: Street) -> None:
    items = fill(street, 9)
    actor = street.actor(street.desk)
    assert found(actor, "水管") == [item.number for item in reversed(items)]
    assert found(actor, "路灯") == [items[n].number for n in (8, 4, 0)]
    assert found(actor, "五号楼 路灯") == found(actor, "路灯")
    assert found(actor, "鲸鱼") == []
    assert found(actor, items[3].number) == [items[3].number]
    assert found(actor, f"{items[3].number[:4]} {items[3].number[4:]}") == [items[3].number]


@pytest.mark.parametrize("near", [1, 4, 7, 3000])
@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("few", [True, False])
def test_every_way_of_looking_gives_the_same_pages(
    street: Street, monkeypatch: pytest.MonkeyPatch, near: int, size: int, few: bool
) -> None:
    """Whether the near rows fill the page, or the index is asked, or one after the other."""
    fill(street, 12)
    actor = street.actor(street.desk)
    monkeypatch.setattr(search, "_has_few", lambda _actor: few)
    monkeypatch.setattr(looking, "NEAR", near)
    monkeypatch.setattr(looking, "NEWEST", near)
    exact = Item.objects.filter(words__contains="路灯").order_by("-pk")
    assert found(actor, "路灯", size) == list(exact.values_list("number", flat=True))
    open_ones = exact.filter(is_open=True).order_by("due_at", "pk")
    page = work_page(actor=actor, filter=WorkFilter(words="路灯"), at=START, size=size)
    assert [item.number for item in page] == list(open_ones.values_list("number", flat=True)[:size])


def test_only_what_belongs_to_the_seeker(street: Street) -> None:
    fill(street, 3)
    assert len(found(street.actor(street.worker), "水管")) == 3
    assert found(street.actor(street.other_worker), "水管") == []
    assert found(street.actor(street.water_post), "水管") == []
    number = Item.objects.values_list("number", flat=True)[0]
    assert found(street.actor(street.other_worker), number) == []


@pytest.mark.parametrize("words", ["灯", "", "!", "灯 水", "。。", "\0"])
def test_what_is_too_short_is_said(street: Street, words: str) -> None:
    fill(street, 2)
    with pytest.raises(WordsTooShort):
        search_page(actor=street.actor(street.desk), words=words, at=START)
    chosen = WorkFilter(words=words)
    page = work_page(actor=street.actor(street.desk), filter=chosen, at=START)
    assert chosen.is_too_short is bool(words)
    assert len(page) == (0 if words else 1)


def test_a_piece_of_a_longer_number_is_no_match(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`12栋` is not in `112栋`, although the letters are."""
    for n, words in enumerate(("112栋水管漏水", "112栋水管漏水", "12栋水管漏水")):
        item = street.open(number=case_number(200 + n))
        Item.objects.filter(pk=item.pk).update(words=words)
    monkeypatch.setattr(looking, "NEWEST", 2)
    last = Item.objects.order_by("pk").last()
    assert last is not None
    for few in (True, False):
        monkeypatch.setattr(search, "_has_few", lambda _actor, few=few: few)
        for size in (1, 2):
            assert found(street.actor(street.desk), "12栋", size) == [last.number]


def test_signs_of_patterns_are_only_signs(street: Street) -> None:
    fill(street, 2, words="水管100%漏_水")
    actor = street.actor(street.desk)
    assert found(actor, "漏水") == []
    assert len(found(actor, "100")) == 2
    assert found(actor, "水_管道") == []


@given(st.text(alphabet="路灯坏了A1２ｂ栋，。 ⽔", max_size=12), st.text(max_size=6))
def test_each_word_of_a_matching_query_is_a_piece_of_the_text(text: str, query: str) -> None:
    """What lets the near rows be looked through by `LIKE` at all."""
    for words in (text[2:8], query):
        wanted = search_words(words)
        if wanted and set(wanted) <= set(bigrams(text)):
            assert all(word in search_text(text) for word in wanted)
