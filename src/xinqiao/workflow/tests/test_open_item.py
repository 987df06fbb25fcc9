"""Something new has an owner, a reason for it and running clocks from its first moment."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from xinqiao.events.models import Event
from xinqiao.grid.models import Appointment, Post
from xinqiao.workflow import snapshot
from xinqiao.workflow.errors import NoDesk
from xinqiao.workflow.models import Deadline, DispatchRule, LimitRule
from xinqiao.workflow.tests.conftest import LONG_AGO, START, Street


def rule(**more: Any) -> DispatchRule:
    facts: dict[str, Any] = {"flow": "errand", "valid_from": LONG_AGO}
    made = DispatchRule.objects.create(**(facts | more))
    snapshot.forget()
    return made


def codes(item: Any) -> list[str]:
    return [step["code"] for step in item.assignments.get().why]


def test_without_rules_the_community_has_it(street: Street) -> None:
    item = street.open()
    assert item.owner_post == street.desk
    assert (item.level, item.state) == (5, "assigned")
    assert codes(item) == ["place", "desk"]
    clocks = {d.clock: d for d in item.deadlines.all()}
    assert set(clocks) == {"accept", "handle"}
    assert clocks["accept"].due_at == START + timedelta(hours=2)
    assert clocks["handle"].due_at == START + timedelta(days=7)
    assert item.due_at == clocks["accept"].due_at
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.area_path) == (
        "errand.open",
        item.pk,
        street.grid.path,
    )


def test_a_role_is_found_at_the_grid(street: Street) -> None:
    rule(category_code="water.", target_role="grid_worker")
    item = street.open()
    assert item.owner_post == street.worker
    assert item.level == 6
    assert codes(item) == ["place", "rule", "seat"]


def test_the_more_specific_rule_wins(street: Street) -> None:
    rule(category_code="water.", area=street.grid, target_role="community")
    deeper = rule(category_code="water.pipe.", target_organisation=street.water, may_return=False)
    item = street.open()
    assert item.owner_organisation == street.water
    assert codes(item) == ["place", "rule", "organisation", "designated"]
    assert item.assignments.get().why[1]["rule"] == deeper.pk


def test_area_before_priority_before_age(street: Street) -> None:
    rule(target_role="community", priority=9)
    rule(area=street.grid, target_role="grid_worker")
    assert street.open().owner_post == street.worker
    rule(area=street.grid, target_role="street", priority=1)
    assert street.open(number="2").owner_post == street.street_desk


def test_a_vacant_seat_is_passed_over(street: Street) -> None:
    rule(category_code="water.", target_role="grid_worker")
    Appointment.objects.filter(post=street.worker).update(ends_at=START - timedelta(days=1))
    item = street.open()
    assert item.owner_post == street.desk
    assert codes(item) == ["place", "rule", "vacant", "nobody", "desk"]


def test_a_rule_holds_only_in_its_time(street: Street) -> None:
    rule(target_role="grid_worker", valid_until=START)
    assert street.open().owner_post == street.desk
    assert street.open(number="2", at=START - timedelta(hours=1)).owner_post == street.worker


def test_a_street_without_any_desk_is_refused(street: Street) -> None:
    Post.objects.update(is_desk=False)
    snapshot.forget()
    with pytest.raises(NoDesk):
        street.open()


def test_the_limit_of_the_category_beats_the_standard_one(street: Street) -> None:
    for code, amount in (("", 3), ("water.", 8)):
        LimitRule.objects.create(
            flow="errand",
            clock="handle",
            category_code=code,
            amount=amount,
            unit="urgent_hours",
            yellow_percent=50,
            valid_from=START,
        )
    snapshot.forget()
    handle = street.open().deadlines.get(clock="handle")
    assert (handle.amount, handle.due_at) == (Decimal(8), START + timedelta(hours=8))
    assert handle.yellow_at == START + timedelta(hours=4)
    other = street.open(number="2", category_code="noise.").deadlines.get(clock="handle")
    assert other.due_at == START + timedelta(hours=3)
    earlier = street.open(number="3", at=START - timedelta(minutes=1))
    assert earlier.deadlines.get(clock="handle").unit == "working_days"


def test_a_limit_beyond_the_calendar_is_flagged(street: Street) -> None:
    item = street.open(at=datetime(2026, 12, 30, 2, tzinfo=UTC))
    handle = Deadline.objects.get(item=item, clock="handle")
    assert handle.beyond_calendar
    assert not Deadline.objects.get(item=item, clock="accept").beyond_calendar
