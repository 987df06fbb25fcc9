"""What states, clocks and actions of calls and fittings are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinqiao.care import flow
from xinqiao.care.rota import days_of

Words = str | Promise

CALL_STATES: Final[dict[str, Words]] = {
    flow.RINGING: _("Being rung"),
    flow.TAKEN: _("Somebody comes"),
    flow.ARRIVED: _("Somebody is there"),
    flow.HELPED: _("Helped, not rated yet"),
    flow.RATED: _("Over"),
    flow.UNDONE: _("Taken back"),
}
FITTING_STATES: Final[dict[str, Words]] = {
    flow.ORDERED: _("To be fitted"),
    flow.FITTED: _("Fitted"),
    flow.CALLED_OFF: _("Called off"),
}
CALL_CLOCKS: Final[dict[str, Words]] = {
    "accept": _("Somebody says they come"),
    "arrive": _("Somebody is there"),
    "done": _("Help is done"),
    "confirm": _("Wait for the rating"),
}
FITTING_CLOCKS: Final[dict[str, Words]] = {"fit": _("Fit it")}

# Why somebody was asked, as `ranking` says it.
WHY: Final[dict[str, Words]] = {
    "on_duty": _("on duty"),
    "free": _("free"),
    "skilled": _("has the skill"),
    "near": _("lives near"),
    "busy": _("busy with another call"),
}

WEEKDAYS: Final = (
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
)
_EVERY_DAY: Final = 127


def weekday_words(mask: int) -> str:
    """Bits of weekdays (Monday is 1) as people say them."""
    if mask == _EVERY_DAY:
        return gettext("every day")
    return "、".join(str(WEEKDAYS[day][1]) for day in days_of(mask))
