"""The frame of every page: skip link, large type, language, menus, errors."""

from tests.browser.conftest import Visit


def test_skip_link_leads_to_the_content(visit: Visit) -> None:
    page = visit().open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "x-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_large_type_is_kept(visit: Visit) -> None:
    page = visit().open("/")
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("button", name="大字版").click()
    page.goto(page.url)
    after = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert after == before * 1.25


def test_english_can_be_chosen(visit: Visit) -> None:
    page = visit().open("/")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/")
    assert page.get_attribute("html", "lang") == "en"


def test_an_unknown_address_says_what_to_do(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.page.goto(f"{visitor.url}/nothing-here")
    assert answer is not None
    assert answer.status == 404
    assert "请" in visitor.page.inner_text("main")
    assert visitor.page.get_by_role("link", name="首页").first.is_visible()


def test_menu_closes_with_escape(visit: Visit) -> None:
    page = visit("community", phone=False).open("/desk/")
    menu = page.locator("header details.x-menu").last
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_navigation_shows_what_the_post_may_do(visit: Visit) -> None:
    community = visit("community", phone=False).open("/desk/").inner_text(".x-side")
    assert "工单" in community
    assert "统计" in community
    auditor = visit("auditor", phone=False).open("/desk/").inner_text(".x-side")
    assert "工单" not in auditor


def test_a_newcomer_is_led_to_the_second_factor_and_stays_there(visit: Visit) -> None:
    page = visit("newcomer").open("/desk/")
    assert page.url.endswith("/accounts/2fa/totp/activate/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stillHere = true")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.stillHere === true")
    assert page.locator("main img").is_visible()
