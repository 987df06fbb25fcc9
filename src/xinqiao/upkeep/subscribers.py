"""What follows from events of upkeep. Runs in the worker, at least once for each event."""

from __future__ import annotations

from typing import Final

from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.grid.selectors.posts import holders
from xinqiao.kit.numbers import spoken
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.upkeep import told  # noqa: F401  declares what they say
from xinqiao.upkeep.flow import UPKEEP_FLOW
from xinqiao.upkeep.models import Task
from xinqiao.upkeep.services.settle import follow_steward, let_pass
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Assignment, Part
from xinqiao.workflow.pages import pages_of

_MOMENTS: Final = {"upkeep.returned": "send_back", "workflow.escalated": "rung"}


@subscriber(*_MOMENTS, name="upkeep.notices")
def tell_people(event: Event) -> None:
    """Leave the notices that the flow declares for this moment."""
    task = Task.objects.filter(pk=event.subject_id).select_related("item").first()
    if task is None:
        return
    for spec in UPKEEP_FLOW.notices:
        if spec.on == _MOMENTS[event.kind]:
            for relation in spec.to:
                _tell(event, task, spec.template, Relation(relation))


@subscriber("workflow.expired", name="upkeep.expired")
def agree(event: Event) -> None:
    """Nobody looked in three days: what was done with a photo counts as confirmed."""
    if Task.objects.filter(pk=event.subject_id).exists():
        let_pass(item_id=event.subject_id, at=event.at)


@subscriber("registry.steward_set", name="upkeep.steward")
def hand_over(event: Event) -> None:
    """What is due goes to the new steward."""
    follow_steward(facility_id=event.subject_id, at=event.at)


def _tell(event: Event, task: Task, template: str, relation: Relation) -> None:
    item = task.item
    posts = [item.owner_post_id]
    if relation is Relation.SUPERVISOR:
        watching = Assignment.objects.filter(item=item, part=Part.SUPERVISE, until__isnull=True)
        posts = list(watching.values_list("post_id", flat=True))
    seated = holders(post_ids=[post for post in posts if post is not None], at=event.at)
    found = {user_id for people in seated.values() for user_id, _name in people}
    notify(
        template=template,
        recipients=[Recipient.user(user) for user in sorted(found - {event.actor_user_id})],
        event_id=event.pk,
        at=event.at,
        params={"number": spoken(item.number)},
        link=pages_of(item.flow).number_url(item.number),
    )
