"""One call as its pages show it; what was said only to those who help or answer for the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.care.action_words import CALL_STATES, WHY, Words
from xinqiao.care.flow import ARRIVED, HELPED, RINGING, TAKEN
from xinqiao.care.models import Call, Offer, OfferAnswer
from xinqiao.care.powers import CLERKS, WORKERS, may
from xinqiao.care.sealed import (
    CALL_ADDRESS,
    CALL_OUTCOME,
    CALL_WORDS,
    CALLER_PHONE,
    opened,
)
from xinqiao.care.selectors.calls import names_of, offers_of
from xinqiao.care.selectors.classes import class_of
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import timeline
from xinqiao.grid.wording import distance_words
from xinqiao.kit.masks import mask_phone
from xinqiao.workflow.models import SUBJECT


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was rung."""

    offer: Offer
    name: str
    why: list[Words]
    away: str


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history."""

    at: datetime
    title: Words
    actor: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page of a call shows. said, address, outcome: empty for those who need not know."""

    state: Words
    asked: list[Asked]
    coming: Asked | None
    mine: Offer | None
    is_ringing: bool
    is_going: bool
    is_helped: bool
    address: str
    said: str
    outcome: str
    phone: str
    class_name: str
    history: list[Step]


def detail_of(*, actor: Actor, call: Call, at: datetime) -> Detail:
    """For staff who may see the call."""
    offers = offers_of(call)
    names = names_of(offers, at)
    asked = [_asked(one, names[one.pk]) for one in offers]
    coming = next((one for one in asked if one.offer.answer == OfferAnswer.ACCEPTED), None)
    knows = may(actor, call.item.area_path, CLERKS)
    works = may(actor, call.item.area_path, WORKERS)
    standing = class_of(person_id=call.person_id) if call.person_id and works else None
    state = call.item.state
    mine = coming.offer if coming and coming.offer.post_id in actor.post_ids else None
    events = timeline(subject_kind=SUBJECT, subject_id=call.pk).order_by("-id")[:30]
    return Detail(
        state=CALL_STATES[state],
        asked=asked,
        coming=coming,
        mine=mine,
        is_ringing=state == RINGING,
        is_going=state in (TAKEN, ARRIVED),
        is_helped=state == HELPED,
        address=opened(call.address_sealed, CALL_ADDRESS) if knows else "",
        said=opened(call.words_sealed, CALL_WORDS) if knows else "",
        outcome=opened(call.outcome_sealed, CALL_OUTCOME) if works else "",
        phone=mask_phone(opened(call.phone_sealed, CALLER_PHONE)) if knows else "",
        class_name=standing.elder_class.name if standing else "",
        history=[Step(one.at, label_of(one.kind), one.actor_label) for one in events],
    )


def _asked(offer: Offer, name: str) -> Asked:
    why = [WHY[code] for code in offer.why if code in WHY]
    return Asked(offer, name, why, distance_words(offer.metres) if offer.metres else "")
