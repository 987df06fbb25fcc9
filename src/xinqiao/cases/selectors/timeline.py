"""What happened to a request, for somebody who works on it: events with the words said then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise

from xinqiao.accounts.access import Actor
from xinqiao.cases.action_words import CLOCKS, EVENTS
from xinqiao.cases.models import Case, Remark, RemarkKind
from xinqiao.cases.selectors.one import is_visible
from xinqiao.events.kinds import label_of
from xinqiao.events.models import Event
from xinqiao.events.selectors import timeline as events_of
from xinqiao.workflow.models import SUBJECT

_ICONS: Final[dict[str, str]] = {
    "cases.reported": "message-plus",
    "cases.accepted": "hand-stop",
    "cases.returned": "corner-up-left",
    "cases.dispatched": "send",
    "cases.handed_up": "arrow-big-up",
    "cases.whistled": "speakerphone",
    "cases.co_replied": "checks",
    "cases.asked": "help-circle",
    "cases.question_answered": "message-reply",
    "cases.paused": "player-pause",
    "cases.resumed": "player-play",
    "cases.extended": "calendar-plus",
    "cases.replied": "message",
    "cases.answered": "circle-check",
    "cases.rated": "star",
    "cases.called_back": "phone-call",
    "cases.reopened": "refresh",
    "cases.closed": "lock",
    "cases.concluded": "flag",
    "cases.settled": "lock",
    "cases.withdrawn": "x",
    "cases.taken_over": "hand-grab",
    "cases.supervised": "eye",
    "cases.moved": "map-pin",
    "cases.noted": "note",
    "cases.recategorised": "category",
    "cases.merged": "arrows-join",
    "cases.absorbed": "arrows-join",
    "cases.split": "arrows-split",
    "cases.released": "arrows-split",
    "cases.merged_rated": "star",
    "cases.joined": "user-plus",
    "workflow.reminded": "bell",
    "workflow.escalated": "alert-triangle",
    "workflow.expired": "clock",
    "accounts.revealed": "eye",
}
_COLOURS: Final[dict[str, str]] = {
    "cases.answered": "green",
    "cases.closed": "green",
    "cases.rated": "green",
    "cases.called_back": "green",
    "workflow.reminded": "yellow",
    "workflow.escalated": "red",
    "cases.reopened": "red",
}
_FOR_REQUESTER: Final = frozenset(
    kind
    for kind in _ICONS
    if kind.startswith("cases.")
    and kind
    not in {
        "cases.noted",
        "cases.recategorised",
        "cases.co_replied",
        "cases.moved",
        "cases.supervised",
        "cases.returned",
        "cases.absorbed",
        "cases.released",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. `on_behalf`: done for somebody else; `data`: facts and ids of the event."""

    at: datetime
    kind: str
    title: str | Promise
    actor: str
    text: str
    icon: str
    colour: str
    on_behalf: bool
    data: dict[str, Any]
    photos: Sequence[object] = ()


def timeline(*, actor: Actor, case: Case) -> list[Entry]:
    """Everything that happened, newest first; internal steps only for those who see the request.

    Constant statements. The requester sees no internal notes and no names of staff.
    """
    inside = actor.is_system or (actor.is_staff and is_visible(actor=actor, case=case))
    remarks = Remark.objects.filter(case=case)
    if not inside:
        remarks = remarks.filter(is_public=True)
    events = list(events_of(subject_kind=SUBJECT, subject_id=case.pk))
    words = _words_by_event(events, remarks.order_by("id"))
    shown = [event for event in events if inside or event.kind in _FOR_REQUESTER]
    return [_entry(event, words.get(event.pk, ""), inside) for event in reversed(shown)]


def _title(event: Event) -> str | Promise:
    title = EVENTS.get(event.kind) or label_of(event.kind)
    clock = CLOCKS.get(str(event.data.get("clock", "")))
    return f"{clock} · {title}" if clock and event.kind.startswith("workflow.") else title


def _entry(event: Event, text: str, inside: bool) -> Entry:
    return Entry(
        at=event.at,
        kind=event.kind,
        title=_title(event),
        actor=event.actor_label if inside else "",
        text=text,
        icon=_ICONS.get(event.kind, "point"),
        colour=_COLOURS.get(event.kind, ""),
        on_behalf=event.on_behalf,
        data=event.data if inside else {},
    )


_SAID_WITH: Final[dict[str, frozenset[str]]] = {
    RemarkKind.QUESTION.value: frozenset({"cases.asked"}),
    RemarkKind.ANSWER.value: frozenset({"cases.question_answered"}),
    RemarkKind.REPLY.value: frozenset({"cases.replied"}),
    RemarkKind.CLOSING.value: frozenset({"cases.answered", "cases.settled", "cases.concluded"}),
    RemarkKind.NOTE.value: frozenset({"cases.noted", "cases.co_replied"}),
    RemarkKind.REASON.value: frozenset(
        {
            "cases.returned",
            "cases.dispatched",
            "cases.handed_up",
            "cases.taken_over",
            "cases.supervised",
            "cases.whistled",
            "cases.paused",
            "cases.extended",
            "cases.withdrawn",
            "cases.recategorised",
            "cases.merged",
            "cases.split",
        }
    ),
}


def _words_by_event(events: Iterable[Event], remarks: Iterable[Remark]) -> dict[int, str]:
    """Each remark beside the event it was written with: same moment, fitting kind, in order."""
    waiting = list(remarks)
    found: dict[int, str] = {}
    for event in events:
        for remark in waiting:
            if remark.at == event.at and event.kind in _SAID_WITH.get(remark.kind, ()):
                found[event.pk] = remark.text
                waiting.remove(remark)
                break
    return found
