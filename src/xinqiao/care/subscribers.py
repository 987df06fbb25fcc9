"""What follows from events of this room: people are rung and told. Runs in the worker."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from xinqiao.care import notices  # noqa: F401  declares what they say
from xinqiao.care.flow import CALL, FITTING
from xinqiao.care.models import Call, Offer, OfferAnswer
from xinqiao.care.selectors import recipients
from xinqiao.care.services.classify import end_without_basis
from xinqiao.care.services.rate import close_unrated
from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.grid.selectors.posts import holders
from xinqiao.kit.numbers import spoken
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.registry.models import PERSON
from xinqiao.workflow.models import SUBJECT, Assignment, Item
from xinqiao.workflow.pages import pages_of

_LATE: Final = {CALL: "care.late", FITTING: "care.fitting_late"}


@subscriber("care.call_rung", name="care.ring")
def ring(event: Event) -> None:
    """Tell those who are rung, each by the link of their own offer."""
    offers = Offer.objects.filter(pk__in=event.data.get("offers", []), answer=OfferAnswer.OPEN)
    for offer in offers.select_related("helper", "post"):
        notify(
            template="care.rung",
            recipients=recipients.rung(offer, event.at),
            event_id=event.pk,
            at=event.at,
            link=reverse("care:offer", args=[offer.token]),
        )


@subscriber("care.call_taken", name="care.comes")
def tell_the_caller(event: Event) -> None:
    """Tell the caller that somebody comes."""
    call = Call.objects.filter(pk=event.subject_id).select_related("person").first()
    if call is not None:
        notify(
            template="care.comes",
            recipients=recipients.caller(call),
            event_id=event.pk,
            at=event.at,
            link=reverse("care:call", args=[call.token]),
        )


@subscriber("care.call_undone", name="care.no_longer")
def call_off(event: Event) -> None:
    """Tell whoever was rung or on the way that nobody need come."""
    answers = (OfferAnswer.ACCEPTED, OfferAnswer.WITHDRAWN)
    offers = Offer.objects.filter(call_id=event.subject_id, answer__in=answers)
    for offer in offers.select_related("helper", "post"):
        notify(
            template="care.no_longer",
            recipients=recipients.rung(offer, event.at),
            event_id=event.pk,
            at=event.at,
            link=reverse("care:offer", args=[offer.token]),
        )


@subscriber("workflow.expired", name="care.close")
def close(event: Event) -> None:
    """A call that nobody rated for three days ends."""
    if event.subject_kind == SUBJECT and event.data.get("action") == "close":
        close_unrated(event)


@subscriber("registry.consent_withdrawn", name="care.consent")
def let_go(event: Event) -> None:
    """What rested on the consent alone ends."""
    if event.subject_kind == PERSON:
        end_without_basis(person_id=event.subject_id, at=event.at)


@subscriber("care.fitting_ordered", "care.fitting_dispatched", name="care.fitting")
def tell_the_fitter(event: Event) -> None:
    """Tell whoever is to fit it."""
    _tell(event, "care.fitting", watching=False)


@subscriber("workflow.escalated", name="care.late")
def tell_those_above(event: Event) -> None:
    """Tell the owner and those who watch that a promise of this room is late."""
    item = Item.objects.filter(pk=event.subject_id, flow__in=_LATE).first()
    if item is not None:
        _tell(event, _LATE[item.flow], watching=True)


def _tell(event: Event, template: str, *, watching: bool) -> None:
    item = Item.objects.filter(pk=event.subject_id).first()
    if item is None:
        return
    posts = {item.owner_post_id}
    if watching:
        parts = Assignment.objects.filter(item=item, until__isnull=True, post__isnull=False)
        posts |= set(parts.values_list("post_id", flat=True))
    seated = holders(post_ids=[post for post in posts if post is not None], at=event.at)
    people = {user_id for pairs in seated.values() for user_id, _name in pairs}
    notify(
        template=template,
        recipients=[Recipient.user(user_id) for user_id in sorted(people)],
        event_id=event.pk,
        at=event.at,
        params={"number": spoken(item.number)},
        link=pages_of(item.flow).number_url(item.number),
    )
