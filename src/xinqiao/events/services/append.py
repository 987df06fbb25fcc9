"""The one way into the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from xinqiao.events.models import Event, OutboxEntry
from xinqiao.events.subscriptions import outbox_names
from xinqiao.kit.bulk import insert_rows
from xinqiao.kit.time import require_aware

# Fewer are quicker in one statement than in two.
FEW = 20


class SigningPost(Protocol):
    """The post in which somebody acts."""

    @property
    def post_id(self) -> int: ...
    @property
    def title(self) -> str: ...


class Who(Protocol):
    """What the log needs to know of an `accounts.access.Actor`."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def is_staff(self) -> bool: ...
    def post_in(self, area_path: str) -> SigningPost | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One change to record; see `append`."""

    kind: str
    at: datetime
    subject_kind: str
    subject_id: int
    area_path: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    on_behalf: bool = False


def append(
    *,
    kind: str,
    actor: Who,
    at: datetime,
    subject_kind: str,
    subject_id: int,
    area_path: str = "",
    data: dict[str, Any] | None = None,
    on_behalf: bool = False,
) -> Event:
    """Record one change and what is owed to its subscribers, in the caller's transaction.

    kind: `<room>.<what happened>`, for example `cases.reported`. at: aware. data: facts and ids
    that JSON can hold; words that name residents stay in the rows they belong to.
    """
    new = NewEvent(
        kind=kind,
        at=at,
        subject_kind=subject_kind,
        subject_id=subject_id,
        area_path=area_path,
        data=data or {},
        on_behalf=on_behalf,
    )
    return append_many(actor=actor, events=[new])[0]


@transaction.atomic
def append_many(*, actor: Who, events: Iterable[NewEvent], quiet: bool = False) -> Sequence[Event]:
    """Record changes of one actor in two statements, in the order given.

    quiet: nobody is told, for what a file tells of the past.
    """
    rows = [Event(**event_columns(actor, new)) for new in events]
    if len(rows) > FEW:
        insert_rows(Event, rows)
    else:
        Event.objects.bulk_create(rows)
    owed = [
        OutboxEntry(event=row, subscriber=name, next_attempt_at=row.at)
        for row in ([] if quiet else rows)
        for name in outbox_names(row.kind)
    ]
    if owed:
        OutboxEntry.objects.bulk_create(owed, batch_size=1000)
    return rows


def event_columns(actor: Who, new: NewEvent) -> dict[str, Any]:
    """The columns of a change; the intake statement takes them from here too."""
    post = actor.post_in(new.area_path)
    return {
        "kind": new.kind,
        "at": require_aware(new.at),
        "actor_user_id": actor.user_id,
        "actor_post_id": post.post_id if post else None,
        "actor_label": _label(actor, post),
        "on_behalf": new.on_behalf,
        "subject_kind": new.subject_kind,
        "subject_id": new.subject_id,
        "area_path": new.area_path,
        "data": new.data,
    }


def _label(actor: Who, post: SigningPost | None) -> str:
    """Staff sign with name and post. A resident's name never enters a log that cannot forget."""
    if post is not None:
        return f"{actor.name} · {post.title}"[:160]
    return actor.name[:160] if actor.is_staff else ""
