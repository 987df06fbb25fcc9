"""Two people at once: exactly one wins, and the other reads a clear sentence."""

from __future__ import annotations

import pytest
from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.test_races import at_once
from xinqiao.cases.tests.world import AT, HOUR, World, make_world
from xinqiao.kit.errors import Conflict
from xinqiao.supervision.errors import NoticeExists, RemindedAlready
from xinqiao.supervision.models import Notice, Reminder
from xinqiao.supervision.services.meetings import (
    DecisionDraft,
    MeetingDraft,
    issue_decision,
    record_meeting,
)
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.settle import cancel_notice, return_notice
from xinqiao.supervision.tests.support import finding, kinds, lay_rules, reported, to_desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_races_on_notices() -> None:
    """One world for all of them: a test that commits costs a database."""
    with transaction.atomic():
        world = make_world()
        lay_rules()
    _two_cancel(world)
    _cancel_against_return(world)
    _two_remind(world)
    _two_issue_one_decision(world)
    _two_issue_notices(world)


def _reported(world: World) -> Notice:
    notice = finding(world)
    reported(world, notice, world.desk)
    return notice


def _two_cancel(world: World) -> None:
    notice = _reported(world)

    def cancel(actor: Actor) -> object:
        return cancel_notice(actor=actor, item_id=notice.pk, words="属实", at=AT + HOUR)

    results = at_once(lambda: cancel(world.street_staff), lambda: cancel(world.county_staff))
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert kinds(notice.pk).count("supervision.cancelled") == 1


def _cancel_against_return(world: World) -> None:
    notice = _reported(world)
    results = at_once(
        lambda: cancel_notice(
            actor=world.street_staff, item_id=notice.pk, words="属实", at=AT + HOUR
        ),
        lambda: return_notice(
            actor=world.county_staff, item_id=notice.pk, reason="不到位", at=AT + HOUR
        ),
    )
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]


def _two_remind(world: World) -> None:
    case_id = world.handled()
    results = at_once(
        lambda: remind_owner(actor=world.street_staff, item_id=case_id, at=AT),
        lambda: remind_owner(actor=world.county_staff, item_id=case_id, at=AT),
    )
    assert sorted(isinstance(r, RemindedAlready) for r in results) == [False, True]
    assert Reminder.objects.filter(item_id=case_id).count() == 1


def _two_issue_one_decision(world: World) -> None:
    draft = MeetingDraft(
        title="协调会",
        held_at=AT,
        area_id=world.street.pk,
        words="议定清理。",
        decisions=(DecisionDraft(to_desk(world), "清理楼道", (AT + 99 * HOUR).date()),),
    )
    meeting = record_meeting(actor=world.street_staff, draft=draft, at=AT)
    decision_id = meeting.decisions.get().pk

    def issue() -> object:
        return issue_decision(
            actor=world.street_staff, meeting_id=meeting.pk, decision_id=decision_id, at=AT
        )

    results = at_once(issue, issue)
    assert sorted(isinstance(r, NoticeExists) for r in results) == [False, True]


def _two_issue_notices(world: World) -> None:
    before = Notice.objects.filter(issued_area=world.street).count()
    results = at_once(*[lambda: finding(world)] * 3)
    assert all(isinstance(r, Notice) for r in results)
    serials = Notice.objects.filter(issued_area=world.street).values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, before + 4))
