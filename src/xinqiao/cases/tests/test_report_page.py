"""A resident reports from a phone, with scripts or without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from xinqiao.cases.models import Case, Source
from xinqiao.cases.tests.browse import browser, counting, picture, statements, words_of
from xinqiao.cases.tests.world import AT, IN_GRID, PHONE, World
from xinqiao.files.models import Attachment
from xinqiao.kit.numbers import spoken

TYPED: dict[str, Any] = {
    "text": "三单元楼道灯坏了一个多星期。",
    "category": "facility.light.",
    "kind": "help",
    "lon": str(IN_GRID[0]),
    "lat": str(IN_GRID[1]),
    "address": "幸福小区3栋",
    "name": "何居民",
    "phone": PHONE,
    "may_publish": "on",
    "idempotency_key": "a" * 32,
}


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def test_a_stranger_reports_and_gets_a_number_to_quote(world: World) -> None:
    response = browser().post("/report/", TYPED, follow=True)
    case = Case.objects.select_related("item").get()
    assert response.redirect_chain == [(f"/r/{case.token}/sent", 302)]
    words = words_of(response)
    assert spoken(case.item.number) in words
    assert f"/r/{case.token}" in words
    assert (case.kind, case.source, case.may_publish) == ("help", Source.WEB, True)


def test_two_clicks_make_one_request(world: World) -> None:
    client = browser()
    first, second = client.post("/report/", TYPED), client.post("/report/", TYPED)
    assert Case.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_what_was_typed_stays_when_something_is_wrong(world: World) -> None:
    response = browser().post("/report/", TYPED | {"phone": "123", "photos": [picture()]})
    assert response.status_code == 422
    html = response.content.decode()
    assert TYPED["text"] in html
    assert 'value="幸福小区3栋"' in html
    assert "不是电话号码" in words_of(response)
    token = Attachment.objects.get().token
    assert f'name="photo_tokens" value="{token}"' in html
    assert not Case.objects.exists()


def test_the_kept_photo_comes_with_the_second_try(world: World) -> None:
    client = browser()
    client.post("/report/", TYPED | {"phone": "123", "photos": [picture()]})
    token = Attachment.objects.get().token
    client.post("/report/", TYPED | {"photo_tokens": [token]})
    assert Attachment.objects.get().subject_id == Case.objects.get().pk


def test_a_renamed_file_is_refused_with_a_sentence_and_its_name(world: World) -> None:
    fake = SimpleUploadedFile("合影.jpg", b"MZ\x90 not a photo", "image/jpeg")
    response = browser().post("/report/", TYPED | {"photos": [fake]})
    assert response.status_code == 422
    assert "合影.jpg" in words_of(response)
    assert TYPED["text"] in response.content.decode()


def test_without_a_category_the_words_decide(world: World) -> None:
    browser().post("/report/", TYPED | {"category": "", "text": "垃圾桶满了三天没有清运"})
    assert Case.objects.get().category.code == "env.garbage."


def test_words_that_say_nothing_ask_for_a_category(world: World) -> None:
    response = browser().post("/report/", TYPED | {"category": "", "text": "您好啊"})
    assert response.status_code == 422
    assert "请选择属于哪一类" in words_of(response)


def test_danger_is_sent_to_the_telephone(world: World) -> None:
    response = browser().post("/report/", TYPED | {"text": "三楼着火了，快来人", "category": ""})
    assert response.status_code == 422
    assert 'href="tel:119"' in response.content.decode()
    assert "119" in str(response.context["form"].errors["text"])
    assert not Case.objects.exists()


def test_outside_every_grid_the_nearest_community_is_named(world: World) -> None:
    response = browser().post("/report/", TYPED | {"lon": "105.0", "lat": "29.02"})
    assert "金五区社区" in words_of(response)
    assert response.status_code == 422


@pytest.mark.parametrize("text", ["", "   ", "坏\x00了", "字" * 10_000])
def test_bad_words_get_a_sentence(world: World, text: str) -> None:
    response = browser().post("/report/", TYPED | {"text": text})
    assert response.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("more", [{"lon": "x"}, {"lat": "999"}, {"kind": "nonsense"}])
def test_a_tampered_form_is_refused(world: World, more: dict[str, str]) -> None:
    assert browser().post("/report/", TYPED | more).status_code == 422


def test_suggestions_follow_the_words_and_keep_the_choice(world: World) -> None:
    response = browser().get("/report/suggest", {"text": "路灯不亮", "category": "env.garbage."})
    html = response.content.decode()
    assert 'value="facility.light."' in html
    assert 'value="env.garbage." checked' in html


def test_a_flood_from_one_place_is_slowed_down_and_keeps_the_words(world: World) -> None:
    client = browser()
    for number in range(31):
        response = client.post("/report/", TYPED | {"idempotency_key": f"{number:032}"})
    assert response.status_code == 429
    assert TYPED["text"] in response.content.decode()


def test_the_form_costs_no_more_with_the_years(world: World) -> None:
    client = browser()
    client.get("/report/")
    with counting() as context:
        assert client.get("/report/").status_code == 200
    assert len(statements(context)) <= 2


def test_a_door_plate_knows_the_building(world: World) -> None:
    client = browser()
    page = client.get(f"/d/{world.plate.lower()}")
    assert "3栋" in words_of(page)
    no_place = {"lon": "", "lat": "", "address": ""}
    client.post(f"/d/{world.plate}", TYPED | no_place)
    case = Case.objects.select_related("item").get()
    assert (case.source, case.item.area_id) == (Source.PLATE, world.grid.pk)


def test_an_unknown_plate_gets_a_sentence(world: World) -> None:
    response = browser().get("/d/NOSUCH")
    assert response.status_code == 404
    assert "门牌" in words_of(response)
