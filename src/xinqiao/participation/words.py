"""What the actions, states and clocks of a project are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.participation import flow

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ActionWords:
    """A button, and what its text is asked for."""

    label: Words
    ask: Words
    icon: str
    is_main: bool = False


ACTIONS: Final[dict[str, ActionWords]] = {
    "propose": ActionWords(_("Project proposed"), _("What is to be done"), "bulb"),
    "verify": ActionWords(
        _("Verified on the spot"), _("What you found on the spot"), "zoom-check", is_main=True
    ),
    "fund": ActionWords(_("Money is there"), _("Who decided, and when"), "coin-yuan", is_main=True),
    "start": ActionWords(_("Work begins"), _("Who builds, and until when"), "tools", is_main=True),
    "finish": ActionWords(_("Work is done"), _("What was done"), "checks", is_main=True),
    "accept_work": ActionWords(
        _("Inspected and accepted"), _("What you inspected"), "circle-check", is_main=True
    ),
    "send_back": ActionWords(_("Not in order: send back"), _("Reason"), "corner-up-left"),
    "refuse": ActionWords(_("Not taken up"), _("Reason"), "x"),
    "note": ActionWords(_("Progress note"), _("Words"), "note"),
}

STATES: Final[dict[str, Words]] = {
    flow.PROPOSED: _("To be verified on the spot"),
    flow.VERIFIED: _("Verified, waits for money"),
    flow.FUNDED: _("Money is there, work not begun"),
    flow.BUILDING: _("Under construction"),
    flow.BUILT: _("Built, waits for inspection"),
    flow.ACCEPTED: _("Accepted after inspection"),
    flow.REFUSED: _("Not taken up"),
}

CLOCKS: Final[dict[str, Words]] = {
    "verify": _("Verify on the spot"),
    "fund": _("Find the money"),
    "build": _("Build"),
    "inspect": _("Inspect"),
    "mend": _("Put in order"),
}
