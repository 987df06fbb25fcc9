"""The search box of the desk: by number, words and address, open and closed, within one's area."""

from __future__ import annotations

import pytest

from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, World


def test_a_number_leads_to_its_request(world: World) -> None:
    number = world.report().number
    for typed in (number, f"{number[:4]} {number[4:]}"):
        answer = browser(world.desk).get("/desk/search/", {"q": typed})
        assert answer.headers["Location"] == f"/cases/{number}/"


@pytest.mark.parametrize("words", ["垃圾桶", "幸福小区", "三天没有清运"])
def test_words_and_address_find_open_and_closed(world: World, words: str) -> None:
    one = world.report(address="幸福小区东门")
    closed = world.report(address="幸福小区东门")
    withdraw_case(actor=world.resident, item_id=closed.case_id, at=AT)
    page = browser(world.desk).get("/desk/search/", {"q": words}).content.decode()
    assert f"/cases/{one.number}/" in page
    assert f"/cases/{closed.number}/" in page


def test_strangers_find_nothing_and_residents_do_not_search(world: World) -> None:
    number = world.report().number
    for q in (number, "垃圾桶"):
        page = browser(world.stranger).get("/desk/search/", {"q": q})
        assert page.status_code == 200
        assert f"/cases/{number}/" not in page.content.decode()
    assert browser(world.resident).get("/desk/search/", {"q": number}).status_code == 403
    assert browser().get("/desk/search/", {"q": number}).status_code == 302


def test_one_character_is_answered_with_a_sentence(world: World) -> None:
    world.report()
    client = browser(world.desk)
    assert "两个字" in words_of(client.get("/desk/search/", {"q": "桶"}))
    assert "两个字" in words_of(client.get("/desk/work/", {"words": "桶"}))


def test_the_box_stands_on_every_page_of_the_desk(world: World) -> None:
    page = browser(world.desk).get("/desk/work/").content.decode()
    assert 'action="/desk/search/"' in page


def test_a_page_of_hits_costs_the_same_for_many(world: World) -> None:
    for _ in range(3):
        world.report()
    client = browser(world.desk)
    client.get("/desk/search/", {"q": "垃圾桶"})
    with counting() as few:
        client.get("/desk/search/", {"q": "垃圾桶"})
    for _ in range(6):
        world.report()
    with counting() as many:
        client.get("/desk/search/", {"q": "垃圾桶"})
    assert len(statements(many)) == len(statements(few)) <= 8
