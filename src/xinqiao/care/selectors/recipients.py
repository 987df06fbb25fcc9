"""Whom an event of this room concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xinqiao.care.models import Call, Offer
from xinqiao.care.sealed import CALLER_PHONE, HELPER_PHONE, opened
from xinqiao.grid.selectors.posts import holders
from xinqiao.kit.clean import is_mobile
from xinqiao.notifications.services.notify import Recipient


def rung(offer: Offer, at: datetime) -> list[Recipient]:
    """The account, the holders of the post, or the telephone of whoever is rung."""
    if offer.helper is None:
        return _seated([offer.post_id], at)
    helper = offer.helper
    found = [Recipient.user(helper.user_id)] if helper.user_id is not None else []
    found += _seated([helper.post_id], at)
    phone = opened(helper.phone_sealed, HELPER_PHONE)
    if phone and is_mobile(phone) and not found:
        found.append(Recipient.of_phone(phone))
    return found


def caller(call: Call) -> list[Recipient]:
    """The caller's account, or the number they called from."""
    if call.person is not None and call.person.user_id is not None:
        return [Recipient.user(call.person.user_id)]
    phone = opened(call.phone_sealed, CALLER_PHONE)
    return [Recipient.of_phone(phone)] if phone and is_mobile(phone) else []


def _seated(post_ids: Iterable[int | None], at: datetime) -> list[Recipient]:
    wanted = [post_id for post_id in post_ids if post_id is not None]
    people = holders(post_ids=wanted, at=at)
    users = {user_id for pairs in people.values() for user_id, _name in pairs}
    return [Recipient.user(user_id) for user_id in sorted(users)]
