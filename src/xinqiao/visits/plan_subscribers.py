"""What follows for planned visits from events of other rooms, and who is told. In the worker."""

from __future__ import annotations

from django.urls import reverse

from xinqiao.accounts.access import GRID_ROLES, Role
from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.registry.models import HOUSEHOLD, PERSON
from xinqiao.visits import plan_notices  # noqa: F401  declares what they say
from xinqiao.visits.selectors.recipients import declarant, people_of_area, people_of_posts
from xinqiao.visits.services.following import follow_opened, follow_people, follow_post
from xinqiao.visits.services.signals import refresh

_REGISTER = (
    "registry.moved",
    "registry.transferred",
    "registry.left",
    "registry.died",
    "registry.person_edited",
    "registry.household_split",
    "registry.household_merged",
    "registry.untagged",
)


@subscriber(*_REGISTER, name="visits.follow_people")
def follow_register(event: Event) -> None:
    """Whoever moved, left, died or lost a category leaves the lists or changes to another."""
    people = [event.subject_id] if event.subject_kind == PERSON else []
    people += [one for one in event.data.get("people", ()) if isinstance(one, int)]
    homes = [event.subject_id] if event.subject_kind == HOUSEHOLD else []
    homes += [one for one in event.data.get("households", ()) if isinstance(one, int)]
    follow_people(person_ids=people, household_ids=homes, at=event.at)


@subscriber("registry.merged", "registry.unmerged", name="visits.freshness_of_merged")
def refresh_merged(event: Event) -> None:
    """Signals went along with a merger; when the person turns stale is computed anew."""
    if event.subject_kind == PERSON:
        refresh(person_ids=[event.subject_id], at=event.at)


@subscriber("grid.post_closed", "grid.post_opened", name="visits.follow_posts")
def follow_posts(event: Event) -> None:
    """A post that closes hands its list on; one that opens takes over what the desk had."""
    if event.kind == "grid.post_closed":
        follow_post(post_id=event.subject_id, at=event.at)
    else:
        follow_opened(post_id=event.subject_id, at=event.at)


@subscriber("visits.missed", name="visits.tell_missed")
def tell_missed(event: Event) -> None:
    """The community hears how many visits were missed; its ladder begins with people."""
    community = int(event.data["community"])
    _tell(
        event,
        "visits.missed",
        people_of_area(area_id=community, roles=(Role.COMMUNITY,), at=event.at),
        link=reverse("visits:coverage"),
        params={"count": int(event.data["count"])},
    )


@subscriber("visits.asked_for", name="visits.tell_asked_for")
def tell_asked_for(event: Event) -> None:
    """Those whose lists grew."""
    _tell(
        event,
        "visits.asked_for",
        people_of_area(path=event.area_path, roles=tuple(GRID_ROLES), at=event.at),
        link=reverse("visits:today"),
        params={"count": int(event.data["count"])},
    )


@subscriber("visits.declared", "visits.declaration_settled", name="visits.tell_declared")
def tell_declared(event: Event) -> None:
    """The grid worker hears of a change, the resident of its answer."""
    if event.kind == "visits.declaration_settled":
        _tell(event, event.kind, declarant(event.subject_id), link=reverse("visits:declare"))
    elif event.data.get("open"):
        workers = people_of_area(
            path=event.area_path, roles=(Role.GRID_WORKER, Role.GRID_LEADER), at=event.at
        )
        _tell(event, event.kind, workers, link=reverse("visits:declarations"))


@subscriber("visits.leave_taken", name="visits.tell_leave")
def tell_leave(event: Event) -> None:
    """Whoever stands in."""
    people = people_of_posts(post_ids=[int(event.data["substitute"])], at=event.at)
    _tell(event, event.kind, people, link=reverse("visits:today"))


def _tell(
    event: Event,
    template: str,
    recipients: list[Recipient],
    *,
    link: str,
    params: dict[str, int] | None = None,
) -> None:
    others = [one for one in recipients if one.user_id != event.actor_user_id]
    notify(
        template=template,
        recipients=others,
        event_id=event.pk,
        at=event.at,
        link=link,
        params=params,
    )
