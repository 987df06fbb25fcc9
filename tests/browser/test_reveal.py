"""A masked number is opened for a reason in a dialog; the screen forgets it after a minute."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit
from xinqiao.registry.tests.law_world import PHONE


def test_the_dialog_shows_for_a_minute_and_forgets(visit: Visit, site: Site) -> None:
    visitor = visit("worker", phone=True)
    visitor.page.clock.install()
    page = visitor.open(f"/desk/registry/people/{site.world.kept['law_person']}/")
    before = site.count("registry_look")
    page.locator("a[href$='/reveal/phone/']").click()
    dialog = page.locator("#x-dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("走访或照护").check()
    dialog.locator("[name=reason]").fill("约定上门时间")
    dialog.get_by_role("button", name="查看").click()
    expect(dialog.locator("[data-revealed]")).to_contain_text(PHONE)
    assert site.count("registry_look") == before + 1
    page.clock.fast_forward("01:05")
    expect(dialog).to_be_hidden()
    assert PHONE not in page.content()
