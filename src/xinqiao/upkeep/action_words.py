"""What the actions, states and clocks of upkeep are called, and the keys that press them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.upkeep import flow

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ActionWords:
    """A button: what it says, its key, its icon, and whether it is a main one."""

    label: Words
    key: str
    icon: str
    is_main: bool = False


# The product's own actions (let_pass, move) have no button.
ACTIONS: Final[dict[str, ActionWords]] = {
    "check": ActionWords(_("Done, with a photo"), "c", "camera", is_main=True),
    "confirm": ActionWords(_("Confirm"), "f", "circle-check", is_main=True),
    "send_back": ActionWords(_("Not done yet: send back"), "b", "corner-up-left"),
    "drop": ActionWords(_("Not needed this time"), "z", "x"),
}

STATES: Final[dict[str, Words]] = {
    flow.WAITING: _("To be done"),
    flow.CHECKED: _("Done, to be confirmed"),
    flow.CONFIRMED: _("Confirmed"),
    flow.DROPPED: _("Not needed"),
}

CLOCKS: Final[dict[str, Words]] = {
    "do": _("Do the upkeep"),
    "redo": _("Do it again after it was sent back"),
    flow.CONFIRM_CLOCK: _("Confirm it, else it counts as confirmed"),
}
