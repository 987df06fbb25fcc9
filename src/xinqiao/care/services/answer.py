"""Whoever is rung answers: comes, cannot come, arrives, has helped."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import CallOver, CallTaken, NotYourCall
from xinqiao.care.flow import RINGING, TAKEN
from xinqiao.care.models import Call, Offer, OfferAnswer
from xinqiao.care.sealed import CALL_OUTCOME, seal
from xinqiao.care.services.ring import ring_next
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.steps import lock_item

# Proved by the caller of these services: the link of the offer, or the account it went to.
RUNG: Final = frozenset({Relation.LEAD_UNIT})


@transaction.atomic
def take_call(*, actor: Actor, offer: Offer, at: datetime) -> Offer:
    """I come. Of several at once exactly one does; a late answer counts while it still rings.

    Records `care.call_taken`. Raises CallTaken, CallOver (409).
    """
    item = lock_item(offer.call_id)
    _require_ringing(item, offer)
    Offer.objects.filter(call_id=offer.call_id, answer=OfferAnswer.OPEN).exclude(
        pk=offer.pk
    ).update(answer=OfferAnswer.WITHDRAWN, answered_at=at)
    _answer(offer, OfferAnswer.ACCEPTED, actor, at)
    Call.objects.filter(pk=offer.call_id, taken_at__isnull=True).update(taken_at=at)
    perform_action(
        actor=actor,
        item_id=offer.call_id,
        action="take",
        relations=RUNG,
        data={"offer": offer.pk, "rung": offer.rung},
        at=at,
    )
    return offer


@transaction.atomic
def decline_call(*, actor: Actor, offer: Offer, at: datetime) -> Offer:
    """I cannot come; nobody asks why, nothing is counted against me, the next one is rung."""
    item = lock_item(offer.call_id)
    offer.refresh_from_db()
    if offer.answer != OfferAnswer.OPEN:
        return offer
    _answer(offer, OfferAnswer.DECLINED, actor, at)
    append(
        kind="care.call_declined",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data={"offer": offer.pk, "rung": offer.rung},
    )
    still = Offer.objects.filter(call_id=offer.call_id, answer=OfferAnswer.OPEN).exists()
    if item.state == RINGING and not still:
        ring_next(call=_call(offer), at=at)
    return offer


@transaction.atomic
def give_back(*, actor: Actor, offer: Offer, reason: str, at: datetime) -> Offer:
    """Something came between: somebody else is rung at once. Raises NotYourCall."""
    lock_item(offer.call_id)
    _require_mine(offer)
    why = clean_text(reason, limit=200, field="reason", required=True, multiline=False)
    _answer(offer, OfferAnswer.GIVEN_BACK, actor, at)
    perform_action(
        actor=actor,
        item_id=offer.call_id,
        action="give_back",
        relations=RUNG,
        fields={Need.REASON: why},
        data={"offer": offer.pk},
        at=at,
    )
    Call.objects.filter(pk=offer.call_id).update(arrived_at=None)
    if not ring_next(call=_call(offer), at=at):
        # The last rung had it and gave it back: it rings there again rather than nowhere.
        _ring_again(offer, at)
    return offer


@transaction.atomic
def arrive(*, actor: Actor, offer: Offer, at: datetime) -> Offer:
    """I am there. Records `care.call_arrived`; a second tap changes nothing."""
    item = lock_item(offer.call_id)
    _require_mine(offer)
    if item.state != TAKEN:
        return offer
    perform_action(actor=actor, item_id=item.pk, action="arrive", relations=RUNG, at=at)
    Call.objects.filter(pk=item.pk).update(arrived_at=at)
    return offer


@transaction.atomic
def finish(*, actor: Actor, offer: Offer, words: str, at: datetime) -> Offer:
    """It is done, and what was done. Records `care.call_finished`. Raises NotYourCall, CallOver."""
    item = lock_item(offer.call_id)
    _require_mine(offer)
    said = clean_text(words, limit=500, field="words", required=True)
    if not item.is_open or item.done_at is not None:
        raise CallOver
    perform_action(
        actor=actor,
        item_id=item.pk,
        action="finish",
        relations=RUNG,
        fields={Need.WORDS: said},
        at=at,
    )
    Call.objects.filter(pk=item.pk).update(finished_at=at, outcome_sealed=seal(said, CALL_OUTCOME))
    return offer


def _require_ringing(item: Item, offer: Offer) -> None:
    offer.refresh_from_db()
    if not item.is_open or item.done_at is not None:
        raise CallOver
    if item.state != RINGING:
        raise CallTaken


def _require_mine(offer: Offer) -> None:
    offer.refresh_from_db()
    if offer.answer != OfferAnswer.ACCEPTED:
        raise NotYourCall


def _answer(offer: Offer, answer: OfferAnswer, actor: Actor, at: datetime) -> None:
    offer.answer, offer.answered_at, offer.answered_by_id = answer, at, actor.user_id
    offer.save(update_fields=["answer", "answered_at", "answered_by"])


def _ring_again(offer: Offer, at: datetime) -> None:
    offer.answer, offer.answered_at, offer.expires_at = OfferAnswer.OPEN, None, None
    offer.offered_at = at
    offer.save(update_fields=["answer", "answered_at", "expires_at", "offered_at"])


def _call(offer: Offer) -> Call:
    return Call.objects.select_related("item", "kind").get(pk=offer.call_id)
