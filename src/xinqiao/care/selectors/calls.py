"""Calls: one, a page of them, and the offers that belong to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import LinkUnknown, NothingHere
from xinqiao.care.flow import CALL
from xinqiao.care.models import Call, Offer, OfferAnswer
from xinqiao.grid.selectors.posts import holders
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.workflow.selectors.items import visible_items

_SHOWN = ("item__area", "item__owner_post", "person", "kind", "place__parent")


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes, as the caller may know it: a name and what they are, never a private number."""

    name: str
    metres: int | None
    since: datetime


def visible_calls(*, actor: Actor) -> QuerySet[Call]:
    """Calls of the actor's areas, and those in which they have a part."""
    seen = visible_items(actor=actor).filter(pk=OuterRef("pk"), flow=CALL)
    return Call.objects.filter(Exists(seen)).select_related(*_SHOWN)


def get_call(*, actor: Actor, number: str) -> Call:
    """One call by its number. Raises NothingHere for strangers, too."""
    call = visible_calls(actor=actor).filter(item__number=parse_number(number)).first()
    if call is None:
        raise NothingHere
    return call


def call_by_token(token: str) -> Call:
    """The call of a caller's link. Raises LinkUnknown."""
    call = Call.objects.filter(token=token).select_related(*_SHOWN).first()
    if call is None:
        raise LinkUnknown
    return call


def offer_by_token(token: str) -> Offer:
    """The offer of a helper's link. Raises LinkUnknown."""
    offer = _offers().filter(token=token).first()
    if offer is None:
        raise LinkUnknown
    return offer


def my_offers(*, actor: Actor) -> QuerySet[Offer]:
    """What this actor is rung for or is on now, by account, by helper's post or own post."""
    if actor.user_id is None:
        return Offer.objects.none()
    mine = Q(helper__user_id=actor.user_id) | Q(helper__post_id__in=actor.post_ids)
    mine |= Q(post_id__in=actor.post_ids)
    going = Q(answer=OfferAnswer.OPEN) | Q(
        answer=OfferAnswer.ACCEPTED, call__finished_at__isnull=True
    )
    rows = _offers().filter(mine, going, call__item__is_open=True, call__undone_at__isnull=True)
    return rows.order_by("-offered_at")


def get_my_offer(*, actor: Actor, offer_id: int) -> Offer:
    """One of them, settled ones included. Raises NothingHere."""
    if actor.user_id is None:
        raise NothingHere
    mine = Q(helper__user_id=actor.user_id) | Q(helper__post_id__in=actor.post_ids)
    offer = _offers().filter(mine | Q(post_id__in=actor.post_ids), pk=offer_id).first()
    if offer is None:
        raise NothingHere
    return offer


def offers_of(call: Call) -> list[Offer]:
    """Everybody who was rung, in turn."""
    return list(_offers().filter(call=call).order_by("position"))


def taken_offer(call: Call) -> Offer | None:
    """The offer of whoever comes."""
    return _offers().filter(call=call, answer=OfferAnswer.ACCEPTED).first()


def coming(call: Call, at: datetime) -> Coming | None:
    """Who comes, for the caller's page."""
    offer = taken_offer(call)
    if offer is None or offer.answered_at is None:
        return None
    return Coming(names_of([offer], at)[offer.pk], offer.metres, offer.answered_at)


def names_of(offers: Sequence[Offer], at: datetime) -> dict[int, str]:
    """Who is rung, in words; one statement for all posts."""
    seated = holders(post_ids=[one.post_id for one in offers if one.post_id], at=at)
    found = {}
    for one in offers:
        if one.helper is not None:
            found[one.pk] = one.helper.name
            continue
        people = "、".join(name for _user, name in seated.get(one.post_id or 0, []))
        found[one.pk] = f"{one.post} {people}".strip()
    return found


def call_page(*, actor: Actor, is_open: bool | None, cursor: str | None = None) -> Page[Call]:
    """Calls, the latest first."""
    rows = visible_calls(actor=actor)
    if is_open is not None:
        rows = rows.filter(item__is_open=is_open)
    return paginate(rows, order=Order("called_at", descending=True, tie="item_id"), cursor=cursor)


def open_calls(*, actor: Actor) -> list[Call]:
    """Calls that nobody has finished, the oldest first; at most twenty."""
    rows = visible_calls(actor=actor).filter(
        item__is_open=True, finished_at__isnull=True, undone_at__isnull=True
    )
    return list(rows.order_by("called_at")[:20])


def calls_of(*, person_id: int) -> list[Call]:
    """The last calls of somebody."""
    rows = Call.objects.filter(person_id=person_id).select_related("item", "kind")
    return list(rows.order_by("-called_at")[:8])


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related(
        "call__item__area", "call__kind", "call__person", "call__place", "helper", "post"
    )


def open_call_of(*, person_id: int) -> Call | None:
    """The call of somebody that is running, for the way back to its page."""
    rows = Call.objects.filter(
        person_id=person_id, finished_at__isnull=True, undone_at__isnull=True
    )
    return rows.select_related("kind").order_by("-called_at").first()
