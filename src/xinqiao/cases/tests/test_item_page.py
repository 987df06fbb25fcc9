"""The page of one request: who sees it, what they may do, and that a click does it once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.models import Source
from xinqiao.cases.services.note import add_note
from xinqiao.cases.tests.browse import HTMX, browser, counting, picture, statements, words_of
from xinqiao.cases.tests.world import AT, HOUR, PHONE, World, case_of, item_of, kinds_of
from xinqiao.events.models import Event
from xinqiao.files.models import Attachment


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


def address(case_id: int) -> str:
    return f"/cases/{item_of(case_id).number}/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("worker", 200),
        ("colleague", 200),
        ("desk", 200),
        ("street_staff", 200),
        ("hotline", 200),
        ("resident", 302),
        ("neighbour", 404),
        ("stranger", 404),
        ("other_desk", 404),
        ("water_staff", 404),
        ("system_admin", 404),
        ("passer_by", 404),
    ],
)
def test_owner_colleague_and_stranger(world: World, who: str, status: int) -> None:
    page = address(world.report().case_id)
    assert browser(getattr(world, who)).get(page).status_code == status


def test_nobody_known_is_led_to_the_sign_in(world: World) -> None:
    response = browser().get(address(world.report().case_id))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_the_requester_is_led_to_the_follow_page(world: World) -> None:
    case_id = world.report().case_id
    client, follow = browser(world.resident), f"/r/{case_of(case_id).token}"
    assert client.get(address(case_id)).headers["Location"] == follow
    assert client.post(f"{address(case_id)}note/", {}).headers["Location"] == follow


def test_it_shows_words_place_clocks_and_why(world: World) -> None:
    words = words_of(browser(world.worker).get(address(world.report(address="3栋").case_id)))
    for said in ("三天没有清运", "金五区社区第1网格", "3栋", "首次答复", "为什么到这里", "待受理"):
        assert said in words


def test_every_button_is_one_the_person_may_press(world: World) -> None:
    page = address(world.report().case_id)
    assert f"{page}accept/" in browser(world.worker).get(page).content.decode()
    assert f"{page}accept/" not in browser(world.street_staff).get(page).content.decode()
    assert f"{page}dispatch/" in browser(world.street_staff).get(page).content.decode()


def test_two_clicks_accept_once(world: World) -> None:
    case_id = world.report().case_id
    client = browser(world.worker)
    first = client.post(f"{address(case_id)}accept/", follow=True)
    second = client.post(f"{address(case_id)}accept/", follow=True)
    assert kinds_of(case_id).count("cases.accepted") == 1
    assert "已完成：受理" in words_of(first)
    assert second.status_code == 200
    assert item_of(case_id).state == "handling"


def test_closing_without_script_takes_words_and_a_photo(world: World) -> None:
    case_id = world.handled()
    client = browser(world.worker)
    client.post(
        f"{address(case_id)}close/",
        {"words": "已清运。", "outcome": "solved", "photos": [picture()]},
    )
    assert item_of(case_id).state == "answered"
    assert case_of(case_id).answer == "已清运。"
    assert "已清运。" in words_of(client.get(address(case_id)))


def test_closing_without_proof_keeps_the_words(world: World) -> None:
    case_id = world.handled()
    response = browser(world.worker).post(
        f"{address(case_id)}close/", {"words": "都弄好了。", "outcome": "solved"}
    )
    assert response.status_code == 422
    assert "都弄好了。" in response.content.decode()
    assert "照片" in words_of(response)
    assert item_of(case_id).state == "handling"


@pytest.mark.parametrize("action", ["send_back", "hand_up", "reply", "pause", "extend", "note"])
def test_an_empty_form_is_asked_for_again(world: World, action: str) -> None:
    case_id = world.handled()
    response = browser(world.worker).post(f"{address(case_id)}{action}/", {})
    assert response.status_code == 422
    assert f'id="action-{action}" open' in response.content.decode()


def test_somebody_without_the_right_gets_a_sentence(world: World) -> None:
    case_id = world.report().case_id
    response = browser(world.street_staff).post(f"{address(case_id)}accept/")
    assert response.status_code == 422
    assert item_of(case_id).state == "assigned"


def test_an_unknown_action_is_not_found(world: World) -> None:
    page = address(world.report().case_id)
    assert browser(world.worker).post(f"{page}explode/").status_code == 404


def test_dispatch_offers_posts_and_units_that_serve_the_place(world: World) -> None:
    case_id = world.report().case_id
    client = browser(world.desk)
    html = client.get(f"{address(case_id)}dispatch/", headers=HTMX).content.decode()
    assert "自来水公司" in html
    assert "观湖" not in html
    client.post(
        f"{address(case_id)}dispatch/",
        {"target": f"organisation:{world.water.pk}", "reason": "供水的事"},
    )
    assert item_of(case_id).owner_organisation_id == world.water.pk


def test_whistling_calls_units(world: World) -> None:
    case_id = world.handled()
    data = {"co": [str(world.water.pk), str(world.property.pk)], "reason": "一起到场"}
    browser(world.desk).post(f"{address(case_id)}whistle/", data)
    words = words_of(browser(world.desk).get(address(case_id)))
    assert "自来水公司" in words
    assert "安居物业" in words
    page = address(case_id)
    assert f"{page}co_reply/" in browser(world.water_staff).get(page).content.decode()


def test_extending_moves_the_end_with_a_reason(world: World) -> None:
    case_id = world.handled()
    before = item_of(case_id).deadlines.get(clock="handle").due_at
    data = {"amount": "2", "unit": "working_days", "reason": "等配件"}
    browser(world.worker).post(f"{address(case_id)}extend/", data)
    assert item_of(case_id).deadlines.get(clock="handle").due_at - before == timedelta(days=2)


def test_the_form_comes_alone_for_htmx_and_on_the_page_without(world: World) -> None:
    case_id = world.handled()
    client = browser(world.worker)
    alone = client.get(f"{address(case_id)}reply/", headers=HTMX).content.decode()
    assert "<html" not in alone
    behind = {**HTMX, "HX-Current-URL": "http://testserver/desk/work/?mine=me"}
    dialog = client.get(f"{address(case_id)}reply/", headers=behind).content.decode()
    assert 'name="back" value="/desk/work/?mine=me"' in dialog
    whole = client.get(f"{address(case_id)}reply/").content.decode()
    assert 'id="action-reply" open' in whole


def test_the_contact_is_masked_until_a_reason_is_given(world: World) -> None:
    case_id = world.report(actor=ANONYMOUS, reporter_name="何居民", reporter_phone=PHONE).case_id
    client = browser(world.worker)
    words = words_of(client.get(address(case_id)))
    assert "138****8000" in words
    assert "何居民" not in words
    refused = client.post(f"{address(case_id)}reveal/", {"reason": ""})
    assert refused.status_code == 422
    shown = words_of(client.post(f"{address(case_id)}reveal/", {"reason": "上门前电话联系"}))
    assert PHONE in shown
    assert "何居民" in shown
    look = Event.objects.get(kind="accounts.revealed")
    assert (look.actor_user_id, look.data["reason"]) == (world.worker.user_id, "上门前电话联系")
    assert "查看了居民联系方式" in words_of(client.get(address(case_id)))


def test_a_stranger_reveals_nothing(world: World) -> None:
    case_id = world.report(reporter_phone=PHONE).case_id
    page = f"{address(case_id)}reveal/"
    response = browser(world.stranger).post(page, {"reason": "我想看看"})
    assert response.status_code == 404
    assert not Event.objects.filter(kind="accounts.revealed").exists()


def test_both_names_stand_on_what_was_written_for_somebody(world: World) -> None:
    case_id = world.report(
        actor=world.worker, on_behalf=True, source=Source.FIELD, reporter_name="刘大爷"
    ).case_id
    words = words_of(browser(world.desk).get(address(case_id)))
    assert "刘**" in words
    assert "一网格网格员" in words


def test_the_point_is_a_map_of_one(world: World) -> None:
    case_id = world.report().case_id
    found = browser(world.worker).get(f"{address(case_id)}point").json()
    assert found["features"][0]["properties"]["number"] == item_of(case_id).number
    assert browser(world.stranger).get(f"{address(case_id)}point").status_code == 404


def test_a_long_story_costs_no_more_statements(world: World) -> None:
    short, long = world.handled(), world.handled()
    for minute in range(6):
        at = AT + timedelta(minutes=minute)
        add_note(actor=world.worker, item_id=long, words="记一笔", at=at)
    client, counts = browser(world.desk), []
    for page in (address(short), address(short), address(long)):
        with counting() as context:
            assert client.get(page).status_code == 200
        counts.append(len(statements(context)))
    assert counts[1] == counts[2] <= 23, [s[:60] for s in statements(context)]


def test_a_document_is_proof_too_and_is_shown_by_its_name(world: World) -> None:
    case_id = world.handled()
    paper = SimpleUploadedFile("验收单.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    data = {"words": "已验收。", "outcome": "solved", "photos": [paper]}
    client = browser(world.worker)
    client.post(f"{address(case_id)}close/", data)
    assert item_of(case_id).state == "answered"
    assert "验收单.pdf" in words_of(client.get(address(case_id)))


def test_a_photo_sent_with_a_wrong_form_is_kept(world: World) -> None:
    case_id = world.handled()
    client = browser(world.worker)
    page = f"{address(case_id)}close/"
    refused = client.post(page, {"words": "", "outcome": "solved", "photos": [picture()]})
    token = Attachment.objects.get().token
    assert f'name="proof_tokens" value="{token}"' in refused.content.decode()
    client.post(page, {"words": "已清运。", "outcome": "solved", "proof_tokens": [token]})
    assert item_of(case_id).state == "answered"


def test_who_does_not_work_on_it_is_not_offered_the_contact(world: World) -> None:
    case_id = world.report(category_code="utility.water.", reporter_phone=PHONE).case_id
    page = address(case_id)
    if item_of(case_id).owner_post_id != world.posts["worker"].pk:
        assert f"{page}reveal/" not in browser(world.worker).get(page).content.decode()
    assert f"{page}reveal/" in browser(world.desk).get(page).content.decode()
