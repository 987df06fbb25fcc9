"""Every page at both widths: no axe violation, nothing wider than the screen, light enough."""

from __future__ import annotations

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import DESK, PHONE, Site, Visit, keep_picture
from tests.browser.pages import PAGES, address

LIMIT_KB = 300
# The map is loaded when somebody opens it, and is no part of the first 300 KB.
MAP_FILES = ("basemap-", "maplibre")
NOT_FOUND = {"/nothing-here", "/d/unknown"}


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_page_is_accessible_fits_and_is_light(
    visit: Visit, site: Site, who: str | None, path: str
) -> None:
    visitor = visit(who, phone=False)
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    page = visitor.open(address(path, site.world))
    page.wait_for_load_state("networkidle")

    assert answers[0].status == (404 if path in NOT_FOUND else 200)
    assert page.locator("h1").count() == 1
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        name = re.sub(r"\W+", "-", f"{who or 'nobody'}{path}").strip("-")
        keep_picture(page, f"{name}-{size['width']}")
        assert _violations(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, size
    weights = _weights(answers)
    assert sum(weights.values()) < LIMIT_KB * 1000, weights


@pytest.mark.parametrize("path", ["/", "/report/", "/track/", "/wall/"])
def test_targets_are_big_enough_for_a_thumb(visit: Visit, path: str) -> None:
    page = visit().open(path)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, summary, select, .x-bottom-nav a')]
        .filter(e => e.checkVisibility() && !e.ariaHidden && e.getBoundingClientRect().height < 44)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def _violations(page: Page) -> list[tuple[str, list[object]]]:
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"][:4]]) for fault in found]


def _weights(answers: list[Response]) -> dict[str, int]:
    """Bytes of each text file of a page as gzip sends it, without the map and pictures."""
    return {
        answer.url: len(gzip.compress(answer.body()))
        for answer in answers
        if answer.ok
        and answer.request.resource_type != "image"
        and not any(name in answer.url for name in MAP_FILES)
    }
