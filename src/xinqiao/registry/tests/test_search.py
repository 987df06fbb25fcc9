"""Finding people and dwellings by what somebody says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.kit.paging import BadCursor
from xinqiao.registry.models import Dwelling
from xinqiao.registry.register_errors import BadCitizenNumber, SearchTooShort
from xinqiao.registry.selectors import words as words_module
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.selectors.search import (
    Filters,
    Kind,
    kind_of,
    search_dwellings,
    search_people,
)
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.tests.people import (
    AT,
    TODAY,
    Village,
    build_village,
    number_of,
    told,
)
from xinqiao.registry.tests.test_capture_many import families_of


@pytest.fixture
def village(db: None) -> Village:
    village = build_village()
    village.family(
        told("张德全", 1944, phone="13800138000"), told("王秀兰", 1948, order=2, relation="spouse")
    )
    village.family(told("欧阳德", 1960), number="302")
    village.family(
        told("张三丰", 1955), actor=village.neighbour, place=village.other_building, number="101"
    )
    village.family(
        told("张远", 1957), actor=village.stranger, place=village.far_building, number="1"
    )
    return village


def names(actor: Actor, words: str, **filters: str) -> list[str]:
    found = search_people(actor=actor, words=words, today=TODAY, filters=Filters(**filters))
    return [person.name for person in found.page]


def doors(actor: Actor, words: str) -> list[str]:
    return [dwelling.address for dwelling in search_dwellings(actor=actor, words=words)]


def test_how_words_are_read() -> None:
    read = {
        "": Kind.NOTHING,
        "张": Kind.NAME,
        "张德全": Kind.NAME,
        "13800138000": Kind.PHONE,
        "138 0013 8000": Kind.PHONE,
        "110105 19491231 002X": Kind.NUMBER,
        "110105491231002": Kind.NUMBER,
        "3栋2单元301": Kind.ADDRESS,
        "301": Kind.ADDRESS,
        "幸福小区": Kind.ADDRESS,
    }
    assert {words: kind_of(words) for words in read} == read


def test_by_name_within_the_own_areas(village: Village) -> None:
    assert names(village.worker, "张") == ["张德全"]
    assert names(village.community, "张") == ["张德全", "张三丰"]
    assert names(village.street, "张") == ["张德全", "张三丰", "张远"]
    assert names(village.worker, "德全") == ["张德全"]
    assert names(village.worker, "欧阳") == ["欧阳德"]
    assert names(village.worker, "三丰") == []
    assert names(ANONYMOUS, "张") == []
    with pytest.raises(SearchTooShort):
        names(village.worker, "？")


def test_by_number_and_telephone(village: Village) -> None:
    number = number_of(date(1944, 5, 6))
    assert names(village.worker, number.lower()) == ["张德全"]
    assert names(village.neighbour, number) == []
    assert names(village.worker, "+86 138-0013-8000") == ["张德全"]
    assert names(village.stranger, "13800138000") == []
    with pytest.raises(BadCitizenNumber):
        names(village.worker, number[:-1] + ("1" if number[-1] != "1" else "2"))


def test_by_address(village: Village) -> None:
    assert doors(village.worker, "三号楼301室") == ["丽湖新城3栋2单元301"]
    assert doors(village.worker, "丽湖新城") == ["丽湖新城3栋2单元301", "丽湖新城3栋2单元302"]
    assert doors(village.worker, "5栋") == []
    assert doors(village.community, "5栋") == ["丽湖新城5栋2单元101"]
    assert doors(village.county, "宿舍") == ["百货公司宿舍2单元1"]
    # A piece of a number is another number.
    assert doors(village.county, "30") == []
    with pytest.raises(SearchTooShort):
        doors(village.worker, "楼")


def test_filters(village: Village) -> None:
    grid = village.town.grids[1]
    assert names(village.community, "", area=grid.path) == ["张三丰"]
    assert names(village.community, "", tag="very_old") == ["张德全"]
    assert names(village.community, "", area=village.town.east.path) == []


def test_pages_and_statements(village: Village, django_assert_num_queries: Any) -> None:
    capture_many(actor=village.worker, families=families_of(village, 80), at=AT)
    with django_assert_num_queries(3):
        first = search_people(actor=village.worker, words="", today=TODAY).page
        assert [(p.homes, p.now_tagged) for p in first]
    seen = [person.pk for person in first]
    cursor = first.next
    while cursor:
        page = search_people(actor=village.worker, words="", today=TODAY, cursor=cursor).page
        seen += [person.pk for person in page]
        cursor = page.next
    assert sorted(seen) == sorted(visible_people(actor=village.worker).values_list("pk", flat=True))
    with django_assert_num_queries(3):
        found = search_people(actor=village.worker, words="户主", today=TODAY).page
    assert len(found) == 25
    with django_assert_num_queries(3):
        flats = search_dwellings(actor=village.worker, words="3栋")
        assert [d.now_here for d in flats]
    with pytest.raises(BadCursor):
        search_people(actor=village.worker, words="", today=TODAY, cursor="forged")


def test_frequent_and_rare_words_find_the_same(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture_many(actor=village.worker, families=families_of(village, 80), at=AT)
    expected = sorted(Dwelling.objects.filter(address__contains="3栋").values_list("pk", flat=True))
    for near in (2000, 10, 1):
        monkeypatch.setattr(words_module, "NEAR", near)
        seen, cursor = [], None
        while True:
            page = search_dwellings(actor=village.street, words="3栋", cursor=cursor)
            seen += [row.pk for row in page]
            cursor = page.next
            if cursor is None:
                break
        assert sorted(seen) == expected
        assert len(expected) == 42
