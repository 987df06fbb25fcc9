"""What follows from events: people are told, the wait for an answer ends, redrawn grids empty.

Runs in the worker, at least once for each event: `notify` counts an event and a recipient once,
and the services refuse what has been done already.
"""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from xinqiao.cases import notices  # noqa: F401  declares what they say
from xinqiao.cases.flow import CASE_FLOW
from xinqiao.cases.models import Case, Source
from xinqiao.cases.selectors.recipients import concerned, holders_of, requester_of
from xinqiao.cases.selectors.sharing import followers_to_tell, merged_into
from xinqiao.cases.services.confirm import close_unconfirmed
from xinqiao.cases.services.split import split_all
from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.kit.numbers import spoken
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import OPEN, Relation
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.models import Deadline

_HEARD: Final = tuple(
    sorted(
        {
            CASE_FLOW.event_of(action)
            for action in CASE_FLOW.actions
            if any(notice.on == action.name for notice in CASE_FLOW.notices)
        }
        | {"cases.reported", "workflow.reminded", "workflow.escalated"}
    )
)
# What those who share a problem hear of it; the rest is between the requester and the handler.
SHARED: Final = {
    "cases.accepted": "cases.joined_accepted",
    "cases.answered": "cases.joined_answered",
    "cases.closed": "cases.joined_closed",
}
_MOMENTS: Final = {
    "cases.reported": OPEN,
    "workflow.reminded": "yellow",
    "workflow.escalated": "rung",
}


@subscriber(*_HEARD, name="cases.notices")
def tell_people(event: Event) -> None:
    """Leave the notices that the flow declares for this moment."""
    case = Case.objects.filter(pk=event.subject_id).select_related("item", "category").first()
    if case is None:
        return
    # A file from another system tells of the past: nobody waits for a notice about it.
    if case.source == Source.IMPORT and event.kind == "cases.reported":
        return
    moment = _MOMENTS.get(event.kind, str(event.data.get("action", "")))
    flow = flow_of(case.item.flow, case.item.flow_version)
    for notice in flow.notices:
        if notice.on == moment:
            for relation in notice.to:
                _tell(event, case, notice.template, Relation(relation))
                if relation == Relation.REQUESTER:
                    _tell_those_who_share(event, case, notice.template)


@subscriber("cases.handed_out", name="cases.handed_out")
def tell_owners_once(event: Event) -> None:
    """Leave one notice with each owner of requests that came in together."""
    for post_id, organisation_id, count in event.data["owners"]:
        notify(
            template="cases.handed_out",
            recipients=holders_of([post_id], [organisation_id], event),
            event_id=event.pk,
            at=event.at,
            params={"count": count},
            link=reverse("workflow:work-list"),
        )


@subscriber("cases.done_together", name="cases.done_together")
def tell_requesters_once(event: Event) -> None:
    """Leave one notice with each account whose requests were accepted or answered together."""
    for user_id, count in event.data["requesters"]:
        notify(
            template=f"cases.{event.data['of']}_together",
            recipients=[Recipient.user(user_id)],
            event_id=event.pk,
            at=event.at,
            params={"count": count},
            link=reverse("cases:my"),
        )


@subscriber("workflow.expired", name="cases.verify")
def end_the_wait(event: Event) -> None:
    """Close an answered request that nobody has confirmed in time."""
    if event.data.get("action") != "close_unconfirmed":
        return
    waiting = Deadline.objects.filter(
        pk=event.data["deadline"], met_at__isnull=True, cancelled_at__isnull=True
    )
    if not waiting.exists() or not Case.objects.filter(pk=event.subject_id).exists():
        return
    try:
        close_unconfirmed(item_id=event.subject_id, at=event.at)
    except ActionNotPossible:
        return  # the requester answered in the meantime


@subscriber("cases.withdrawn", name="cases.split")
def release_merged(event: Event) -> None:
    """What was merged into a withdrawn request still waits for its answer."""
    split_all(main_id=event.subject_id, at=event.at)


def _tell_those_who_share(event: Event, case: Case, template: str) -> None:
    """Requesters of merged requests hear as the main one's; who joined hears in words of its own.

    Each gets the link of their own page, which shows nothing private of the other's.
    """
    if template not in SHARED:
        return
    for other in merged_into(case.pk):
        notify(
            template=template,
            recipients=requester_of(other),
            event_id=event.pk,
            at=event.at,
            params={"number": spoken(other.item.number), "category": other.category.name},
            link=reverse("cases:follow", args=[other.token]),
        )
    for follower, recipient in followers_to_tell(case.pk):
        notify(
            template=SHARED[template],
            recipients=[recipient],
            event_id=event.pk,
            at=event.at,
            link=reverse("cases:joined", args=[follower.token]),
        )


def _tell(event: Event, case: Case, template: str, relation: Relation) -> None:
    number = case.item.number
    if relation is Relation.REQUESTER:
        link = reverse("cases:follow", args=[case.token])
    else:
        link = reverse("cases:item", args=[number])
    notify(
        template=template,
        recipients=concerned(event=event, case=case, relation=relation),
        event_id=event.pk,
        at=event.at,
        params={"number": spoken(number), "category": case.category.name},
        link=link,
    )
