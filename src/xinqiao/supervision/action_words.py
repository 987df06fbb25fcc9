"""What the actions, states and clocks of a notice are called, and the keys that press them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.supervision import flow

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ActionWords:
    """A button: what it says, its key, its icon, and whether it is a main one."""

    label: Words
    key: str
    icon: str
    is_main: bool = False


ACTIONS: Final[dict[str, ActionWords]] = {
    "accept": ActionWords(_("Sign for it"), "a", "hand-stop", is_main=True),
    "begin": ActionWords(_("Say how it will be put right"), "p", "tools"),
    "report_back": ActionWords(_("Report back with proof"), "c", "checks", is_main=True),
    "cancel": ActionWords(_("Verified: cancel the number"), "f", "circle-check", is_main=True),
    "send_back": ActionWords(_("Not put right: send back"), "b", "corner-up-left"),
    "extend": ActionWords(_("Extend the deadline"), "e", "calendar-plus"),
    "expose": ActionWords(_("Expose to the public"), "o", "news"),
    "revoke": ActionWords(_("Revoke the notice"), "z", "x"),
    "note": ActionWords(_("Write a note"), "n", "note"),
}

STATES: Final[dict[str, Words]] = {
    flow.ISSUED: _("To be signed for"),
    flow.SIGNED: _("Signed for"),
    flow.RECTIFYING: _("Being put right"),
    flow.REPORTED: _("To be verified"),
    flow.CANCELLED: _("Number cancelled"),
    flow.REVOKED: _("Revoked"),
}

CLOCKS: Final[dict[str, Words]] = {
    "accept": _("Sign for the notice"),
    "rectify": _("Put it right"),
    "redo": _("Put it right after it was sent back"),
    "verify": _("Verify what was reported"),
}

WHISTLE_STATES: Final[dict[str, Words]] = {
    "in_time": _("Came in time"),
    "late": _("Came late"),
    "missing": _("Did not come"),
    "waiting": _("Still has time"),
    "dropped": _("Ended before they came"),
}
