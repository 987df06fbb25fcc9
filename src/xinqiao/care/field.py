"""What a helper's or worker's phone carries of this room, and what it may send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import OfferAnswer
from xinqiao.care.selectors.calls import get_my_offer, my_offers
from xinqiao.care.selectors.homes import homes_of
from xinqiao.care.selectors.serving import my_services
from xinqiao.care.selectors.shown import shown_offer
from xinqiao.care.services.answer import arrive, decline_call, finish, give_back, take_call
from xinqiao.care.services.serving import Confirmation, record_service
from xinqiao.field.contract import (
    Carried,
    Command,
    Outcome,
    Row,
    register_carried,
    register_command,
)

MOST = 100


def carried_calls(actor: Actor, at: datetime) -> Sequence[Row]:
    """Calls this person is rung for or is on: the kind and building, the door once they come."""
    return [
        {
            "id": one.offer.pk,
            "kind": one.offer.call.kind.name,
            "place": one.place,
            "away": one.away,
            "answer": one.offer.answer,
            "comes": one.offer.answer == OfferAnswer.ACCEPTED,
            "name": one.name,
            "address": one.address,
            "called_at": one.offer.call.called_at.isoformat(),
        }
        for one in map(shown_offer, my_offers(actor=actor)[:MOST])
    ]


def carried_services(actor: Actor, at: datetime) -> Sequence[Row]:
    """Services at home that this person is to do today, or has not written down yet."""
    rows = list(my_services(actor=actor, at=at)[:MOST])
    homes = homes_of([row.person_id for row in rows])
    return [
        {
            "id": row.pk,
            "kind": row.plan.kind.name,
            "name": row.person.name,
            "address": homes[row.person_id].address if row.person_id in homes else "",
            "due_on": row.due_on.isoformat(),
            "minutes": row.plan.kind.minutes,
        }
        for row in rows
    ]


def answer_call(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """payload: `offer` (id), `answer`: come, decline, arrive, finish (`words`), back (`reason`)."""
    offer = get_my_offer(actor=actor, offer_id=_number(payload, "offer"))
    answer, at = str(payload.get("answer", "")), max(happened_at, offer.offered_at)
    if answer == "come":
        take_call(actor=actor, offer=offer, at=at)
    elif answer == "decline":
        decline_call(actor=actor, offer=offer, at=at)
    elif answer == "arrive":
        arrive(actor=actor, offer=offer, at=at)
    elif answer == "finish":
        finish(actor=actor, offer=offer, words=str(payload.get("words", "")), at=at)
    elif answer == "back":
        give_back(actor=actor, offer=offer, reason=str(payload.get("reason", "")), at=at)
    else:
        raise NothingHere(field="answer")
    return Outcome(message=_("Your answer has arrived."), data={"id": offer.pk})


def home_service(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """payload: `service` (id), `manner`, `code`, `reason`, `minutes`, `note`, `photo_tokens`."""
    minutes = payload.get("minutes")
    service = record_service(
        actor=actor,
        service_id=_number(payload, "service"),
        confirmation=Confirmation(
            manner=str(payload.get("manner", "")),
            code=str(payload.get("code", "")),
            reason=str(payload.get("reason", "")),
            tokens=tuple(str(token) for token in payload.get("photo_tokens", ())),
        ),
        minutes=minutes if isinstance(minutes, int) else None,
        note=str(payload.get("note", "")),
        at=happened_at,
    )
    return Outcome(message=_("The service is written down."), data={"id": service.pk})


def register() -> None:
    """Tell the room of field work."""
    register_carried(
        Carried(name="care.calls", rows=carried_calls, label=gettext_lazy("Calls for help"))
    )
    register_carried(
        Carried(name="care.services", rows=carried_services, label=gettext_lazy("Services at home"))
    )
    answered, served = gettext_lazy("Answer to a call for help"), gettext_lazy("Service at home")
    register_command(Command(kind="care.answer_call", perform=answer_call, label=answered))
    register_command(Command(kind="care.home_service", perform=home_service, label=served))


def _number(payload: Row, name: str) -> int:
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise NothingHere(field=name)
    return value
