"""The owner moves the item, a colleague may not do the owner's steps, a stranger sees nothing."""

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Actor
from xinqiao.events.models import Event
from xinqiao.workflow.errors import (
    ActionNotPossible,
    ActionNotYours,
    ItemChanged,
    ItemNotFound,
    Missing,
)
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import desk_items, get_item, visible_items
from xinqiao.workflow.selectors.parties import allowed_actions
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.assignments import accept_item
from xinqiao.workflow.tests.conftest import START, Street

HOUR = timedelta(hours=1)
REQUESTER = frozenset({Relation.REQUESTER})


def act(street: Street, item: Item, action: str, hours: float, **more: Any) -> Item:
    facts: dict[str, Any] = {"actor": street.actor(street.desk)}
    return perform_action(
        item_id=item.pk,
        action=action,
        at=START + hours * HOUR,
        **(facts | more),
    )


def clock(item: Item, name: str) -> Any:
    return item.deadlines.filter(clock=name).latest("id")


def test_from_open_to_confirmed(street: Street) -> None:
    item = street.open()
    item = accept_item(actor=street.actor(street.desk), item_id=item.pk, at=START + HOUR)
    assert item.state == "handling"
    assert item.due_at == clock(item, "handle").due_at
    assert clock(item, "accept").met_at == START + HOUR
    assert item.assignments.get().accepted_at == START + HOUR
    item = act(street, item, "answer", 24, fields={"proof": [7]})
    assert (item.done_at, item.is_late, item.is_open) == (START + 24 * HOUR, False, True)
    assert clock(item, "verify").due_at == START + 8 * 24 * HOUR
    item = act(street, item, "confirm", 30, actor=ANONYMOUS, relations=REQUESTER)
    assert (item.closed_at, item.is_open) == (START + 30 * HOUR, False)
    assert [e.kind for e in Event.objects.order_by("id")] == [
        "errand.open",
        "errand.accept",
        "errand.answer",
        "errand.done",
    ]
    assert Event.objects.latest("id").data["met"] == [{"clock": "verify", "late": False}]


def test_owner_colleague_and_stranger(street: Street) -> None:
    item = street.open()
    owner, colleague = street.actor(street.desk), street.actor(street.worker)
    stranger = street.actor(street.other_worker)
    with pytest.raises(ActionNotYours):
        act(street, item, "accept", 1, actor=colleague)
    for nobody in (stranger, ANONYMOUS, Actor(999, "x")):
        with pytest.raises(ItemNotFound):
            act(street, item, "accept", 1, actor=nobody)
        with pytest.raises(ItemNotFound):
            get_item(actor=nobody, item_id=item.pk)
        assert not desk_items(actor=nobody).exists()
    for seeing in (owner, colleague, street.actor(street.street_desk), SYSTEM):
        assert get_item(actor=seeing, item_id=item.pk) == item
    assert act(street, item, "accept", 1, actor=owner).state == "handling"


def test_the_requester_sees_their_own_but_not_on_a_desk(street: Street) -> None:
    someone = street.people[street.other_worker.pk]
    item = street.open(requester_id=someone.pk)
    actor = Actor(someone.pk, "居民")
    assert list(visible_items(actor=actor)) == [item]
    assert not desk_items(actor=actor).exists()


def test_what_is_offered_is_what_is_possible(street: Street) -> None:
    item = street.open()
    names = [a.name for a in allowed_actions(actor=street.actor(street.desk), item=item)]
    assert names == ["accept", "dispatch", "hand_up", "send_back", "whistle", "extend"]
    offered = allowed_actions(actor=street.actor(street.street_desk), item=item)
    assert "take_over" in [a.name for a in offered]
    assert not allowed_actions(actor=street.actor(street.other_worker), item=item)


def test_the_state_must_offer_the_action(street: Street) -> None:
    item = street.open()
    for name in ("answer", "no_such_thing"):
        with pytest.raises(ActionNotPossible):
            act(street, item, name, 1, fields={"proof": [7]})


def test_what_is_missing_is_named(street: Street) -> None:
    item = street.open()
    act(street, item, "accept", 1)
    nothings: list[dict[str, Any]] = [{}, {"proof": []}, {"proof": None}]
    for nothing in nothings:
        with pytest.raises(Missing) as caught:
            act(street, item, "answer", 2, fields=nothing)
        assert caught.value.field == "proof"
    with pytest.raises(Missing, match=r"理由|reason"):
        act(street, item, "wait", 2, fields={"reason": "  "})


def test_a_page_that_is_behind_is_told_so(street: Street) -> None:
    item = street.open()
    act(street, item, "accept", 1, seen=START)
    with pytest.raises(ItemChanged):
        act(street, item, "wait", 2, seen=START, fields={"reason": "x"})
    assert act(street, item, "wait", 2, seen=START + HOUR, fields={"reason": "x"}).paused_at


def test_a_pause_keeps_what_is_left(street: Street) -> None:
    item = street.open()
    act(street, item, "accept", 1)
    item = act(street, item, "wait", 2, fields={"reason": "等配件"})
    assert item.paused_at == START + 2 * HOUR
    assert clock(item, "handle").next_at is None
    item = act(street, item, "go_on", 2 + 24)
    assert item.paused_at is None
    assert item.due_at == START + (7 * 24 + 24) * HOUR
    assert clock(item, "handle").next_at == clock(item, "handle").yellow_at
    item = act(street, item, "wait", 30, fields={"reason": "again"})
    item = act(street, item, "go_on", 30)
    assert item.due_at == START + (7 * 24 + 24) * HOUR


def test_late_and_reopened_with_a_new_clock(street: Street) -> None:
    item = street.open()
    act(street, item, "accept", 1)
    item = act(street, item, "answer", 8 * 24, fields={"proof": [7]})
    assert item.is_late
    assert item.due_at == START + 7 * 24 * HOUR
    item = act(
        street,
        item,
        "reopen",
        9 * 24,
        actor=ANONYMOUS,
        relations=REQUESTER,
        fields={"reason": "漏"},
    )
    assert (item.done_at, item.is_late, item.state) == (None, False, "assigned")
    assert clock(item, "handle").starts_at == START + 9 * 24 * HOUR
    assert item.deadlines.filter(clock="handle").count() == 2
    assert clock(item, "verify").met_at == START + 9 * 24 * HOUR


def test_a_final_state_cancels_what_still_runs(street: Street) -> None:
    item = street.open()
    act(street, item, "accept", 1)
    act(street, item, "whistle", 1, fields={"target": [1]})
    act(street, item, "answer", 2, fields={"proof": [7]})
    act(street, item, "confirm", 3, actor=SYSTEM)
    assert not item.deadlines.filter(met_at__isnull=True, cancelled_at__isnull=True).exists()
    assert not item.deadlines.filter(next_at__isnull=False).exists()
