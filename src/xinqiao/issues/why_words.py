"""Why a request belongs to an issue, and why an issue is hot, in sentences for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_BARS: Final = "▁▂▃▄▅▆▇█"
_SAYS: Final = {
    "size": gettext_lazy("%(count)s requests; each doubling adds points"),
    "recent": gettext_lazy("as much as %(count)s requests of today; older ones count less"),
    "support": gettext_lazy("%(count)s more people joined or voted for it"),
    "waiting": gettext_lazy("%(count)s requests wait for an answer"),
    "late": gettext_lazy("%(count)s requests are late"),
    "spread": gettext_lazy("people spoke of it on %(count)s days"),
}


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One summand of the heat in words."""

    words: str
    points: float


def heat_lines(parts: Sequence[Sequence[Any]]) -> list[HeatLine]:
    """The parts that add something, largest first."""
    lines = [
        HeatLine(str(_SAYS[name]) % {"count": f"{count:g}"}, points)
        for name, count, points in parts
        if points
    ]
    return sorted(lines, key=lambda line: -line.points)


def why_lines(why: Mapping[str, Any], *, is_fixed: bool, by: str = "") -> list[str]:
    """Why a request belongs; empty when nothing is known."""
    lines = []
    if is_fixed:
        lines.append(_("Put here by %(name)s.") % {"name": by} if by else _("Put here by staff."))
    if places := why.get("places"):
        lines.append(_("Same place: %(names)s.") % {"names": "、".join(places)})
    if words := why.get("words"):
        lines.append(_("Same words: %(words)s.") % {"words": "、".join(words)})
    if why.get("days") is not None:
        lines.append(_days(int(why["days"])))
    if (metres := why.get("metres")) is not None:
        lines.append(_("%(metres)s metres from the middle of the issue.") % {"metres": metres})
    return lines


def spark(weeks: Sequence[int]) -> str:
    """Counts a week as a line of small bars, oldest first."""
    most = max(weeks, default=0)
    if not most:
        return _BARS[0] * len(weeks)
    return "".join(_BARS[round(n / most * (len(_BARS) - 1))] for n in weeks)


def _days(days: int) -> str:
    if days == 0:
        return _("Said on the same day as the request most like it.")
    return ngettext(
        "%(days)s day apart from the request most like it.",
        "%(days)s days apart from the request most like it.",
        days,
    ) % {"days": days}
