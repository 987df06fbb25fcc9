"""Reminders are counted, limited and heard; a list is private and shows what one may see."""

from __future__ import annotations

import pytest

from xinqiao.cases.tests.world import AT, DAY, HOUR, World, kinds_of
from xinqiao.events.services.outbox import drain
from xinqiao.kit.errors import DomainError
from xinqiao.notifications.models import Notice as Told
from xinqiao.supervision.errors import (
    NothingToRemind,
    NotYourArea,
    OwnWork,
    RemindedAlready,
)
from xinqiao.supervision.models import Reminder, Watch
from xinqiao.supervision.selectors.watching import watch_page
from xinqiao.supervision.services.remind import AGAIN_AFTER, remind_owner
from xinqiao.supervision.services.watch import unwatch_item, watch_item
from xinqiao.workflow.errors import ItemNotFound


def test_the_owner_hears_and_it_is_on_the_timeline(world: World) -> None:
    case_id = world.handled()
    remind_owner(actor=world.street_staff, item_id=case_id, at=AT + HOUR)
    assert kinds_of(case_id)[-1] == "supervision.reminded"
    assert Reminder.objects.get().words
    while drain(limit=100, at=AT + HOUR).taken:
        pass
    told = Told.objects.filter(template="supervision.reminded")
    seats = {world.worker.user_id, world.colleague.user_id}
    assert set(told.values_list("recipient_id", flat=True)) == seats


def test_not_again_at_once(world: World) -> None:
    case_id = world.handled()
    remind_owner(actor=world.street_staff, item_id=case_id, words="请抓紧", at=AT)
    with pytest.raises(RemindedAlready) as refused:
        remind_owner(actor=world.county_staff, item_id=case_id, at=AT + HOUR)
    assert refused.value.retry_after == 3 * 3600
    remind_owner(actor=world.county_staff, item_id=case_id, at=AT + AGAIN_AFTER)
    assert Reminder.objects.filter(item_id=case_id).count() == 2


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("worker", NotYourArea),
        ("other_desk", ItemNotFound),
        ("stranger", ItemNotFound),
        ("water_staff", ItemNotFound),
        ("resident", NotYourArea),
    ],
)
def test_only_staff_over_the_area_remind(
    world: World, who: str, refusal: type[DomainError]
) -> None:
    with pytest.raises((refusal, OwnWork)):
        remind_owner(actor=getattr(world, who), item_id=world.handled(), at=AT)


def test_what_is_done_needs_no_reminder(world: World) -> None:
    with pytest.raises(NothingToRemind):
        remind_owner(actor=world.street_staff, item_id=world.answered(), at=AT)


def test_a_list_is_private_and_holds_each_item_once(world: World) -> None:
    case_id = world.handled()
    for _ in range(2):
        watch_item(actor=world.street_staff, item_id=case_id, at=AT)
    assert Watch.objects.count() == 1
    assert [item.pk for item in watch_page(actor=world.street_staff, at=AT)] == [case_id]
    assert not list(watch_page(actor=world.county_staff, at=AT))
    unwatch_item(actor=world.county_staff, item_id=case_id)
    assert Watch.objects.count() == 1
    unwatch_item(actor=world.street_staff, item_id=case_id)
    assert not Watch.objects.exists()


def test_a_stranger_cannot_watch(world: World) -> None:
    with pytest.raises(ItemNotFound):
        watch_item(actor=world.stranger, item_id=world.handled(), at=AT + DAY)
