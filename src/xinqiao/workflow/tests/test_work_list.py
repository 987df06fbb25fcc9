"""The list shows what one's posts cover, by due time, and counts agree with it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.events.models import Event
from xinqiao.kit.numbers import case_number
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.counts import Count, colour_counts
from xinqiao.workflow.selectors.explain import explain
from xinqiao.workflow.selectors.items import get_item, visible_items
from xinqiao.workflow.selectors.parties import allowed_actions
from xinqiao.workflow.selectors.timeline import item_timeline
from xinqiao.workflow.selectors.worklist import WorkFilter, filtered_items, work_page
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.assignments import accept_item, assign_item
from xinqiao.workflow.services.whistle import whistle
from xinqiao.workflow.tests.conftest import START, Street

HOUR = timedelta(hours=1)
ALL = WorkFilter()


def fill(street: Street, count: int = 7) -> list[Item]:
    return [street.open(number=case_number(n), at=START + n * HOUR) for n in range(count)]


def numbers(actor: Actor, filter: WorkFilter = ALL, at: datetime = START) -> list[str]:
    return [item.number for item in work_page(actor=actor, filter=filter, at=at, size=100)]


def test_owner_colleague_and_stranger(street: Street) -> None:
    item = street.open()
    for seeing in (street.desk, street.worker, street.street_desk, street.county_desk):
        assert numbers(street.actor(seeing)) == [item.number]
    for other in (street.other_worker, street.other_desk, street.water_post):
        assert numbers(street.actor(other)) == []
        counted = colour_counts(actor=street.actor(other), filter=ALL, at=START)
        assert counted.blue == Count(0)
    assert not visible_items(actor=ANONYMOUS).exists()


def test_a_called_unit_sees_it_until_it_is_closed_and_may_still_look_it_up(street: Street) -> None:
    item, unit = street.open(), street.actor(street.water_post)
    call: dict[str, Any] = {
        "actor": street.actor(street.desk),
        "item_id": item.pk,
        "reason": "x",
        "at": START,
    }
    whistle(lead=None, co=[Party(organisation_id=street.water.pk)], **call)
    assert numbers(unit) == [item.number]
    assert "co_reply" in [a.name for a in allowed_actions(actor=unit, item=item)]
    accept_item(actor=street.actor(street.desk), item_id=item.pk, at=START)
    for action, fields in (("answer", {"proof": [1]}), ("confirm", {})):
        perform_action(
            actor=street.actor(street.desk),
            item_id=item.pk,
            action=action,
            at=START,
            fields=fields,
            relations=frozenset({Relation.REQUESTER}),
        )
    assert numbers(unit) == []
    assert get_item(actor=unit, item_id=item.pk) == item


def test_pages_follow_the_due_time(street: Street) -> None:
    items, actor = fill(street), street.actor(street.desk)
    seen: list[str] = []
    cursor = None
    for _page in range(4):
        page = work_page(actor=actor, filter=ALL, at=START, cursor=cursor, size=2)
        seen += [item.number for item in page]
        cursor = page.next
    assert cursor is None
    assert seen == [item.number for item in items]


def test_one_statement_for_the_page_and_one_for_the_counts(
    street: Street, django_assert_num_queries: Any
) -> None:
    fill(street)
    actor = street.actor(street.desk)
    found = WorkFilter(colour="blue", category="water.")
    with django_assert_num_queries(1):
        page = work_page(actor=actor, filter=found, at=START)
        for item in page:
            assert item.colour == "blue"
            assert str(item.owner_post) == "一社区"
            assert allowed_actions(actor=actor, item=item)
    with django_assert_num_queries(1):
        assert colour_counts(actor=actor, filter=found, at=START).blue == Count(7)


@pytest.mark.parametrize("short", [6, 7])
def test_counts_agree_with_the_lists(street: Street, short: int) -> None:
    items, actor = fill(street), street.actor(street.desk)
    accept_item(actor=actor, item_id=items[0].pk, at=START)
    perform_action(
        actor=actor, item_id=items[0].pk, action="answer", at=START, fields={"proof": [1]}
    )
    at = items[3].due_at
    assert at is not None
    counts = colour_counts(actor=actor, filter=ALL, at=at, short=short)
    more = short < len(items)
    for colour in ("red", "yellow", "blue", "green"):
        listed = numbers(actor, WorkFilter(colour=colour), at)
        assert getattr(counts, colour) == Count(len(listed), more)
    assert counts.green == Count(1, more)
    capped = colour_counts(actor=actor, filter=ALL, at=START, cap=2, short=short)
    assert str(capped.blue) == "2+"


def test_each_filter(street: Street) -> None:
    first, second = fill(street, 2)
    Item.objects.filter(pk=second.pk).update(
        category_code="noise.", words="广场舞噪音扰民", area_path=street.community.path
    )
    actor = street.actor(street.desk)
    assign_item(
        actor=actor,
        item_id=first.pk,
        to=Party(post_id=street.worker.pk),
        reason="x",
        at=START,
    )
    for wanted, expected in (
        (WorkFilter(category="water."), first),
        (WorkFilter(category="noise."), second),
        (WorkFilter(area=street.grid.path), first),
        (WorkFilter(owner_post=street.worker.pk), first),
        (WorkFilter(mine="me"), second),
        (WorkFilter(words="噪音"), second),
        (WorkFilter(words="水管漏水"), first),
        (WorkFilter(words="场舞"), second),
        (WorkFilter(words=first.number), first),
        (WorkFilter(due_before=second.due_at), first),
    ):
        assert numbers(actor, wanted) == [expected.number], wanted
    assert numbers(actor, WorkFilter(words="噪音 水管")) == []
    assert numbers(actor, WorkFilter(mine="organisation")) == []
    assert numbers(actor, WorkFilter(closed=True)) == []
    assert len(numbers(actor, WorkFilter(state="assigned"))) == 2


def test_a_final_state_lists_closed_items(street: Street) -> None:
    item = street.open()
    Item.objects.filter(pk=item.pk).update(is_open=False, closed_at=START, state="closed")
    actor = street.actor(street.desk)
    assert numbers(actor) == []
    assert numbers(actor, WorkFilter(state="closed")) == [item.number]
    assert numbers(actor, WorkFilter(closed=True)) == [item.number]


def test_a_filter_survives_its_address() -> None:
    query = QueryDict("colour=red&category=env.&area=51.&words=水管&mine=me&due_before=2026-11-23")
    wanted = WorkFilter.from_query(query)
    assert wanted.colour == "red"
    assert wanted.due_before == START + timedelta(hours=14)
    assert WorkFilter.from_query(QueryDict(wanted.to_query())) == wanted


def test_nonsense_in_the_address_does_not_restrict() -> None:
    query = QueryDict("colour=pink&category=env&owner_post=x&due_before=soon&mine=all&closed=x")
    assert WorkFilter.from_query(query) == ALL
    assert ALL.to_query() == ""


def test_a_null_byte_is_not_sent_to_the_database(street: Street) -> None:
    wanted = WorkFilter.from_query(QueryDict("words=a%00b&state=%00"))
    filtered_items(actor=street.actor(street.desk), filter=wanted, at=START).exists()


def test_why_am_i_here(street: Street) -> None:
    item = street.open()
    sentences = explain(item.assignments.get().why)
    assert len(sentences) == 2
    assert "一社区" in sentences[1]
    assert explain([{"code": "of a later version"}]) == []


def test_the_timeline_is_for_those_who_see_the_item(street: Street) -> None:
    item = street.open()
    assert [e.kind for e in item_timeline(actor=street.actor(street.worker), item=item)] == [
        "errand.open"
    ]
    with pytest.raises(ItemNotFound):
        item_timeline(actor=street.actor(street.other_worker), item=item)
    assert Event.objects.count() == 1
