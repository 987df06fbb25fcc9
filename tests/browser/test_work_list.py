"""The work list by keyboard: move, choose, act, open, get help."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit

LIST = "/desk/work/"


def test_keys_move_choose_and_open(visit: Visit) -> None:
    page = visit("worker", phone=False).open(LIST)
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(0)).to_have_class("x-current")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-bar]")).to_be_visible()
    expect(page.locator("[data-bulk-count]").first).to_have_text("1")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]").first).to_have_text("2")
    page.keyboard.press("k")
    href = page.locator("[data-row]").nth(0).get_attribute("data-href")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_all_rows_are_chosen_at_once(visit: Visit) -> None:
    page = visit("worker", phone=False).open(LIST)
    rows = page.locator("[data-row]").count()
    page.keyboard.press("*")
    expect(page.locator("[data-bulk-count]").first).to_have_text(str(rows))
    page.locator("[data-select-all]").uncheck()
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()


def test_question_mark_shows_every_key(visit: Visit) -> None:
    page = visit("worker", phone=False).open(LIST)
    page.keyboard.press("?")
    dialog = page.locator("#x-dialog")
    expect(dialog).to_be_visible()
    keys = dialog.locator("kbd").all_inner_texts()
    assert {"j", "k", "Enter", "x", "?"} <= set(keys)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_letter_acts_on_the_row(visit: Visit, site: Site) -> None:
    page = visit("worker", phone=False).open(LIST)
    waiting = page.locator("[data-row]:has([data-key=a])").first
    number = waiting.locator(".x-number").inner_text().replace("\u00a0", "")
    index = page.locator("[data-row]").evaluate_all(
        "rows => rows.findIndex(row => row.querySelector('[data-key=a]'))"
    )
    for _ in range(index + 1):
        page.keyboard.press("j")
    page.keyboard.press("a")
    state = f"SELECT state FROM workflow_item WHERE number = '{number}'"
    for _ in range(40):
        if site.rows(state) == [("handling",)]:
            return
        page.wait_for_timeout(200)
    raise AssertionError(site.rows(state))


def test_typing_in_the_search_is_no_command(visit: Visit) -> None:
    page = visit("worker", phone=False).open(LIST)
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    expect(page.locator("[data-search]")).to_have_value("jx?")
    expect(page.locator("#x-dialog")).to_be_hidden()


def test_map_shows_items_and_the_same_as_a_list(visit: Visit) -> None:
    page = visit("community", phone=False).open("/desk/map/")
    page.wait_for_selector("[data-island=map][data-shown]")
    expect(page.locator(".x-pin").first).to_be_visible()
    expect(page.locator("#map-list li").first).to_be_visible()


def test_the_list_refreshes_itself_but_not_under_a_choice(visit: Visit, site: Site) -> None:
    visitor = visit("worker", phone=False)
    visitor.page.clock.install()
    page = visitor.open(LIST)
    page.evaluate("document.querySelector('[data-row]').dataset.old = 'yes'")
    old = page.locator("[data-row][data-old]")
    page.locator("[data-row-select]").first.check()
    page.clock.run_for(31_000)
    page.wait_for_timeout(500)
    expect(old).to_have_count(1)
    page.locator("[data-row-select]").first.uncheck()
    page.clock.run_for(31_000)
    expect(old).to_have_count(0)
    expect(page.locator("[data-row]").first).to_be_visible()
