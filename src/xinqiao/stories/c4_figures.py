"""The figures C4 must end with, asked of the product's own statistics and lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.cases.selectors.follow import follow_page
from xinqiao.cases.selectors.responsibility import (
    Asked,
    demand,
    responsibility_page,
    responsible_parties,
)
from xinqiao.cases.selectors.statistics import Statistics
from xinqiao.stories.figures import Figure

STATES = ("assigned", "handling", "waiting", "answered", "closed", "withdrawn")
COLOURS = ("green", "blue", "yellow", "red")


def figures(before: Statistics, end: Statistics, *, reports: int, phoned: int) -> list[Figure]:
    """Reports, satisfaction, states and colours, as the statistics count them."""
    received = end.received - before.received
    states = {name: end.by_state.get(name, 0) - before.by_state.get(name, 0) for name in STATES}
    colours = sum(end.by_colour[name] - before.by_colour[name] for name in COLOURS)
    rated = end.satisfied.whole - before.satisfied.whole
    content = end.satisfied.part - before.satisfied.part
    return [
        Figure("reports", reports, received),
        Figure("satisfied, over 99 per cent", "yes", _yes(bool(rated) and content > 0.99 * rated)),
        *(Figure(f"some are {name}", "yes", _yes(states[name] > 0)) for name in STATES),
        Figure("all states together", received, sum(states.values())),
        Figure(
            "green, blue, yellow and red, with those withdrawn",
            received,
            colours + states["withdrawn"],
        ),
        Figure("taken down by 12345", phoned, end.assisted.part - before.assisted.part),
    ]


def lists(
    office: Actor,
    end: Statistics,
    *,
    tokens: Sequence[str],
    photographers: int,
    began: datetime,
    at: datetime,
) -> list[Figure]:
    """The responsibility list names somebody and a time for everything asked; links work."""
    asked = Asked(since=began)
    parties = responsible_parties(actor=office, asked=asked, at=at)
    page = responsibility_page(actor=office, asked=asked, at=at, size=100)
    people = demand(actor=office, asked=asked, at=at).people
    pages = [follow_page(token=token) for token in tokens[:: max(1, len(tokens) // 100)]]
    unfinished = sum(end.by_state.get(name, 0) for name in ("assigned", "handling", "waiting"))
    return [
        Figure("on the responsibility list", unfinished, sum(p.open for p in parties)),
        Figure("lines without a name or a time", 0, sum(not r.is_complete for r in page.items)),
        Figure("photographers", photographers, people),
        Figure("follow pages that open", len(pages), sum(bool(page.timeline) for page in pages)),
    ]


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
