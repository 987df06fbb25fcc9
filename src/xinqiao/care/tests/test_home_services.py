"""Services come round, are confirmed by the elder, and what is missed shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xinqiao.care.errors import (
    NotEntitled,
    NothingHere,
    PlanExists,
    ServiceMovedOn,
    TooManyCodes,
    WordReason,
    WrongCode,
)
from xinqiao.care.models import CarePlan, HomeService, ServiceKind
from xinqiao.care.sealed import code_of_day
from xinqiao.care.selectors.serving import my_services, served_people, service_counts
from xinqiao.care.services.serving import (
    Confirmation,
    PlanDraft,
    end_plan,
    make_plan,
    mark_missed,
    plan_services,
    record_service,
)
from xinqiao.care.tests.support import Elders
from xinqiao.cases.tests.world import AT, DAY, photo
from xinqiao.kit.time import local_day

TODAY = local_day(AT)  # a Monday


def plan(elders: Elders, **more: object) -> CarePlan:
    facts = {
        "person_id": elders.wang.pk,
        "kind_id": ServiceKind.objects.get(code="bath").pk,
        "helper_id": elders.helpers["near"].pk,
        "weekdays": 0b1001,  # Monday and Thursday
        "starts_on": TODAY,
    }
    draft = PlanDraft(**{**facts, **more})  # type: ignore[arg-type]
    return make_plan(actor=elders.world.desk, draft=draft, at=AT)


def first(made: CarePlan) -> HomeService:
    return made.services.order_by("due_on").first()  # type: ignore[return-value]


@pytest.fixture
def served(elders: Elders) -> Elders:
    elders.classified(elders.wang, "A")
    return elders


def test_two_weeks_are_planned_and_the_worker_goes_on(served: Elders) -> None:
    made = plan(served)
    days = [row.due_on for row in made.services.order_by("due_on")]
    assert days == [TODAY + timedelta(days=n) for n in (0, 3, 7, 10, 14)]
    plan_services(at=AT + 7 * DAY)
    assert made.services.count() == 7
    plan_services(at=AT + 7 * DAY)
    assert made.services.count() == 7


def test_the_code_of_the_day_confirms_it(served: Elders) -> None:
    service = first(plan(served))
    helper = served.accounts["near"]
    assert [row.pk for row in my_services(actor=helper, at=AT)] == [service.pk]
    code = code_of_day(served.wang.pk, TODAY)
    done = record_service(
        actor=helper,
        service_id=service.pk,
        confirmation=Confirmation(manner="code", code=code),
        minutes=80,
        at=AT,
    )
    assert (done.state, done.manner, done.minutes) == ("done", "code", 80)
    assert served_people(actor=served.world.desk, since=TODAY, until=TODAY) == 1
    with pytest.raises(ServiceMovedOn):
        record_service(
            actor=helper,
            service_id=service.pk,
            confirmation=Confirmation(manner="code", code=code),
            at=AT,
        )


def test_codes_cannot_be_guessed(served: Elders) -> None:
    service = first(plan(served))
    right = code_of_day(served.wang.pk, TODAY)
    wrong = Confirmation(manner="code", code="0000" if right != "0000" else "1111")

    def say(said: Confirmation) -> None:
        record_service(
            actor=served.accounts["near"], service_id=service.pk, confirmation=said, at=AT
        )

    for _again in range(5):
        with pytest.raises(WrongCode):
            say(wrong)
    with pytest.raises(TooManyCodes):
        say(Confirmation(manner="code", code=right))
    with pytest.raises(WordReason):
        say(Confirmation(manner="word"))
    say(Confirmation(manner="word", reason="老人睡着了，家属在场"))
    service.refresh_from_db()
    assert (service.manner, service.wrong_codes) == ("word", 5)


def test_a_signature_is_a_picture(served: Elders) -> None:
    service = first(plan(served))
    signed = Confirmation(manner="signature", tokens=(photo(AT),))
    done = record_service(
        actor=served.world.worker, service_id=service.pk, confirmation=signed, at=AT
    )
    assert done.manner == "signature"


def test_what_nobody_wrote_down_is_missed_and_can_still_be_told(served: Elders) -> None:
    made = plan(served)
    assert mark_missed(at=AT) == 0
    assert mark_missed(at=AT + DAY) == 1
    assert service_counts(actor=served.world.desk, at=AT + DAY)["missed"] == 1
    record_service(
        actor=served.accounts["near"],
        service_id=first(made).pk,
        confirmation=Confirmation(manner="word", reason="当天手机没电"),
        at=AT + DAY,
    )
    assert service_counts(actor=served.world.desk, at=AT + DAY)["missed"] == 0


def test_only_those_entitled_once_and_it_ends(served: Elders) -> None:
    with pytest.raises(NotEntitled):
        plan(served, person_id=served.li.pk)
    made = plan(served)
    with pytest.raises(PlanExists):
        plan(served)
    end_plan(actor=served.world.desk, plan_id=made.pk, reason="住院", at=AT)
    assert not made.services.filter(state="planned").exists()
    plan(served, starts_on=TODAY + timedelta(days=30))


def test_a_plan_of_somebody_who_died_ends_by_itself(served: Elders) -> None:
    made = plan(served)
    served.wang.died_on = date(2026, 11, 24)
    served.wang.save()
    plan_services(at=AT + 2 * DAY)
    made.refresh_from_db()
    assert made.ends_on is not None
    assert set(made.services.filter(due_on__gt=TODAY + timedelta(days=2)).values_list("state")) == {
        ("cancelled",)
    }


def test_another_helper_cannot_record_it(served: Elders) -> None:
    service = first(plan(served))
    for stranger in (served.accounts["away"], served.world.stranger):
        with pytest.raises(NothingHere):
            record_service(
                actor=stranger,
                service_id=service.pk,
                confirmation=Confirmation(manner="word", reason="代做"),
                at=AT,
            )
