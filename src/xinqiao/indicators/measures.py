"""What is counted (指标口径): each measure says which moment of an item puts it on a day, and
which items count. One catalogue for every flow; a flow's feed tells which of them it fills.

`condition` is SQL over the columns of `indicators_fact`. Withdrawn and merged items count in
`received` and `withdrawn` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Moment(StrEnum):
    """The time of an item that decides on which local day a measure counts it."""

    OPENED = "opened_at"
    ACCEPTED = "accepted_at"
    REPLIED = "replied_at"
    DUE = "due_at"
    DONE = "done_at"
    CLOSED = "closed_at"
    RATED = "rated_at"


MOMENT_WORDS: Final[dict[Moment, Promise]] = {
    Moment.OPENED: _("counted on the day it was opened"),
    Moment.ACCEPTED: _("counted on the day it was accepted"),
    Moment.REPLIED: _("counted on the day of the first reply"),
    Moment.DUE: _("counted on the day it was due"),
    Moment.DONE: _("counted on the day it was handled"),
    Moment.CLOSED: _("counted on the day it was closed"),
    Moment.RATED: _("counted on the day it was rated"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted.

    condition: SQL; "" counts all at that moment. part_of: the measure it is a share of. needs:
    members of the feed without which it can only be zero. points: it adds up scores, not items.
    """

    code: str
    moment: Moment
    words: Promise
    condition: str = ""
    part_of: str = ""
    needs: tuple[str, ...] = ()
    points: bool = False


_O, _A, _R, _D, _H, _C, _S = Moment
_DONE: Final = "done_at IS NOT NULL"

_CATALOGUE: Final = (
    Measure("received", _O, _("received")),
    Measure("withdrawn", _O, _("withdrawn or merged"), "is_withdrawn", "received", ("withdrawn",)),
    Measure("valid", _O, _("received and not withdrawn"), "", "received"),
    Measure(
        "responded",
        _O,
        _("received and taken up"),
        "(accepted_at IS NOT NULL OR replied_at IS NOT NULL)",
        "valid",
        ("accepted",),
    ),
    Measure("received_handled", _O, _("received and handled"), _DONE, "valid"),
    Measure(
        "received_closed",
        _O,
        _("received and closed"),
        "closed_at IS NOT NULL",
        "valid",
        ("closed",),
    ),
    Measure(
        "dispatched",
        _O,
        _("dispatched to a post or unit"),
        "(post_id <> 0 OR organisation_id <> 0)",
        "valid",
    ),
    Measure(
        "dispatched_right",
        _O,
        _("dispatched and never sent back"),
        "(post_id <> 0 OR organisation_id <> 0) AND times_returned = 0",
        "dispatched",
    ),
    Measure("returned", _O, _("sent back"), "times_returned > 0", "dispatched", ("returned",)),
    Measure("escalated", _O, _("late and told above"), "times_escalated > 0", "valid"),
    Measure("whistled", _O, _("whistled"), "times_whistled > 0", "valid", ("whistled",)),
    Measure("supervised", _O, _("supervised"), "times_supervised > 0", "valid", ("supervised",)),
    Measure(
        "answered_ever",
        _O,
        _("handled at least once"),
        "(done_at IS NOT NULL OR times_reopened > 0)",
        "valid",
    ),
    Measure("accepted", _A, _("accepted by its owner"), needs=("accepted",)),
    Measure(
        "accepted_in_time",
        _A,
        _("accepted in time"),
        "accepted_at <= accept_due_at",
        "accepted",
        ("accepted",),
    ),
    Measure("replied", _R, _("first replies"), needs=("replied",)),
    Measure(
        "replied_in_time",
        _R,
        _("first replies in time"),
        "replied_at <= reply_due_at",
        "replied",
        ("replied",),
    ),
    Measure("due", _D, _("due to be handled")),
    Measure("due_handled", _D, _("due and handled"), _DONE, "due"),
    Measure("due_on_time", _D, _("due and handled in time"), "done_at <= due_at", "due_handled"),
    Measure("due_overdue_pending", _D, _("due and still not handled"), "done_at IS NULL", "due"),
    Measure(
        "extended", _D, _("due after an extension"), "times_extended > 0", "due", ("extended",)
    ),
    Measure("handled", _H, _("handled")),
    Measure("handled_on_time", _H, _("handled in time"), "done_at <= due_at", "handled"),
    Measure(
        "reworked",
        _H,
        _("handled again after being reopened"),
        "times_reopened > 0",
        "handled",
        ("reopened",),
    ),
    Measure("solved", _H, _("handled and solved"), "outcome = 'solved'", "handled"),
    Measure("closed", _C, _("closed"), needs=("closed",)),
    Measure("rated", _S, _("rated"), needs=("rated",)),
    Measure("satisfied", _S, _("rated as satisfied"), "is_satisfied", "rated", ("rated",)),
    Measure("score_sum", _S, _("sum of the scores"), "", "rated", ("rated",), points=True),
)

MEASURES: Final[dict[str, Measure]] = {measure.code: measure for measure in _CATALOGUE}
CODES: Final = tuple(MEASURES)

# Pairs that never count the same item, and may therefore be added up.
APART: Final = frozenset(
    {
        frozenset({"withdrawn", "valid"}),
        frozenset({"dispatched_right", "returned"}),
        frozenset({"due_handled", "due_overdue_pending"}),
        frozenset({"due_on_time", "due_overdue_pending"}),
    }
)


def measures_of(moment: Moment) -> tuple[Measure, ...]:
    """The measures that a moment puts on a day, in the catalogue's order."""
    return tuple(measure for measure in _CATALOGUE if measure.moment is moment)


def is_part(code: str, whole: str) -> bool:
    """Whether everything that `code` counts is counted by `whole` on the same day as well."""
    while code and code != whole:
        code = MEASURES[code].part_of
    return code == whole
