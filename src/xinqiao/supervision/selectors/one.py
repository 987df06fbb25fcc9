"""Everything the page of one notice shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import timeline as events_of
from xinqiao.supervision.models import Account, Notice, Remark
from xinqiao.supervision.selectors.accounts import visible_accounts
from xinqiao.supervision.selectors.duty import may_settle
from xinqiao.workflow.colour import Colour, colour
from xinqiao.workflow.models import SUBJECT, Deadline, Item
from xinqiao.workflow.selectors.parties import allowed_actions, is_owner

_ICONS: Final[dict[str, str]] = {
    "supervision.issued": "file-certificate",
    "supervision.accepted": "hand-stop",
    "supervision.rectifying": "tools",
    "supervision.reported": "checks",
    "supervision.cancelled": "circle-check",
    "supervision.returned": "corner-up-left",
    "supervision.extended": "calendar-plus",
    "supervision.exposed": "news",
    "supervision.revoked": "x",
    "supervision.noted": "note",
    "supervision.reminded": "bell-ringing",
    "supervision.called_to_account": "gavel",
    "supervision.account_settled": "gavel",
    "workflow.reminded": "bell",
    "workflow.escalated": "alert-triangle",
}
_COLOURS: Final[dict[str, str]] = {
    "supervision.cancelled": "green",
    "supervision.returned": "red",
    "supervision.exposed": "red",
    "supervision.called_to_account": "red",
    "workflow.reminded": "yellow",
    "workflow.escalated": "red",
}
# The clocks by which the unit must put it right.
PROMISES: Final = ("rectify", "redo")
_FOR_FEW: Final = frozenset({"supervision.called_to_account", "supervision.account_settled"})
# Only those above do these, and never on their own work.
ABOVE_ONLY: Final = frozenset({"cancel", "send_back", "extend", "expose", "revoke"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One step with the words written then."""

    at: datetime
    title: str
    actor: str
    text: str
    icon: str
    colour: str
    photos: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of the notice, with its colour at the time of the page."""

    clock: str
    limit: str
    colour: Colour
    due_at: datetime
    met_at: datetime | None
    cancelled_at: datetime | None
    extension_reason: str


def possible_actions(*, actor: Actor, notice: Notice, at: datetime) -> list[str]:
    """Names of what this actor may do with the notice now, in the flow's order."""
    allowed = [action.name for action in allowed_actions(actor=actor, item=notice.item)]
    return [name for name in allowed if _fits(name, actor, notice, at)]


def row_actions(*, actor: Actor, item: Item) -> list[str]:
    """The same for a row of the work list, from the item alone; what needs more is left out."""
    allowed = [action.name for action in allowed_actions(actor=actor, item=item)]
    owns = is_owner(actor=actor, item=item)
    return [
        name
        for name in allowed
        if name not in ("expose", "revoke", "extend") and not (owns and name in ABOVE_ONLY)
    ]


def steps(notice: Notice, *, with_accounts: bool) -> list[Entry]:
    """What has happened, newest first; two statements.

    with_accounts: also that the unit was called to account, which only few may know.
    """
    words = {r.event_id: r.text for r in Remark.objects.filter(notice=notice)}
    events = events_of(subject_kind=SUBJECT, subject_id=notice.pk)
    return [
        Entry(
            at=event.at,
            title=label_of(event.kind),
            actor=event.actor_label,
            text=words.get(event.pk, ""),
            icon=_ICONS.get(event.kind, "point"),
            colour=_COLOURS.get(event.kind, ""),
        )
        for event in reversed(list(events))
        if with_accounts or event.kind not in _FOR_FEW
    ]


def clock_rows(notice: Notice, at: datetime) -> list[ClockRow]:
    """The clocks of the notice, oldest first; one statement."""
    return [
        ClockRow(
            clock=row.clock,
            limit=f"{row.amount.normalize():f} {row.get_unit_display()}",
            colour=colour(
                yellow_at=row.yellow_at,
                due_at=row.due_at,
                done_at=row.met_at,
                paused_at=row.paused_at,
                now=at,
            ),
            due_at=row.due_at,
            met_at=row.met_at,
            cancelled_at=row.cancelled_at,
            extension_reason=row.extension_reason,
        )
        for row in Deadline.objects.filter(item_id=notice.pk).order_by("id")
    ]


def accounts_of(*, actor: Actor, notice: Notice) -> list[Account]:
    """Calls to account that followed, as far as the actor may see them; one statement."""
    return list(visible_accounts(actor=actor).filter(notice=notice).order_by("id"))


def promise_of(item_id: int) -> Deadline | None:
    """The clock by which the unit must put it right, while it runs; one statement."""
    return (
        Deadline.objects.filter(
            item_id=item_id,
            clock__in=PROMISES,
            met_at__isnull=True,
            cancelled_at__isnull=True,
        )
        .order_by("due_at")
        .first()
    )


def put_right_by(item_id: int) -> datetime | None:
    """By when the unit must put it right, or had to; one statement."""
    latest = Deadline.objects.filter(item_id=item_id, clock__in=PROMISES).order_by("-id")
    return latest.values_list("due_at", flat=True).first()


def late_seconds(item_id: int, at: datetime) -> int:
    """By how much the unit is late; 0 when it is not, or has reported back."""
    promise = promise_of(item_id)
    return max(0, int((at - promise.due_at).total_seconds())) if promise else 0


def _fits(name: str, actor: Actor, notice: Notice, at: datetime) -> bool:
    """What the flow cannot know: who issued it, who reported it, whether it is late at all."""
    if name in ABOVE_ONLY and not may_settle(actor=actor, notice=notice, item=notice.item):
        return False
    if name == "cancel":
        return notice.reported_by_id is None or notice.reported_by_id != actor.user_id
    if name == "expose":
        if notice.exposed_at is not None:
            return False
        return notice.was_late or notice.times_returned > 0 or late_seconds(notice.pk, at) > 0
    return True
