"""What flows, clocks and limits are called on the administrators' pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.workflow.machine import latest, registered
from xinqiao.workflow.models import Unit
from xinqiao.workflow.pages import category_choices, registered_pages

_FLOWS: dict[str, Promise] = {"case": _("Request")}
_CLOCKS: dict[str, Promise] = {
    "accept": _("Acceptance"),
    "reply": _("First answer"),
    "handle": _("Handling"),
    "verify": _("Confirmation by the requester"),
    "co": _("Share of a called unit"),
}


def flow_label(flow: str) -> str:
    """The name of a kind of item."""
    told = [pages.label for pages in registered_pages() if pages.flow == flow and pages.label]
    return str(told[0] if told else _FLOWS.get(flow, flow))


def clock_label(clock: str, flow: str = "") -> str:
    """The name of a clock, as its own flow calls it where that says so."""
    for pages in registered_pages():
        if pages.flow == flow and clock in pages.clocks:
            return str(pages.clocks[clock])
    return str(_CLOCKS.get(clock, clock))


def flow_choices() -> list[tuple[str, str]]:
    """Every kind of item, for a select."""
    return [(name, flow_label(name)) for name in sorted({flow.name for flow in registered()})]


def clock_choices() -> list[tuple[str, str]]:
    """Every clock of the newest flows, as `flow/clock`, for a select."""
    return [
        (f"{name}/{clock.name}", f"{label}: {clock_label(clock.name, name)}")
        for name, label in flow_choices()
        for clock in latest(name).clocks
    ]


def category_options(at: datetime) -> list[tuple[str, str]]:
    """Every category with its depth, for a select."""
    return [(c.code, "— " * c.depth + c.name) for c in category_choices(at)]


def category_names(at: datetime) -> dict[str, str]:
    """Names of the categories by their codes."""
    return {choice.code: choice.name for choice in category_choices(at)}


def standard_limits() -> Sequence[tuple[str, str, str]]:
    """Clock, amount and unit that a flow itself brings, where no rule says otherwise."""
    return [
        (
            f"{label}: {clock_label(clock.name, name)}",
            str(clock.limit.amount),
            str(Unit(clock.limit.unit.value).label),
        )
        for name, label in flow_choices()
        for clock in latest(name).clocks
    ]
