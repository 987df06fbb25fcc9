"""Requests about one matter become one issue; new ones join it; areas stay apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.events.models import Event
from xinqiao.issues.models import Issue, Member, State
from xinqiao.issues.services.discover import discover
from xinqiao.issues.tests.conftest import OTHER, PARKING
from xinqiao.workflow.models import Item

Hear = Callable[..., list[int]]


def members_of(issue: Issue) -> set[int]:
    return set(Member.objects.filter(issue=issue).values_list("item_id", flat=True))


def test_parking_becomes_one_issue_and_the_rest_does_not(hear: Hear) -> None:
    parking = hear(PARKING)
    for words, category in OTHER:
        hear([words], category=category)
    found = discover(at=AT)
    issue = Issue.objects.get()
    assert members_of(issue) == set(parking)
    assert (found.created, found.joined) == (1, len(parking))
    assert (issue.state, issue.size, issue.open_count) == (State.PROPOSED, 5, 5)
    assert issue.category_code == "traffic.parking."
    assert issue.heat == round(sum(points for _, _, points in issue.heat_parts), 1)
    assert sum(issue.weeks) == 5
    event = Event.objects.get(kind="issues.proposed")
    assert (event.subject_kind, event.subject_id, event.data) == ("issue", issue.pk, {"count": 5})


def test_each_member_keeps_why_it_belongs(hear: Hear) -> None:
    hear(PARKING)
    discover(at=AT)
    for member in Member.objects.all():
        assert member.score > 0
        assert any("车" in word for word in member.why["words"])
        assert member.why["metres"] is not None
        assert member.added_by is None
        assert not member.is_fixed


def test_a_new_request_joins_and_a_second_round_changes_nothing(hear: Hear) -> None:
    hear(PARKING[:4])
    discover(at=AT)
    issue = Issue.objects.get()
    hear(PARKING[4:])
    found = discover(at=AT + HOUR)
    assert (found.created, found.joined) == (0, 1)
    assert Issue.objects.get() == issue
    assert len(members_of(issue)) == 5
    again = discover(at=AT + 2 * HOUR, everything=True)
    assert (again.created, again.joined) == (0, 0)
    assert Event.objects.filter(kind__startswith="issues.").count() == 2


def test_an_area_where_nothing_changed_is_not_read_again(hear: Hear) -> None:
    hear(PARKING)
    assert discover(at=AT).blocks == 1
    assert discover(at=AT + HOUR).blocks == 0


def test_what_is_older_than_the_window_is_not_compared(hear: Hear) -> None:
    hear(PARKING)
    assert discover(at=AT + 61 * DAY).items == 0
    assert not Issue.objects.exists()


def test_a_sleeping_issue_wakes_when_somebody_speaks_of_it_again(hear: Hear) -> None:
    old = hear(PARKING[:4])
    discover(at=AT)
    new = hear(PARKING[4:], days=-70)
    found = discover(at=AT + 71 * DAY)
    assert (found.created, found.joined) == (0, 1)
    assert members_of(Issue.objects.get()) == {*old, *new}


def test_two_are_no_issue_yet(hear: Hear) -> None:
    hear(PARKING[:2])
    discover(at=AT)
    assert not Issue.objects.exists()


def test_what_is_all_done_is_not_proposed(world: World, hear: Hear) -> None:
    ids = hear(PARKING)
    Item.objects.filter(pk__in=ids).update(done_at=AT)
    discover(at=AT)
    assert not Issue.objects.exists()


def test_what_was_withdrawn_is_left_out(world: World, hear: Hear) -> None:
    ids = hear(PARKING[:3])
    Item.objects.filter(pk=ids[0]).update(is_open=False, closed_at=AT, state="withdrawn")
    discover(at=AT)
    assert not Issue.objects.exists()


def test_the_title_shows_no_telephone(world: World, hear: Hear) -> None:
    hear([f"{words[:8]} 13800138000 {words}" for words in PARKING])
    discover(at=AT)
    assert "13800138000" not in Issue.objects.get().title


@pytest.mark.parametrize("rows", [4, 12])
def test_a_round_takes_as_many_statements_for_many_requests(
    hear: Hear, rows: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    hear([f"{PARKING[n % 5]}第{n}次反映。" for n in range(rows)])
    with django_assert_max_num_queries(36):  # type: ignore[attr-defined]
        discover(at=AT + timedelta(minutes=1))
