"""One tap finds the right helper; who does not answer is passed over; it is never silent."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.care.errors import CallOver, CallTaken, NothingHere, NotYourElders
from xinqiao.care.models import Call, OfferAnswer, Rung
from xinqiao.care.selectors.calls import call_by_token, coming, get_call, my_offers
from xinqiao.care.selectors.statistics import answering
from xinqiao.care.services.answer import arrive, decline_call, finish, give_back, take_call
from xinqiao.care.services.call import undo_call
from xinqiao.care.services.helpers import add_shift
from xinqiao.care.services.rate import rate_call
from xinqiao.care.services.ring import sweep_offers
from xinqiao.care.tests.support import NIGHT, Elders, kinds_of_item, offers
from xinqiao.cases.tests.world import AT, BEFORE, DAY, HOUR
from xinqiao.events.services.outbox import drain
from xinqiao.kit.time import local_day
from xinqiao.notifications.models import Notice
from xinqiao.workflow.models import Deadline, Item
from xinqiao.workflow.services.sweep import sweep

MINUTE = timedelta(minutes=1)


def test_the_nearest_helper_is_rung_comes_helps_and_is_rated(elders: Elders) -> None:
    call = elders.call()
    offer = offers(call)[0]
    assert offer.helper == elders.helpers["near"]
    assert offer.metres is not None
    assert offer.metres < 100
    me = elders.accounts["near"]
    assert [one.pk for one in my_offers(actor=me)] == [offer.pk]
    take_call(actor=me, offer=offer, at=AT + MINUTE)
    seen = coming(call_by_token(call.token), AT + MINUTE)
    assert seen is not None
    assert seen.name == "近邻小周"
    arrive(actor=me, offer=offer, at=AT + 10 * MINUTE)
    finish(actor=me, offer=offer, words="水龙头修好了", at=AT + HOUR)
    rate_call(actor=ANONYMOUS, call=call, score=5, is_caller=True, at=AT + 2 * HOUR)
    item = Item.objects.get(pk=call.pk)
    assert (item.state, item.is_open, item.is_late) == ("rated", False, False)
    row = answering(actor=elders.world.desk, since=BEFORE, until=AT + DAY)[0]
    assert (row.calls, row.answered, row.in_time, row.median_minutes, row.score) == (
        1,
        1,
        1,
        1.0,
        5.0,
    )


def test_nothing_of_the_elder_is_in_title_log_or_notice(elders: Elders) -> None:
    call = elders.call(words="王秀英胸口闷")
    drain(limit=100, at=AT)
    item = Item.objects.get(pk=call.pk)
    told = Notice.objects.get(template="care.rung")
    text = f"{item.title}{item.words}{told.params}{told.link}{told.template}"
    assert "王秀英" not in text
    assert "胸口" not in text
    assert "301" not in text
    assert told.recipient_id == elders.accounts["near"].user_id


def test_silence_and_no_lead_to_the_next_then_up_the_ladder(elders: Elders) -> None:
    call = elders.call()
    assert sweep_offers(at=AT + 2 * MINUTE) == 0
    assert sweep_offers(at=AT + 3 * MINUTE) == 1
    second = offers(call)[1]
    assert second.helper == elders.helpers["away"]
    decline_call(actor=elders.accounts["away"], offer=second, at=AT + 4 * MINUTE)
    third = offers(call)[2]
    assert (third.rung, third.post_id) == (Rung.GRID, elders.leader.post_ids[0])
    sweep_offers(at=AT + 7 * MINUTE)
    sweep_offers(at=AT + 10 * MINUTE)
    rungs = [one.rung for one in offers(call)]
    assert rungs == ["helper", "helper", "grid", "community", "street"]
    last = offers(call)[-1]
    assert last.expires_at is None
    assert sweep_offers(at=AT + DAY) == 0
    take_call(actor=elders.world.street_staff, offer=last, at=AT + 12 * MINUTE)
    kinds = kinds_of_item(call.pk)
    assert kinds.count("care.call_silent") == 3
    assert "care.call_declined" in kinds


def test_the_clock_tells_those_above_when_nobody_comes(elders: Elders) -> None:
    call = elders.call()
    sweep(at=AT + 16 * MINUTE)
    drain(limit=200, at=AT + 16 * MINUTE)
    assert Notice.objects.filter(template="care.late").exists()
    deadline = Deadline.objects.get(item_id=call.pk, clock="accept")
    assert deadline.rung >= 1


def test_a_late_yes_counts_while_it_still_rings(elders: Elders) -> None:
    call = elders.call()
    sweep_offers(at=AT + 3 * MINUTE)
    first, second = offers(call)
    take_call(actor=elders.accounts["near"], offer=first, at=AT + 4 * MINUTE)
    with pytest.raises(CallTaken):
        take_call(actor=elders.accounts["away"], offer=second, at=AT + 5 * MINUTE)
    assert [one.answer for one in offers(call)] == ["accepted", "withdrawn"]


def test_whoever_must_give_it_back_is_followed_by_the_next(elders: Elders) -> None:
    call = elders.call()
    first = offers(call)[0]
    take_call(actor=elders.accounts["near"], offer=first, at=AT)
    give_back(actor=elders.accounts["near"], offer=first, reason="孩子病了", at=AT + MINUTE)
    assert offers(call)[1].helper == elders.helpers["away"]
    assert Item.objects.get(pk=call.pk).state == "ringing"


def test_the_last_rung_that_gives_it_back_is_rung_again(elders: Elders) -> None:
    call = elders.call()
    for minutes in (3, 6, 9, 12):
        sweep_offers(at=AT + minutes * MINUTE)
    last = offers(call)[-1]
    take_call(actor=elders.world.street_staff, offer=last, at=AT + 13 * MINUTE)
    give_back(actor=elders.world.street_staff, offer=last, reason="走不开", at=AT + 14 * MINUTE)
    assert offers(call)[-1].answer == OfferAnswer.OPEN


def test_a_press_by_mistake_is_taken_back_and_the_helper_is_told(elders: Elders) -> None:
    call = elders.call()
    take_call(actor=elders.accounts["near"], offer=offers(call)[0], at=AT)
    undo_call(actor=ANONYMOUS, call=call, is_caller=True, at=AT + MINUTE)
    drain(limit=200, at=AT + MINUTE)
    told = Notice.objects.get(template="care.no_longer")
    assert told.recipient_id == elders.accounts["near"].user_id
    with pytest.raises(CallOver):
        take_call(actor=elders.accounts["near"], offer=offers(call)[0], at=AT + 2 * MINUTE)


def test_two_taps_are_one_call(elders: Elders) -> None:
    assert elders.call().pk == elders.call(at=AT + MINUTE).pk
    assert Call.objects.count() == 1


def test_at_night_only_those_on_duty_are_rung(elders: Elders) -> None:
    add_shift(
        actor=elders.world.desk,
        helper_id=elders.helpers["away"].pk,
        weekdays=127,
        starts=time(20),
        ends=time(7),
        from_on=local_day(BEFORE),
        at=BEFORE,
    )
    call = elders.call(kind_code="stretcher", at=NIGHT)
    assert offers(call)[0].helper == elders.helpers["away"]
    sweep_offers(at=NIGHT + 2 * MINUTE)
    assert offers(call)[1].rung == Rung.GRID


def test_clerks_take_calls_in_their_area_only(elders: Elders) -> None:
    call = elders.call(actor=elders.world.hotline, source="phone")
    assert Item.objects.get(pk=call.pk).is_open
    with pytest.raises(NotYourElders):
        elders.call(actor=elders.world.other_desk, source="phone", kind_code="shopping")
    with pytest.raises(NothingHere):
        get_call(actor=elders.world.stranger, number=call.item.number)
    assert get_call(actor=elders.world.desk, number=call.item.number).pk == call.pk


def test_somebody_else_cannot_finish_my_call(elders: Elders) -> None:
    call = elders.call()
    offer = offers(call)[0]
    take_call(actor=elders.accounts["near"], offer=offer, at=AT)
    assert list(my_offers(actor=Actor(999_999, "谁"))) == []
    assert not my_offers(actor=elders.accounts["away"]).exists()


def test_a_call_nobody_rates_ends_after_three_days(elders: Elders) -> None:
    call = elders.call()
    offer = offers(call)[0]
    take_call(actor=elders.accounts["near"], offer=offer, at=AT)
    finish(actor=elders.accounts["near"], offer=offer, words="办好了", at=AT + HOUR)
    sweep(at=AT + 4 * DAY)
    drain(limit=200, at=AT + 4 * DAY)
    assert Item.objects.get(pk=call.pk).state == "rated"
