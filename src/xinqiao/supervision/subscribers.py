"""What follows from events: people are told. Runs in the worker, at least once for each event."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.kit.numbers import spoken
from xinqiao.notifications.services.notify import notify
from xinqiao.supervision import told  # noqa: F401  declares what they say
from xinqiao.supervision.flow import SUPERVISION_FLOW
from xinqiao.supervision.models import Account, Notice, Reminder
from xinqiao.supervision.selectors.recipients import concerned, people_of
from xinqiao.workflow.flow import OPEN, Relation
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.pages import pages_of

_HEARD: Final = tuple(
    sorted(
        {SUPERVISION_FLOW.event_of(action) for action in SUPERVISION_FLOW.actions}
        | {"supervision.issued", "workflow.reminded", "workflow.escalated"}
    )
)
_MOMENTS: Final = {
    "supervision.issued": OPEN,
    "workflow.reminded": "yellow",
    "workflow.escalated": "rung",
}


@subscriber(*_HEARD, name="supervision.notices")
def tell_people(event: Event) -> None:
    """Leave the notices that the flow declares for this moment."""
    found = Notice.objects.filter(pk=event.subject_id).select_related("item")
    notice = found.first()
    if notice is None:
        return
    moment = _MOMENTS.get(event.kind, str(event.data.get("action", "")))
    if event.data.get("clock") == "verify" and moment in ("yellow", "rung"):
        # The supervisors are late, not the unit.
        template = "supervision.reported" if moment == "yellow" else "supervision.verify_late"
        _tell(event, notice, template, Relation.SUPERVISOR)
        return
    flow = flow_of(notice.item.flow, notice.item.flow_version)
    for spec in flow.notices:
        if spec.on == moment:
            for relation in spec.to:
                _tell(event, notice, spec.template, Relation(relation))


@subscriber("supervision.reminded", name="supervision.reminders")
def tell_the_owner(event: Event) -> None:
    """Tell whoever has the item that a supervisor reminds them."""
    found = Reminder.objects.filter(pk=event.data.get("reminder", 0)).select_related("item")
    reminder = found.first()
    if reminder is None:
        return
    number = reminder.item.number
    notify(
        template="supervision.reminded",
        recipients=people_of(
            post_ids=[reminder.post_id],
            organisation_ids=[reminder.organisation_id],
            at=event.at,
            but=event.actor_user_id,
        ),
        event_id=event.pk,
        at=event.at,
        params={"number": spoken(number)},
        link=pages_of(reminder.item.flow).number_url(number),
    )


@subscriber("supervision.called_to_account", name="supervision.accounts")
def tell_the_unit(event: Event) -> None:
    """Tell the unit that was called to account."""
    account = Account.objects.filter(pk=event.data.get("account", 0)).first()
    if account is None:
        return
    notify(
        template="supervision.called_to_account",
        recipients=people_of(
            post_ids=[account.post_id],
            organisation_ids=[account.organisation_id],
            at=event.at,
            but=event.actor_user_id,
        ),
        event_id=event.pk,
        at=event.at,
        link=reverse("supervision:account", args=[account.pk]),
    )


def _tell(event: Event, notice: Notice, template: str, relation: Relation) -> None:
    number = notice.item.number
    notify(
        template=template,
        recipients=concerned(event=event, notice=notice, relation=relation),
        event_id=event.pk,
        at=event.at,
        params={"number": spoken(number)},
        link=reverse("supervision:notice", args=[number]),
    )
