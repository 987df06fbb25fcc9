"""Ring one after the other until somebody comes: helpers, grid leader, community, street."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.care.flow import RINGING
from xinqiao.care.models import Call, Offer, OfferAnswer, Rung
from xinqiao.care.sealed import new_token
from xinqiao.care.selectors.finding import helpers_for, seats_for
from xinqiao.events.services.append import append
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import require_aware
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.services.acting import perform_action

LADDER: Final = (Rung.GRID, Rung.COMMUNITY, Rung.STREET)
BATCH: Final = 100

logger = logging.getLogger(__name__)


def ring_next(*, call: Call, at: datetime) -> list[Offer]:
    """Ask whoever is next, in the caller's transaction; the item must be ringing.

    One helper at a time; a rung of the ladder asks all of its posts at once. When the last rung
    is reached it rings on. Records `care.call_rung`. Empty when nobody is left to ask.
    """
    asked = list(Offer.objects.filter(call=call).order_by("position"))
    offers = _helper(call, asked, at) or _ladder(call, asked, at)
    if not offers:
        return []
    Offer.objects.bulk_create(offers)
    facts = {
        "rung": offers[0].rung,
        "offers": [offer.pk for offer in offers],
        "position": offers[0].position,
    }
    perform_action(actor=SYSTEM, item_id=call.pk, action="ring", data=facts, at=at)
    return offers


def sweep_offers(*, at: datetime) -> int:
    """Pass on what nobody has answered in time; how many. Safe beside people's clicks.

    The item is locked first, as everywhere, and skipped while somebody else holds it.
    """
    at = require_aware(at)
    due = Offer.objects.filter(answer=OfferAnswer.OPEN, expires_at__lte=at).order_by("expires_at")
    passed = 0
    for call_id in dict.fromkeys(due.values_list("call_id", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                passed += _pass_on(call_id, at)
        except (DomainError, DatabaseError):
            # One call that cannot be passed on must not silence the others.
            logger.exception("call %s could not be passed on", call_id)
    return passed


def _pass_on(call_id: int, at: datetime) -> int:
    item = Item.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=call_id).first()
    if item is None:
        return 0
    open_ = Offer.objects.filter(call_id=call_id, answer=OfferAnswer.OPEN, expires_at__lte=at)
    silent = list(open_)
    if not silent:
        return 0
    is_ringing = item.state == RINGING
    answer = OfferAnswer.SILENT if is_ringing else OfferAnswer.WITHDRAWN
    open_.update(answer=answer, answered_at=at)
    if not is_ringing:
        return 0
    append(
        kind="care.call_silent",
        actor=SYSTEM,
        at=at,
        subject_kind=SUBJECT,
        subject_id=call_id,
        area_path=item.area_path,
        data={"offers": [offer.pk for offer in silent], "rung": silent[0].rung},
    )
    call = Call.objects.select_related("item", "kind").get(pk=call_id)
    ring_next(call=call, at=at)
    return 1


def _helper(call: Call, asked: list[Offer], at: datetime) -> list[Offer]:
    """The best helper who was not asked yet; nobody once the ladder has begun."""
    if any(offer.helper_id is None for offer in asked):
        return []
    known = {offer.helper_id for offer in asked}
    for one in helpers_for(call=call, at=at):
        if one.helper_id not in known:
            return [
                Offer(
                    call=call,
                    position=len(asked) + 1,
                    rung=Rung.HELPER,
                    helper_id=one.helper_id,
                    token=new_token(),
                    metres=one.metres,
                    why=list(one.why),
                    offered_at=at,
                    expires_at=_expiry(call, at),
                )
            ]
    return []


def _ladder(call: Call, asked: list[Offer], at: datetime) -> list[Offer]:
    """The posts of the next rung that has any; the last one rings without end."""
    reached = [LADDER.index(Rung(one.rung)) for one in asked if one.post_id is not None]
    start = max(reached) + 1 if reached else 0
    seats = seats_for(area_path=call.item.area_path, at=at)
    rungs = [rung for rung in LADDER[start:] if seats[rung]]
    if not rungs:
        return []
    is_last = len(rungs) == 1
    return [
        Offer(
            call=call,
            position=len(asked) + n,
            rung=rungs[0],
            post_id=post_id,
            token=new_token(),
            offered_at=at,
            expires_at=None if is_last else _expiry(call, at),
        )
        for n, post_id in enumerate(seats[rungs[0]], start=1)
    ]


def _expiry(call: Call, at: datetime) -> datetime:
    return at + timedelta(minutes=call.kind.answer_minutes)
