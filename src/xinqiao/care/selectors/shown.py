"""An offer as whoever is rung sees it: first the kind and the building, then name and door."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.care.models import Offer, OfferAnswer
from xinqiao.care.sealed import CALL_ADDRESS, CALL_WORDS, CALLER_PHONE, opened
from xinqiao.grid.wording import distance_words
from xinqiao.registry.sealed import open_phone


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """name, address, said, phone: only while this helper is on the way or there."""

    offer: Offer
    place: str
    away: str
    name: str
    address: str
    said: str
    phone: str


def shown_offer(offer: Offer) -> ShownOffer:
    """No statement beyond those that read the offer."""
    call = offer.call
    place = call.place
    comes = offer.answer == OfferAnswer.ACCEPTED and call.finished_at is None
    comes = comes and call.undone_at is None
    phone = opened(call.phone_sealed, CALLER_PHONE) if comes else ""
    if comes and not phone and call.person is not None:
        phone = open_phone(call.person.phone_sealed)
    return ShownOffer(
        offer=offer,
        place=place.name if place else call.item.area.name,
        away=distance_words(offer.metres) if offer.metres else "",
        name=call.person.name if comes and call.person else "",
        address=opened(call.address_sealed, CALL_ADDRESS) if comes else "",
        said=opened(call.words_sealed, CALL_WORDS) if comes else "",
        phone=phone,
    )
