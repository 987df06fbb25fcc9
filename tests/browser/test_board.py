"""The board in a real browser: from place to place, up to date by itself, and readable far away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import pytest_django
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from psycopg import conninfo

from tests.browser.conftest import WALL, Site, Visit, Visitor, keep_picture, serving
from tests.browser.world import LAT, LON
from tests.support import database
from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.services.report import report_case
from xinqiao.indicators.services.feed import follow

BOARD = "/board/"
LIVE_WAIT = 15_000  # a round each five seconds
MAP_WAIT = 30_000  # drawn in software here


@pytest.fixture
def new_request(
    site: Site, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Callable[[], None]]:
    """Somebody reports, and the worker brings the figures up to date."""
    before = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        database._point_at(str(conninfo.conninfo_to_dict(site.dsn)["dbname"]))
        follow(at=timezone.now())  # what other tests reported is no news here
        yield _report
        database._point_at(before)


def _report() -> None:
    draft = ReportDraft(
        text="井盖松动，车一过就响", category_code="env.", lon=LON, lat=LAT, source=Source.WEB
    )
    report_case(actor=ANONYMOUS, draft=draft, at=timezone.now())
    follow(at=timezone.now())


def opened(visitor: Visitor, path: str = BOARD) -> Page:
    visitor.page.set_viewport_size(WALL)  # type: ignore[arg-type]
    return visitor.open(path)


def received(page: Page) -> int:
    return int(page.locator(".x-tile-value").first.inner_text())


def test_readable_from_five_metres(visit: Visit) -> None:
    page = opened(visit("county", phone=False))
    expect(page.locator(".x-board-label").first).to_be_visible(timeout=MAP_WAIT)
    keep_picture(page, "board-wall")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(
        '.x-tile-value, .x-ranking-value, .x-board-total, .x-board-label strong')]
        .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert len(sizes) > 10
    assert min(sizes) >= 28
    # 7:1 is axe's enhanced rule, which is off by default.
    options = {"runOnly": ["color-contrast-enhanced"], "rules": _ENHANCED}
    found = Axe().run(page, options=options).response["violations"]
    assert [node["html"] for fault in found for node in fault["nodes"]] == []
    assert Axe().run(page).response["violations"] == []


_ENHANCED = {"color-contrast-enhanced": {"enabled": True}}


@pytest.mark.parametrize("phone", [True, False])
def test_targets_are_big_enough(visit: Visit, phone: bool) -> None:
    page = visit("county", phone=phone).open(BOARD)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main select')]
        .filter(e => e.checkVisibility())
        .filter(e => { const b = e.getBoundingClientRect();
                       return b.width > 2 && (b.height < 43.9 || b.width < 43.9); })
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_down_by_click_and_keyboard_and_back(visit: Visit) -> None:
    page = opened(visit("county", phone=False))
    title = page.locator("#board h1")
    county = title.inner_text()
    page.locator("#board-areas a[data-board-link]").first.click()
    expect(title).not_to_have_text(county)
    street = title.inner_text()
    assert "area=" in page.url
    link = page.locator("#board-areas a[data-board-link]").first
    link.focus()
    page.keyboard.press("Enter")
    expect(title).not_to_have_text(street)
    assert page.evaluate("document.activeElement.closest('#board') !== null")
    page.go_back()
    expect(title).to_have_text(street)
    page.go_back()
    expect(title).to_have_text(county)
    page.reload()
    expect(page.locator("#board h1")).to_have_text(county)


def test_the_map_leads_down_too(visit: Visit) -> None:
    page = opened(visit("county", phone=False))
    canvas = page.locator("[data-board-map] canvas")
    expect(canvas).to_be_visible(timeout=MAP_WAIT)
    expect(page.locator(".x-board-label").first).to_be_visible(timeout=MAP_WAIT)
    title = page.locator("#board h1")
    county = title.inner_text()
    box = page.locator(".x-board-label").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(title).not_to_have_text(county)


def test_tables_say_what_charts_and_map_show(visit: Visit) -> None:
    page = opened(visit("county", phone=False))
    expect(page.locator(".x-board-chart canvas").first).to_be_visible()
    assert page.locator("#board-trend").get_by_role("row").count() == 31
    page.get_by_role("button", name="表格").click()
    expect(page.locator(".x-board-chart canvas").first).not_to_be_visible()
    expect(page.locator("#board-trend tbody tr").first).to_be_visible()
    expect(page.locator("[data-board-mosaic]")).to_be_visible()


def test_another_indicator_without_leaving(visit: Visit) -> None:
    page = opened(visit("county", phone=False))
    page.select_option("#board-indicator", "closed_rate")
    expect(page.locator("#board-map-title")).to_contain_text("结案率")
    assert "indicator=closed_rate" in page.url


def test_a_new_request_appears_by_itself(visit: Visit, new_request: Callable[[], None]) -> None:
    page = opened(visit("county", phone=False))
    page.evaluate("window.stayed = true")
    before = received(page)
    new_request()
    value = page.locator(".x-tile-value").first
    expect(value).to_have_text(str(before + 1), timeout=LIVE_WAIT)
    assert page.evaluate("window.stayed")


def test_the_network_goes_and_comes_back(visit: Visit, new_request: Callable[[], None]) -> None:
    visitor = visit("county", phone=False)
    visitor.page.clock.install()
    page = opened(visitor)
    state = page.locator("[data-board-state]")
    expect(state).to_have_text("实时")
    before = received(page)
    visitor.context.set_offline(True)
    _hear_nothing(page, state)
    new_request()
    visitor.context.set_offline(False)
    expect(state).to_have_text("实时", timeout=LIVE_WAIT)
    expect(page.locator(".x-tile-value").first).to_have_text(str(before + 1), timeout=LIVE_WAIT)


def _hear_nothing(page: Page, state: Locator) -> None:
    """Let time pass: an answer that was still on its way may end the silence once or twice."""
    for _ in range(5):
        page.clock.fast_forward(20_000)
        with suppress(AssertionError):
            return expect(state).to_contain_text("连接中断", timeout=3_000)
    return expect(state).to_contain_text("连接中断")


def test_the_server_starts_again(visit: Visit, site: Site, new_request: Callable[[], None]) -> None:
    name = str(conninfo.conninfo_to_dict(site.dsn)["dbname"])
    visitor = visit("county", phone=False)
    with serving(name) as url:
        cookie = {"name": "sessionid", "value": site.world.cookies["county"], "url": url}
        visitor.context.add_cookies([cookie])  # type: ignore[list-item]
        visitor.url = url
        page = opened(visitor)
        before = received(page)
    new_request()
    with serving(name, port=int(url.rpartition(":")[2])):
        value = page.locator(".x-tile-value").first
        expect(value).to_have_text(str(before + 1), timeout=2 * LIVE_WAIT)
        page.goto("about:blank")


def test_who_is_signed_out_is_told(visit: Visit) -> None:
    visitor = visit("county", phone=False)
    page = opened(visitor)
    visitor.context.clear_cookies()
    alert = page.locator("[data-board-alert]")
    expect(alert).to_contain_text("您已退出登录", timeout=LIVE_WAIT)
    expect(alert.get_by_role("link", name="重新登录")).to_be_visible()


def test_rotation_goes_round_and_stops_when_somebody_chooses(visit: Visit) -> None:
    visitor = visit("county", phone=False)
    visitor.page.clock.install()
    page = opened(visitor, "/board/?area=511083001")
    button = page.locator("[data-board-rotate]")
    title = page.locator("#board h1")
    street = title.inner_text()
    # Less motion is asked for, so nothing begins by itself; a press still does.
    expect(button).to_have_text("轮播")
    button.click()
    expect(button).to_have_text("暂停轮播")
    page.clock.fast_forward(21_000)
    expect(title).not_to_have_text(street)
    first = title.inner_text()
    page.clock.fast_forward(21_000)
    expect(title).not_to_have_text(first)
    page.locator(".x-board-way a").first.click()
    expect(button).to_have_text("轮播")
    expect(button).to_have_attribute("aria-pressed", "false")
