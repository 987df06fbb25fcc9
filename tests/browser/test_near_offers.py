"""While somebody types, the same matter is offered; one tap joins, Enter still sends."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit
from tests.browser.world import LAT, LON

WORDS = "西门充电桩坏了，没法充电"
OFFER = "[data-report-near] li"


def _write(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": LON, "latitude": LAT + 0.003})
    page.fill("[name=text]", WORDS)
    page.click("[data-report-locate]")
    expect(page.locator(OFFER).first).to_contain_text("充电桩")


def test_one_tap_joins_and_the_draft_is_gone(visit: Visit, site: Site) -> None:
    before = site.count("cases_case")
    page = visit().open("/report/")
    _write(page)
    page.locator(OFFER).first.get_by_role("button").click()
    page.wait_for_url("**/j/*")
    assert "充电桩" in page.inner_text("main")
    assert site.count("cases_case") == before
    page.goto(f"{site.url}/report/")
    expect(page.locator("[name=text]")).to_have_value("")


def test_the_enter_key_sends_and_joins_nothing(visit: Visit, site: Site) -> None:
    cases, followers = site.count("cases_case"), site.count("cases_follower")
    page = visit().open("/report/")
    _write(page)
    page.locator("[data-report-suggestions] .x-chip").first.click()
    page.fill("[name=phone]", "13800000009")
    page.locator("[name=name]").press("Enter")
    page.wait_for_url("**/r/*/sent")
    assert site.count("cases_case") == cases + 1
    assert site.count("cases_follower") == followers


def test_a_worker_joins_for_the_person_on_the_spot(visit: Visit) -> None:
    page = visit("worker").open("/field/report/")
    _write(page)
    expect(page.locator(OFFER).first.get_by_role("button")).to_contain_text("这位居民也遇到")
