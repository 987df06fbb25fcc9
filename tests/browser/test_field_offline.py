"""Work without signal in a real browser: kept, killed, opened again, sent once, settled, wiped."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import Site, keep_picture
from tests.browser.moved_in import NEIGHBOUR, OLD_MAN, OLD_PHONE, WIFE
from tests.browser.phones import SLOW, Handset, forget_phones, handset

REPORT = "小广场的健身器材松动了，怕老人摔倒"
KEPT = "已存在本机"
CLAIMED = "files_attachment WHERE claimed_at IS NOT NULL"
DONE = "field_commandlog WHERE fate = 'done'"


@pytest.fixture(autouse=True)
def nobody_has_a_phone(site: Site) -> Iterator[None]:
    forget_phones(site)
    yield
    forget_phones(site)


@pytest.fixture
def worker_phone(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[Handset]:
    """The worker's phone with the grid on it, still with signal."""
    with handset(playwright, site, tmp_path / "phone") as phone:
        phone.sign_in("worker")
        phone.open()
        phone.take_along()
        yield phone


def _photo() -> Any:
    body = BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(body, "JPEG")
    return {"name": "bars.jpg", "mimeType": "image/jpeg", "buffer": body.getvalue()}


def _report(phone: Handset, words: str = REPORT) -> None:
    page = phone.open("report")
    page.fill("[name=text]", words)
    page.set_input_files("[name=photos]", [_photo()])
    expect(page.locator(".x-photos img")).to_have_count(1)
    page.get_by_role("radio", name="公共设施").check()
    page.get_by_role("button", name="上报").click()
    page.wait_for_selector("[data-screen=today]")


def _edit(phone: Handset, who: str, **values: str) -> None:
    page = phone.open(f"edit/{phone.site.world.people[who]}")
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="保存").click()
    page.wait_for_selector("[data-screen^='person/']")


def _visit(phone: Handset, who: str) -> None:
    page = phone.open(f"visit/person/{phone.site.world.people[who]}/contact")
    expect(page.get_by_role("checkbox", name=WIFE)).to_be_checked()
    page.get_by_role("radio", name="需要帮助").check()
    page.get_by_label("具体说说").fill("楼道灯不亮，晚上不敢出门")
    page.get_by_role("button", name="记一处问题").click()
    page.get_by_label("看到了什么").fill("二单元楼道灯坏了三天")
    page.locator(".x-field-part [type=file]").set_input_files([_photo()])
    expect(page.locator(".x-photos img")).to_have_count(1)
    keep_picture(page, "field-visit")
    page.get_by_role("button", name="记下这次走访").click()
    page.wait_for_selector("[data-screen=today]")


def _note_and_employer(site: Site, who: str) -> tuple[object, ...]:
    key = site.world.people[who]
    return site.rows(f"SELECT note, employer FROM registry_person WHERE id = {key}")[0]


def test_a_day_without_signal_survives_a_killed_phone(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    before, done = site.count("cases_case"), site.count(DONE)
    visits, photos = site.count("visits_visit"), site.count(CLAIMED)
    folder = tmp_path / "phone"
    with handset(playwright, site, folder) as phone:
        phone.sign_in("worker")
        phone.open()
        phone.take_along()
        phone.context.set_offline(True)
        page = phone.open("people")
        phone.reload()
        page.fill("[name=search]", "丽湖 桂兰")
        expect(page.locator(".x-field-row")).to_have_count(1)
        expect(page.locator(".x-field-row")).to_contain_text(WIFE)
        keep_picture(page, "field-people")
        _report(phone)
        expect(page.locator("[data-field-status]")).to_contain_text(f"{KEPT} 1 条")
    # The browser was killed: it starts again without signal, and without a session.
    with handset(playwright, site, folder, offline=True) as phone:
        _edit(phone, "wife", note="腿脚不便，敲门要等一会儿")
        expect(phone.page.locator("[data-field-view]")).to_contain_text("待发送")
        keep_picture(phone.page, "field-person")
        _visit(phone, "wife")
        expect(phone.page.get_by_role("link", name="未发送的记录")).to_be_visible()
        # The list is drawn anew while the visit is stored, so a click could miss it.
        phone.page.evaluate("location.hash = '#waiting'")
        expect(phone.page.locator("[data-entry=waiting]")).to_have_count(3)
        keep_picture(phone.page, "field-waiting")
        assert site.count("cases_case") == before
    with handset(playwright, site, folder, offline=True) as phone:
        phone.sign_in("worker")
        phone.open()
        second = phone.context.new_page()
        second.goto(f"{site.url}/field/#today")
        second.wait_for_selector("[data-screen=today]")
        phone.send()
        phone.open("waiting")
        expect(phone.page.locator("[data-entry=waiting]")).to_have_count(0, timeout=SLOW)
        expect(phone.page.locator("[data-entry=done]")).to_have_count(3)
        phone.settled()
    # The report, and what was found at the visit: each once, each with its photo.
    assert site.count("cases_case") == before + 2
    assert site.count("visits_visit") == visits + 1
    # The photo of the finding hangs on the visit and on the request.
    assert site.count(CLAIMED) == photos + 3
    assert _note_and_employer(site, "wife")[0] == "腿脚不便，敲门要等一会儿"
    assert site.count(DONE) == done + 3


def test_two_phones_change_one_person(
    playwright: Playwright, site: Site, worker_phone: Handset, tmp_path: Path
) -> None:
    with handset(playwright, site, tmp_path / "other") as other:
        other.sign_in("worker")
        other.open()
        other.take_along()
        worker_phone.context.set_offline(True)
        other.context.set_offline(True)
        _edit(other, "old_man", note="爱下棋")
        _edit(worker_phone, "old_man", note="耳背，说话大声些", employer="退休教师")
        other.send()
        worker_phone.send()
        page = worker_phone.page
        # The employer is written; the note was changed by both and waits for a choice.
        assert _note_and_employer(site, "old_man") == ("爱下棋", "退休教师")
        page.get_by_role("link", name="条要您看一下").click()
        clash = page.locator("[data-entry=conflict]")
        expect(clash).to_contain_text("爱下棋")
        expect(clash).to_contain_text("耳背，说话大声些")
        keep_picture(page, "field-conflict")
        clash.get_by_role("radio", name="本机").check()
        clash.get_by_role("button", name="就这样定").click()
        expect(page.locator("[data-entry=conflict]")).to_have_count(0)
        assert _note_and_employer(site, "old_man") == ("耳背，说话大声些", "退休教师")

        # Different fields: both stay, and the second phone hears of it.
        other.send()
        other.context.set_offline(True)
        _edit(worker_phone, "old_man", note="每天傍晚下楼散步")
        worker_phone.send()
        _edit(other, "old_man", employer="退休工程师")
        other.send()
        other.open("waiting")
        expect(other.page.locator("[data-entry=merged]")).to_have_count(1, timeout=SLOW)
        assert _note_and_employer(site, "old_man") == ("每天傍晚下楼散步", "退休工程师")


def test_nothing_on_the_phone_can_be_read_and_signing_out_takes_it_away(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    with handset(playwright, site, tmp_path / "phone") as phone:
        phone.sign_in("worker_leaving")
        phone.open()
        phone.take_along()
        _read_leave_and_come_back(site, phone)


def _read_leave_and_come_back(site: Site, worker_phone: Handset) -> None:
    before = site.count("cases_case")
    page = worker_phone.open("people")
    expect(page.locator("[data-field-view]")).to_contain_text(OLD_MAN)
    worker_phone.context.set_offline(True)
    _report(worker_phone)
    everything = worker_phone.text_of_everything()
    for words in (OLD_MAN, WIFE, OLD_PHONE, REPORT, "孙悦", "丽湖新城"):
        assert words not in everything
    assert "extractable=false" in everything

    # Signing out with something unsent: the page says so; what is unsent stays, sealed.
    page.locator("summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("还有 1 条没有发送")
    page.get_by_role("button", name="先发送").click()
    expect(page.locator(".x-toast-warning")).to_contain_text("还有 1 条没发出去")
    page.locator("summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="仍然退出").click()
    expect(page.locator("[data-field-view]")).to_contain_text("资料已清除")
    left = worker_phone.lies_here()
    assert (left["rows"], len(left["queue"])) == ([], 1)
    assert "extractable" not in str(left["devices"])
    assert site.count("cases_case") == before

    # Somebody else signs in on the same phone and sees nothing of it.
    worker_phone.context.set_offline(False)
    page.goto(f"{site.url}/accounts/login/")
    # The session itself ends with the first page that has signal again.
    for _ in range(100):
        if not [one for one in worker_phone.context.cookies() if one["name"] == "sessionid"]:
            break
        page.wait_for_timeout(300)
    assert not [one for one in worker_phone.context.cookies() if one["name"] == "sessionid"]
    worker_phone.sign_in("colleague")
    worker_phone.open("people")
    worker_phone.settled()
    expect(page.locator("[data-field-view]")).to_contain_text("0 人")
    worker_phone.open("waiting")
    expect(page.locator("[data-entry]")).to_have_count(0)
    assert len(worker_phone.lies_here()["queue"]) == 1

    # The writer comes back: what waited is opened and sent, once.
    worker_phone.sign_in("worker_back")
    page.goto(f"{site.url}/field/")
    worker_phone.open("waiting")
    expect(page.locator("[data-entry=done]")).to_have_count(1, timeout=SLOW)
    assert site.count("cases_case") == before + 1
    assert NEIGHBOUR not in worker_phone.text_of_everything()


def test_after_seven_days_without_signal_the_phone_is_empty(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    with handset(playwright, site, tmp_path / "phone") as phone:
        phone.context.clock.install()
        phone.sign_in("worker")
        phone.open("people")
        phone.take_along()
        page = phone.page
        phone.context.set_offline(True)
        _report(phone, "七天前写下的事")
        phone.context.clock.fast_forward(6 * 24 * 3600 * 1000)
        phone.open("people")
        expect(page.locator("[data-field-view]")).to_contain_text(OLD_MAN)
        # The timer of the page itself finds it, without signal and without being opened anew.
        for _hour in range(40):
            phone.context.clock.fast_forward(3600 * 1000)
            if "已清除" in page.inner_text("[data-field-view]"):
                break
            page.wait_for_timeout(100)
        expect(page.locator("[data-field-view]")).to_contain_text("超过 7 天没有同步")
        expect(page.locator("[data-field-view]")).to_contain_text("还有 1 条没有发送")
        left = phone.lies_here()
        assert (left["rows"], len(left["queue"])) == ([], 1)
        assert "extractable" not in str(left["devices"])
        phone.reload()
        expect(page.locator("[data-field-view]")).to_contain_text("需要信号")
        assert OLD_MAN not in page.content()


def test_the_browser_sends_what_waits_when_no_page_is_open(
    site: Site, worker_phone: Handset
) -> None:
    before = site.count("cases_case")
    worker_phone.context.set_offline(True)
    _report(worker_phone, "晾衣架的螺丝松了，会砸到人")
    worker_phone.page.goto("about:blank")
    worker_phone.context.set_offline(False)
    worker_phone.wake_the_worker()
    for _try in range(100):
        if site.count("cases_case") > before:
            break
        worker_phone.page.wait_for_timeout(200)
    assert site.count("cases_case") == before + 1
