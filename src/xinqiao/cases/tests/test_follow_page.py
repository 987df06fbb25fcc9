"""Whoever holds the link follows, answers, rates and withdraws; nobody else learns anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from xinqiao.cases.models import Case
from xinqiao.cases.services.ask import ask_requester
from xinqiao.cases.services.note import add_note
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, case_of, item_of, photo
from xinqiao.files.models import Attachment, Purpose


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


def link(case_id: int) -> str:
    return f"/r/{Case.objects.get(pk=case_id).token}"


def test_it_says_who_has_it_and_until_when(world: World) -> None:
    words = words_of(browser().get(link(world.report().case_id)))
    assert "已交给一网格网格员办理" in words
    assert "最晚" in words


def test_it_owns_up_to_being_late(world: World) -> None:
    words = words_of(browser().get(link(world.report(at=AT - 3 * DAY).case_id)))
    assert "比承诺的时间久" in words
    assert "最晚" not in words


def test_no_name_of_staff_and_no_internal_word_is_shown(world: World) -> None:
    case_id = world.handled()
    add_note(actor=world.worker, item_id=case_id, words="反映人比较着急", at=AT)
    words = words_of(browser().get(link(case_id)))
    assert "王网格" not in words
    assert "比较着急" not in words
    assert "已受理" in words


def test_the_question_is_answered_once(world: World) -> None:
    case_id = world.handled()
    ask_requester(actor=world.worker, item_id=case_id, question="哪一层？", at=AT)
    client = browser()
    assert "哪一层？" in words_of(client.get(link(case_id)))
    for _click in range(2):
        response = client.post(f"{link(case_id)}/answer", {"words": "三层"}, follow=True)
        assert response.status_code == 200
    assert item_of(case_id).state == "handling"
    assert words_of(response).count("三层") == 1


def test_an_empty_answer_is_asked_for_again(world: World) -> None:
    case_id = world.handled()
    ask_requester(actor=world.worker, item_id=case_id, question="哪一层？", at=AT)
    response = browser().post(f"{link(case_id)}/answer", {"words": " "})
    assert response.status_code == 422
    assert "请写下您的回答" in words_of(response)


def test_a_good_rating_closes_it(world: World) -> None:
    case_id = world.answered()
    client = browser()
    assert "您满意吗" in words_of(client.get(link(case_id)))
    client.post(f"{link(case_id)}/rate", {"score": "5", "words": "修得快"})
    assert (item_of(case_id).state, case_of(case_id).score) == ("closed", 5)
    again = client.post(f"{link(case_id)}/rate", {"score": "1"}, follow=True)
    assert again.status_code == 200
    assert case_of(case_id).score == 5


def test_a_bad_rating_opens_it_again(world: World) -> None:
    case_id = world.answered()
    response = browser().post(f"{link(case_id)}/rate", {"score": "1"}, follow=True)
    assert item_of(case_id).state == "assigned"
    assert "重新办理" in words_of(response)


@pytest.mark.parametrize("score", ["", "0", "6", "五"])
def test_a_rating_outside_one_to_five_is_asked_for_again(world: World, score: str) -> None:
    case_id = world.answered()
    response = browser().post(f"{link(case_id)}/rate", {"score": score, "words": "还行"})
    assert response.status_code == 422
    assert "还行" in response.content.decode()
    assert item_of(case_id).state == "answered"


def test_withdrawing_needs_a_reason(world: World) -> None:
    case_id = world.report().case_id
    client = browser()
    assert client.post(f"{link(case_id)}/withdraw", {}).status_code == 422
    client.post(f"{link(case_id)}/withdraw", {"reason": "已经修好了"})
    assert item_of(case_id).state == "withdrawn"


def test_a_wrong_link_leads_nowhere(world: World) -> None:
    world.report()
    client = browser()
    assert client.get("/r/nobody-knows-this").status_code == 404
    assert client.post("/r/nobody-knows-this/rate", {"score": "5"}).status_code == 404


def test_photos_open_with_the_link_only(world: World) -> None:
    case_id = world.report(photo_tokens=(photo(AT, purpose=Purpose.REPORT),)).case_id
    html = browser().get(link(case_id)).content.decode()
    file = Attachment.objects.get(subject_id=case_id)
    assert f"{file.thumb_url}?r={Case.objects.get(pk=case_id).token}" in html
    other = Case.objects.get(pk=world.report(idempotency_key="other").case_id).token
    for wrong in ("", "?r=guess", f"?r={other}"):
        assert browser().get(f"{file.url}{wrong}").status_code == 404


def test_the_page_does_not_travel_further_by_itself(world: World) -> None:
    response = browser().get(link(world.report().case_id))
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_long_story_costs_no_more_statements(world: World) -> None:
    short, long = world.report().case_id, world.handled(idempotency_key="long")
    for minute in range(5):
        add_note(
            actor=world.worker, item_id=long, words="记一笔", at=AT + timedelta(minutes=minute)
        )
    client, counts = browser(), []
    for address in (link(short), link(long)):
        with counting() as context:
            client.get(address)
        counts.append(len(statements(context)))
    assert counts[0] == counts[1] <= 5
