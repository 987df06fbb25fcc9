"""What supervision shows on the page of an item, and what it leaves on its timeline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, item_of
from xinqiao.supervision.selectors.panel import panel_of
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.settle import cancel_notice
from xinqiao.supervision.tests.support import about, reported


@pytest.fixture(autouse=True)
def _a_day_later() -> Iterator[None]:
    with time_machine.travel(AT + DAY, tick=False):
        yield


def test_the_page_of_a_request_tells_what_supervisors_did(world: World) -> None:
    case_id = world.handled()
    remind_owner(actor=world.street_staff, item_id=case_id, words="请今天办结", at=AT)
    notice = about(world, case_id, at=AT + HOUR)
    reported(world, notice, world.water_staff, at=AT + 2 * HOUR)
    cancel_notice(actor=world.street_staff, item_id=notice.pk, words="属实", at=AT + 3 * HOUR)
    page = f"/cases/{item_of(case_id).number}/"
    owner = words_of(browser(world.worker).get(page))
    for words in ("请今天办结", "已催办", "就此事下达了督办单", "此事的督办单已销号"):
        assert words in owner
    # The grid worker learns that there is a notice, not what the company was told.
    assert notice.document_number not in owner
    assert notice.document_number in words_of(browser(world.desk).get(page))


def test_the_requester_reads_nothing_of_it(world: World) -> None:
    said = world.report()
    remind_owner(actor=world.street_staff, item_id=said.case_id, words="请抓紧", at=AT)
    follow = words_of(browser(world.resident).get(f"/r/{said.token}"))
    assert "请抓紧" not in follow
    assert "催办" not in follow


@pytest.mark.parametrize(
    ("who", "remind", "issue"),
    [
        ("street_staff", True, True),
        ("county_staff", True, True),
        ("desk", True, False),
        ("worker", False, False),
        ("hotline", False, False),
    ],
)
def test_who_is_offered_what(world: World, who: str, remind: bool, issue: bool) -> None:
    item = item_of(world.handled())
    panel = panel_of(getattr(world, who), item, AT)
    assert panel is not None
    assert (panel["may_remind"], panel["may_issue"]) == (remind, issue)


def test_residents_get_no_panel(world: World) -> None:
    assert panel_of(world.resident, item_of(world.handled()), AT) is None
