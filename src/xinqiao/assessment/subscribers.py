"""What follows from events: people are told. Runs in the worker, at least once for each event."""

from __future__ import annotations

from django.urls import reverse

from xinqiao.assessment import notices  # noqa: F401  declares what they say
from xinqiao.assessment.models import Appeal, Round
from xinqiao.assessment.selectors.recipients import judges_of, staff_of
from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.kit.time import format_time
from xinqiao.notifications.services.notify import Recipient, notify


@subscriber("assessment.announced", name="assessment.announcements")
def tell_the_assessed(event: Event) -> None:
    """Tell the staff of every unit that they may look and appeal."""
    round_ = Round.objects.select_related("scheme").filter(pk=event.subject_id).first()
    if round_ is None or round_.objections_until is None:
        return
    until = format_time(round_.objections_until)
    notify(
        template="assessment.announced",
        recipients=[Recipient.user(pk) for pk in staff_of(round_=round_, at=event.at)],
        event_id=event.pk,
        at=event.at,
        params={"scheme": round_.scheme.name, "until": until},
        link=reverse("assessment:mine"),
    )


@subscriber("assessment.appealed", name="assessment.appeals")
def tell_the_judges(event: Event) -> None:
    """Tell the county's supervisors that somebody waits for them."""
    rows = Appeal.objects.select_related("score__round__scheme")
    made = rows.filter(pk=event.subject_id).first()
    if made is None:
        return
    round_ = made.score.round
    notify(
        template="assessment.appealed",
        recipients=[Recipient.user(pk) for pk in judges_of(round_=round_, at=event.at)],
        event_id=event.pk,
        at=event.at,
        params={"scheme": round_.scheme.name},
        link=reverse("assessment:appeal", args=[made.pk]),
    )


@subscriber("assessment.decided", name="assessment.decisions")
def tell_who_appealed(event: Event) -> None:
    """Tell whoever appealed that there is an answer."""
    made = Appeal.objects.filter(pk=event.subject_id).first()
    if made is None or made.made_by_id is None:
        return
    notify(
        template="assessment.decided",
        recipients=[Recipient.user(made.made_by_id)],
        event_id=event.pk,
        at=event.at,
        link=reverse("assessment:appeal", args=[made.pk]),
    )
