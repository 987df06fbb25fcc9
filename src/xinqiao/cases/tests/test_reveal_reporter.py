"""The person behind a request is shown only to who works on it, with a reason, on record."""

from __future__ import annotations

import pytest

from xinqiao.accounts.errors import ReasonMissing
from xinqiao.cases.services.reveal import may_reveal, reveal_reporter
from xinqiao.cases.tests.world import AT, PHONE, World, case_of
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed

WHY = "需要联系本人"


def test_the_owner_sees_it_with_a_reason(world: World) -> None:
    case = case_of(
        world.report(
            actor=world.hotline, on_behalf=True, reporter_name="老何", reporter_phone=PHONE
        ).case_id
    )
    found = reveal_reporter(actor=world.worker, case=case, reason=WHY, at=AT)
    assert (found.name, found.phone) == ("老何", PHONE)
    event = Event.objects.get(kind="accounts.revealed")
    assert (event.subject_id, event.actor_user_id) == (case.pk, world.worker.user_id)
    assert event.data == {"field": "reporter", "reason": WHY}


def test_the_number_of_the_account(world: World) -> None:
    found = reveal_reporter(
        actor=world.desk, case=case_of(world.report().case_id), reason=WHY, at=AT
    )
    assert (found.name, found.phone) == ("何居民", PHONE)


def test_no_reason_no_look(world: World) -> None:
    case = case_of(world.report().case_id)
    with pytest.raises(ReasonMissing):
        reveal_reporter(actor=world.worker, case=case, reason="看", at=AT)
    assert not Event.objects.filter(kind="accounts.revealed").exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "resident", "passer_by", "audit_admin"])
def test_nobody_else(world: World, who: str) -> None:
    case = case_of(world.report().case_id)
    assert not may_reveal(actor=world.actors[who], case=case)
    with pytest.raises(NotAllowed):
        reveal_reporter(actor=world.actors[who], case=case, reason=WHY, at=AT)
