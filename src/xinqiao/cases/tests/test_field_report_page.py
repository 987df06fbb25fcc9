"""Somebody without a phone or the patience is helped: both names, settled at once if possible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from xinqiao.cases.models import Case, Source
from xinqiao.cases.tests.browse import browser, picture, words_of
from xinqiao.cases.tests.world import AT, IN_GRID, IN_OTHER_GRID, World
from xinqiao.kit.numbers import spoken

PAGE = "/field/report/"
TYPED: dict[str, Any] = {
    "text": "单元门关不上，风大的时候一直响。",
    "category": "other.",
    "kind": "help",
    "lon": str(IN_GRID[0]),
    "lat": str(IN_GRID[1]),
    "name": "刘大爷",
    "has_no_phone": "on",
    "idempotency_key": "b" * 32,
}
SETTLED = {"settle": "on", "settled_words": "当场拧紧了铰链。"}


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def test_both_names_are_kept(world: World) -> None:
    response = browser(world.worker).post(PAGE, TYPED, follow=True)
    case = Case.objects.select_related("item").get()
    assert (case.on_behalf, case.source) == (True, Source.FIELD)
    assert case.recorded_by_id == world.worker.user_id
    assert case.item.requester_id is None
    assert spoken(case.item.number) in words_of(response)


def test_the_hotline_records_as_the_hotline(world: World) -> None:
    browser(world.hotline).post(PAGE, TYPED)
    assert Case.objects.get().source == Source.HOTLINE


def test_settled_on_the_spot_with_proof(world: World) -> None:
    rule_free = TYPED | {"category": "env.garbage."} | SETTLED
    browser(world.worker).post(PAGE, rule_free | {"proof": [picture()]})
    case = Case.objects.select_related("item").get()
    assert (case.item.state, case.answer) == ("answered", "当场拧紧了铰链。")


def test_the_community_settles_what_a_worker_would_have_got(world: World) -> None:
    rule = TYPED | {"category": "env.garbage."} | SETTLED
    browser(world.desk).post(PAGE, rule | {"proof": [picture()]})
    case = Case.objects.select_related("item").get()
    assert case.item.state == "answered"
    assert case.item.owner_post_id == world.posts["desk"].pk


def test_without_proof_nothing_is_recorded_and_everything_stays(world: World) -> None:
    response = browser(world.worker).post(PAGE, TYPED | {"category": "env.garbage."} | SETTLED)
    assert response.status_code == 422
    assert "当场拧紧了铰链。" in response.content.decode()
    assert not Case.objects.exists()


def test_what_is_not_ours_to_settle_is_said(world: World) -> None:
    lon, lat = IN_OTHER_GRID
    data = TYPED | SETTLED | {"category": "env.garbage.", "lon": str(lon), "lat": str(lat)}
    response = browser(world.worker).post(PAGE, data | {"proof": [picture()]})
    assert response.status_code == 422
    assert "归其他单位办理" in words_of(response)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"name": ""}, "替谁登记"),
        ({"has_no_phone": ""}, "对方没有电话"),
        ({"settle": "on"}, "怎么办的"),
    ],
)
def test_what_is_missing_is_named(world: World, more: dict[str, str], word: str) -> None:
    response = browser(world.worker).post(PAGE, TYPED | more)
    assert response.status_code == 422
    assert word in words_of(response)
    assert TYPED["text"] in response.content.decode()


def test_two_clicks_make_one_request(world: World) -> None:
    client = browser(world.worker)
    for _click in range(2):
        client.post(PAGE, TYPED)
    assert Case.objects.count() == 1


def test_residents_and_strangers_do_not_come_in(world: World) -> None:
    assert browser(world.resident).get(PAGE).status_code == 403
    assert browser().get(PAGE).status_code == 302
