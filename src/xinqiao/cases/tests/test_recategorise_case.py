"""A corrected category: who may, what moves, what does not, and what is kept to learn from."""

from __future__ import annotations

import pytest

from xinqiao.cases.errors import SameCategory, UnknownCategory
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.perform import perform
from xinqiao.cases.services.recategorise import recategorise_case
from xinqiao.cases.tests.browse import HTMX, browser, words_of
from xinqiao.cases.tests.world import AT, HOUR, World, case_of, item_of, kinds_of
from xinqiao.events.models import Event
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemChanged, ItemNotFound
from xinqiao.workflow.models import Deadline, Item

PIPE = "utility.pipe."  # urgent: accept within one hour, solve within eight


def clocks(case_id: int) -> dict[str, tuple[object, ...]]:
    rows = Deadline.objects.filter(item_id=case_id, cancelled_at=None).order_by("id")
    return {row.clock: (row.starts_at, row.due_at, row.amount, row.unit) for row in rows}


@pytest.mark.parametrize("who", ["worker", "colleague", "desk", "street_staff", "county_staff"])
def test_who_works_on_it_corrects_it(world: World, who: str) -> None:
    case_id = world.report(text="水管爆裂，在跑水").case_id
    recategorise_case(
        actor=getattr(world, who), item_id=case_id, category_code=PIPE, reason="是水管", at=AT
    )
    assert case_of(case_id).category.code == PIPE
    assert item_of(case_id).category_code == PIPE
    assert "供水管爆裂" in item_of(case_id).words
    event = Event.objects.get(kind="cases.recategorised", subject_id=case_id)
    assert event.data["category"] == PIPE
    assert event.data["from_category"] == "env.garbage."
    assert event.data["suggested"] == PIPE


@pytest.mark.parametrize("who", ["stranger", "neighbour", "other_desk", "passer_by", "resident"])
def test_others_do_not(world: World, who: str) -> None:
    case_id = world.report().case_id
    with pytest.raises((ActionNotYours, ItemNotFound)):
        recategorise_case(actor=getattr(world, who), item_id=case_id, category_code=PIPE, at=AT)
    assert case_of(case_id).category.code == "env.garbage."


def test_no_deadline_moves_until_it_is_dispatched_anew(world: World) -> None:
    case_id = world.handled()
    before = clocks(case_id)
    recategorise_case(actor=world.worker, item_id=case_id, category_code=PIPE, at=AT + HOUR)
    assert clocks(case_id) == before
    dispatch_case(
        actor=world.desk,
        item_id=case_id,
        organisation_id=world.property.pk,
        reason="请物业处理",
        at=AT + 2 * HOUR,
    )
    after = clocks(case_id)
    assert after["handle"] == before["handle"]
    accept = Deadline.objects.filter(item_id=case_id, clock="accept").latest("id")
    assert (int(accept.amount), accept.unit) == (1, "urgent_hours")
    assert accept.due_at == AT + 3 * HOUR


def test_what_cannot_be(world: World) -> None:
    case_id = world.handled()
    seen = item_of(case_id).changed_at
    with pytest.raises(SameCategory):
        recategorise_case(actor=world.worker, item_id=case_id, category_code="env.garbage", at=AT)
    for code in ("", "no.such.", "\x00"):
        with pytest.raises(UnknownCategory):
            recategorise_case(actor=world.worker, item_id=case_id, category_code=code, at=AT)
    recategorise_case(actor=world.desk, item_id=case_id, category_code=PIPE, at=AT + HOUR)
    with pytest.raises(ItemChanged):
        recategorise_case(
            actor=world.worker, item_id=case_id, category_code="env.noise.", at=AT, seen=seen
        )
    perform(
        actor=world.resident, item_id=case_id, action="withdraw", data={"reason": ""}, at=AT + HOUR
    )
    with pytest.raises(ActionNotPossible):
        recategorise_case(actor=world.desk, item_id=case_id, category_code="env.noise.", at=AT)
    assert kinds_of(case_id).count("cases.recategorised") == 1


def test_the_page_offers_what_the_words_say_first(world: World) -> None:
    case_id = world.report(text="单元门防盗门坏了关不上").case_id
    number = Item.objects.get(pk=case_id).number
    page = browser(world.worker)
    shown = page.get(f"/cases/{number}/recategorise/", headers=HTMX)
    words = words_of(shown)
    assert "单元门与门禁 100%" in words
    assert "垃圾堆放与清运" not in words
    sent = page.post(
        f"/cases/{number}/recategorise/", {"category": "house.door.", "reason": "不是垃圾"}
    )
    assert sent.status_code == 302
    words = words_of(page.get(f"/cases/{number}/"))
    assert "更正分类" in words
    assert "垃圾堆放与清运" in words
    assert "单元门与门禁" in words
    assert "不是垃圾" in words
    refused = page.post(f"/cases/{number}/recategorise/", {"category": ""})
    assert refused.status_code == 422


def test_the_requester_does_not_hear_of_our_drawers(world: World) -> None:
    reported = world.report()
    recategorise_case(actor=world.desk, item_id=reported.case_id, category_code=PIPE, at=AT)
    words = words_of(browser().get(f"/r/{reported.token}"))
    assert "更正分类" not in words
