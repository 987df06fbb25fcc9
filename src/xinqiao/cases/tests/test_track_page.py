"""Finding one's request again: by number and telephone, or signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.models import Case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, PHONE, World, item_of
from xinqiao.kit.numbers import case_number, spoken


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def reported(world: World) -> Case:
    found = world.report(actor=ANONYMOUS, reporter_phone=PHONE)
    return Case.objects.select_related("item").get(pk=found.case_id)


def test_number_and_telephone_lead_to_the_page(world: World) -> None:
    case = reported(world)
    typed = {"number": f" {spoken(case.item.number)} ", "phone_end": PHONE[-4:]}
    response = browser().post("/track/", typed)
    assert (response.status_code, response.headers["Location"]) == (302, f"/r/{case.token}")


def test_a_wrong_telephone_and_an_unknown_number_say_the_same(world: World) -> None:
    case = reported(world)
    wrong = ((case.item.number, "0001"), (case_number(999), PHONE[-4:]))
    for number, end in wrong:
        response = browser().post("/track/", {"number": number, "phone_end": end})
        assert response.status_code == 422
        assert "没有找到这个编号和电话对应的诉求" in words_of(response)


def test_a_request_without_telephone_cannot_be_guessed(world: World) -> None:
    found = world.report(actor=ANONYMOUS)
    number = item_of(found.case_id).number
    response = browser().post("/track/", {"number": number, "phone_end": "0000"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("number", "end", "word"),
    [
        ("", "8000", "请填写诉求编号"),
        ("12", "8000", "诉求编号"),
        ("10000012", "80", "请填写四位数字"),
    ],
)
def test_bad_input_gets_a_sentence(world: World, number: str, end: str, word: str) -> None:
    response = browser().post("/track/", {"number": number, "phone_end": end})
    assert response.status_code == 422
    assert word in words_of(response)


def test_guessing_is_slowed_down(world: World) -> None:
    case, client = reported(world), browser()
    for end in range(10):
        client.post("/track/", {"number": case.item.number, "phone_end": f"{end:04}"})
    response = client.post("/track/", {"number": case.item.number, "phone_end": PHONE[-4:]})
    assert response.status_code == 422
    assert "等" in words_of(response)


def test_my_list_shows_mine_only(world: World) -> None:
    mine = item_of(world.report().case_id)
    assert spoken(mine.number) in words_of(browser(world.resident).get("/my/"))
    assert spoken(mine.number) not in words_of(browser(world.passer_by).get("/my/"))
    assert browser().get("/my/").status_code == 302


def test_my_list_costs_the_same_however_long(world: World) -> None:
    client, counts = browser(world.resident), []
    for _round in range(2):
        world.report()
        client.get("/my/")
        with counting() as context:
            client.get("/my/")
        counts.append(len(statements(context)))
    assert counts[0] == counts[1] <= 5


def test_home_greets_residents_and_leads_staff_to_their_desk(world: World) -> None:
    world.report()
    assert "我要反映" in words_of(browser().get("/"))
    assert "垃圾桶" in words_of(browser(world.resident).get("/"))
    assert browser(world.worker).get("/").headers["Location"].startswith("/desk")
