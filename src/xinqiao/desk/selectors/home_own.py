"""What is in somebody's own hands, and the buttons for what they do most."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.desk.board_query import DEFAULT_INDICATOR, BoardQuery
from xinqiao.desk.board_words import percent
from xinqiao.desk.sections import Duty, Section, rows_of, tiles_of, work_url
from xinqiao.desk.selectors.place import find_place, may_open_board
from xinqiao.indicators.periods import Period
from xinqiao.indicators.selectors.readings import readings, waits
from xinqiao.indicators.words import wait_words
from xinqiao.workflow.selectors.counts import colour_counts
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

URGENT = 8
MINE = WorkFilter(mine="me")
DAYS = 30
WORK = "work"  # the work list, narrowed to what is mine
# Whose, where to, icon, label, hint.
_OFFERS: Final[tuple[tuple[Any, ...], ...]] = (
    (
        GRID_ROLES,
        "field:page",
        "device-mobile",
        _("My grid on the phone"),
        _("today's visits and my people, also without signal"),
    ),
    (
        (*GRID_ROLES, *AREA_STAFF, Role.HOTLINE),
        "cases:field-report",
        "user-plus",
        _("Record for a resident"),
        _("somebody calls, or stands before you"),
    ),
    (
        (*AREA_STAFF, Role.HOTLINE),
        "cases:call-backs",
        "phone-check",
        _("Call-backs"),
        _("are they content"),
    ),
    (
        (*GRID_ROLES, Role.DEPARTMENT),
        WORK,
        "checklist",
        _("My work list"),
        _("what was handed to me"),
    ),
    (GRID_ROLES, "workflow:map", "map-2", _("Map"), _("what is where")),
    (
        (*GRID_ROLES, *AREA_STAFF, Role.DEPARTMENT),
        "assessment:mine",
        "target-arrow",
        _("How am I doing"),
        _("how this month stands"),
    ),
)


def duties(actor: Actor, at: datetime) -> Section:
    """Big buttons, the most used first; no statement."""
    found = [_duty(*offer) for roles, *offer in _OFFERS if actor.has_role(*roles)]
    if may_open_board(actor):
        board = _duty("desk:board", "layout-board", _("The board"), _("figures, map and ranking"))
        found.insert(0 if actor.has_role(Role.COUNTY, Role.STREET) else len(found), board)
    return Section("duties", {"duties": found})


def _duty(name: str, icon: str, label: str | Promise, note: str | Promise) -> Duty:
    return Duty(work_url(MINE) if name == WORK else reverse(name), icon, label, note)


def mine(actor: Actor, at: datetime) -> Section:
    """Counts of what is in the actor's hands. One statement."""
    counts = colour_counts(actor=actor, filter=MINE, at=at)
    return Section("mine", {"tiles": tiles_of(counts, MINE)})


def my_next(actor: Actor, at: datetime) -> Section:
    """What the actor has to do next. One statement."""
    page = work_page(actor=actor, filter=MINE, at=at, size=URGENT)
    return Section("my_next", {"rows": rows_of(page), "url": work_url(MINE)})


def unit_figures(actor: Actor, at: datetime) -> Section | None:
    """How the actor's own unit did in the last thirty days."""
    if not actor.organisation_ids:
        return None
    place = find_place(actor=actor, query=BoardQuery(unit=actor.organisation_ids[0]))
    period = Period.last_days(DAYS, at)
    code = DEFAULT_INDICATOR
    read = readings(actor=actor, codes=[code], scope=place.scope, period=period, at=at)[code]
    wait = waits(actor=actor, scope=place.scope, period=period, at=at)
    return Section(
        "unit_figures",
        {
            "unit": place.unit,
            "on_time": percent(read),
            "numbers": read,
            "median": wait_words(wait.median_minutes),
            "url": reverse("desk:board"),
        },
    )
