"""Two people at once: one comes, the last piece goes to one, one class stands."""

from __future__ import annotations

import pytest
from django.db import transaction

from xinqiao.care.errors import CallTaken, OutOfStock
from xinqiao.care.models import Call, Classification, Movement, Offer, Stock
from xinqiao.care.services.answer import take_call
from xinqiao.care.services.classify import confirm_class
from xinqiao.care.services.ring import sweep_offers
from xinqiao.care.services.stock import move_stock
from xinqiao.care.tests.support import Elders, kinds_of_item, offers, settle
from xinqiao.care.tests.test_call_for_help import MINUTE
from xinqiao.cases.tests.test_races import at_once
from xinqiao.cases.tests.world import AT, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_races_in_care() -> None:
    """One world for all of them: a test that commits costs a database."""
    with transaction.atomic():
        elders = settle(make_world())
    _two_helpers_say_yes(elders)
    _a_yes_against_the_sweep(elders)
    _two_taps(elders)
    _the_last_piece(elders)
    _two_clerks_confirm(elders)


def _two_helpers_say_yes(elders: Elders) -> None:
    call = elders.call()
    sweep_offers(at=AT + 3 * MINUTE)
    first, second = offers(call)
    results = at_once(
        lambda: take_call(actor=elders.accounts["near"], offer=first, at=AT + 4 * MINUTE),
        lambda: take_call(actor=elders.accounts["away"], offer=second, at=AT + 4 * MINUTE),
    )
    assert sorted(isinstance(result, CallTaken) for result in results) == [False, True]
    assert Offer.objects.filter(call=call, answer="accepted").count() == 1
    assert kinds_of_item(call.pk).count("care.call_taken") == 1


def _a_yes_against_the_sweep(elders: Elders) -> None:
    call = elders.call(person=elders.li)
    offer = offers(call)[0]
    at_once(
        lambda: take_call(actor=elders.accounts["near"], offer=offer, at=AT + 3 * MINUTE),
        lambda: sweep_offers(at=AT + 3 * MINUTE),
    )
    answers = [one.answer for one in offers(call)]
    assert answers.count("accepted") == 1
    assert "" not in answers


def _two_taps(elders: Elders) -> None:
    before = Call.objects.count()
    results = at_once(*[lambda: elders.call(kind_code="shopping")] * 3)
    assert len({call.pk for call in results}) == 1  # type: ignore[attr-defined]
    assert Call.objects.count() == before + 1


def _the_last_piece(elders: Elders) -> None:
    ware = elders.ware("night_light")
    Stock.objects.filter(ware=ware).update(on_hand=1)

    def lose() -> object:
        return move_stock(
            actor=elders.world.desk,
            store_id=elders.store.pk,
            ware_id=ware.pk,
            kind="broken",
            pieces=1,
            at=AT,
        )

    results = at_once(lose, lose, lose)
    assert sum(isinstance(result, Movement) for result in results) == 1
    assert sum(isinstance(result, OutOfStock) for result in results) == 2
    assert Stock.objects.get(ware=ware).on_hand == 0


def _two_clerks_confirm(elders: Elders) -> None:
    def confirm(code: str) -> object:
        return confirm_class(
            actor=elders.world.desk, person_id=elders.zhao.pk, code=code, reason="核实", at=AT
        )

    at_once(lambda: confirm("C"), lambda: confirm("D"))
    running = Classification.objects.filter(person=elders.zhao, until__isnull=True)
    assert running.count() == 1
