"""What the actions and states of a request are called, and the keys that press them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.cases import flow

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ActionWords:
    """A button: what it says, its key in lists, its icon, and whether it is a main one."""

    label: Words
    key: str
    icon: str
    is_main: bool = False


ACTIONS: Final[dict[str, ActionWords]] = {
    "accept": ActionWords(_("Accept"), "a", "hand-stop", is_main=True),
    "close": ActionWords(_("Close with proof"), "c", "circle-check", is_main=True),
    "resume": ActionWords(_("Resume"), "r", "player-play", is_main=True),
    "answer_question": ActionWords(_("Record the requester's answer"), "v", "message-reply"),
    "reply": ActionWords(_("Answer the requester"), "y", "message"),
    "ask": ActionWords(_("Ask the requester"), "q", "help-circle"),
    "call_back": ActionWords(_("Record the call-back"), "l", "phone-call", is_main=True),
    "co_reply": ActionWords(_("Report our part done"), "o", "checks", is_main=True),
    "dispatch": ActionWords(_("Hand over"), "d", "send"),
    "whistle": ActionWords(_("Call units together"), "w", "speakerphone"),
    "send_back": ActionWords(_("Send back"), "b", "corner-up-left"),
    "hand_up": ActionWords(_("Hand up"), "u", "arrow-big-up"),
    "take_over": ActionWords(_("Take over"), "t", "hand-grab"),
    "supervise": ActionWords(_("Press for it"), "s", "eye"),
    "pause": ActionWords(_("Wait"), "p", "player-pause"),
    "extend": ActionWords(_("Extend the time"), "e", "calendar-plus"),
    "note": ActionWords(_("Internal note"), "n", "note"),
    "recategorise": ActionWords(_("Correct the category"), "g", "category"),
    "withdraw": ActionWords(_("Withdraw for the requester"), "z", "x"),
    "merge": ActionWords(_("Merge into another"), "m", "arrows-join"),
    "split": ActionWords(_("Split off again"), "k", "arrows-split"),
    "conclude": ActionWords(_("Conclude"), "f", "flag"),
}

STATES: Final[dict[str, Words]] = {
    flow.ASSIGNED: _("To be accepted"),
    flow.HANDLING: _("Being handled"),
    flow.WAITING: _("Waiting"),
    flow.ANSWERED: _("Answered, to be confirmed"),
    flow.CLOSED: _("Closed"),
    flow.WITHDRAWN: _("Withdrawn"),
    flow.MERGED: _("Merged into another"),
}

CLOCKS: Final[dict[str, Words]] = {
    "accept": _("Accept"),
    "reply": _("First answer"),
    "handle": _("Solve"),
    "verify": _("Confirmation"),
    "co": _("Unit called in"),
}

EVENTS: Final[dict[str, Words]] = {
    "cases.reported": _("Reported"),
    "cases.accepted": _("Accepted"),
    "cases.returned": _("Sent back"),
    "cases.dispatched": _("Handed over"),
    "cases.handed_up": _("Handed up"),
    "cases.whistled": _("Units called together"),
    "cases.co_replied": _("A unit reported its part done"),
    "cases.asked": _("The requester was asked"),
    "cases.question_answered": _("The requester answered"),
    "cases.paused": _("Waiting"),
    "cases.resumed": _("Goes on"),
    "cases.extended": _("Time extended"),
    "cases.replied": _("Answered the requester"),
    "cases.answered": _("Closed with proof"),
    "cases.rated": _("Rated by the requester"),
    "cases.called_back": _("Called back"),
    "cases.reopened": _("Opened again"),
    "cases.closed": _("Closed without confirmation"),
    "cases.concluded": _("Concluded by the county"),
    "cases.settled": _("Settled by the other system"),
    "cases.withdrawn": _("Withdrawn"),
    "cases.taken_over": _("Taken over"),
    "cases.supervised": _("Under supervision"),
    "cases.moved": _("Moved after a redraw of boundaries"),
    "cases.noted": _("Internal note"),
    "cases.recategorised": _("Category corrected"),
    "cases.handed_out": _("Several handed out together"),
    "cases.done_together": _("The same done with several"),
    "cases.merged": _("Merged into another request"),
    "cases.absorbed": _("Another request was merged into this one"),
    "cases.split": _("Split off again"),
    "cases.released": _("A merged request was split off again"),
    "cases.merged_rated": _("Rated by the requester"),
    "cases.joined": _("Somebody else has the same problem"),
    "cases.wall_objected": _("Objection to the public wall: hidden"),
    "cases.wall_decided": _("Objection to the public wall decided"),
    "cases.wall_left": _("Taken off the public wall by the requester"),
    "workflow.reminded": _("Reminded that the time is running out"),
    "workflow.escalated": _("Late: the level above was told"),
    "workflow.became": _("Something came out of it"),
    "workflow.came_from": _("It came out of something"),
    "workflow.expired": _("The time for confirmation is over"),
    "accounts.revealed": _("Somebody looked at the requester's contact"),
}
