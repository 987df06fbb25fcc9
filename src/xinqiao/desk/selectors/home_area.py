"""What somebody who answers for an area sees first: what is late and why, and where a hand is
missing."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from xinqiao.accounts.access import Actor
from xinqiao.cases.selectors.call_backs import call_back_page
from xinqiao.desk.board_query import DEFAULT_INDICATOR, BoardQuery
from xinqiao.desk.board_words import percent
from xinqiao.desk.sections import Section, rows_of, tiles_of, work_url
from xinqiao.desk.selectors.place import FLOW, find_place
from xinqiao.desk.selectors.ranking import rank_areas
from xinqiao.grid.selectors.posts import gaps as grids_with_gaps
from xinqiao.indicators.selectors.definitions import definitions
from xinqiao.issues.selectors.board import hot_issues
from xinqiao.kit.time import day_range, local_day
from xinqiao.supervision.selectors.late import LateFilter, late_page
from xinqiao.supervision.selectors.notices import NoticeFilter, notice_page
from xinqiao.workflow.selectors.counts import colour_counts
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

LISTED = 8
CALLS = 5
GAPS = 6
RANKED = 10
FEW = 5


def tiles(actor: Actor, at: datetime) -> Section:
    """Counts of what is open in the actor's areas. One statement."""
    counts = colour_counts(actor=actor, filter=WorkFilter(), at=at)
    return Section("area", {"tiles": tiles_of(counts, WorkFilter())})


def late(actor: Actor, at: datetime) -> Section:
    """The longest overdue, with who has them, which clock ran out and what was done about it."""
    filter = LateFilter(colour="red")
    page = late_page(actor=actor, filter=filter, at=at, size=LISTED)
    url = f"{reverse('supervision:home')}?{filter.to_query()}"
    return Section("late", {"rows": rows_of(page), "url": url})


def notices(actor: Actor, at: datetime) -> Section:
    """Supervision notices that are open: given to the actor, or in their area. One statement."""
    page = notice_page(actor=actor, filter=NoticeFilter(), at=at, size=FEW)
    return Section("notices", {"rows": rows_of(page), "url": reverse("supervision:notices")})


def issues(actor: Actor, at: datetime) -> Section:
    """What many people in the area tell of. One statement."""
    found = hot_issues(actor=actor, limit=FEW)
    return Section("issues", {"issues": found, "url": reverse("issues:list")})


def today(actor: Actor, at: datetime) -> Section:
    """Everything in the area that ends today or has ended. One statement."""
    wanted = WorkFilter(due_before=day_range(local_day(at))[1])
    page = work_page(actor=actor, filter=wanted, at=at, size=LISTED)
    return Section("today", {"rows": rows_of(page), "url": work_url(wanted)})


def ranking(actor: Actor, at: datetime) -> Section | None:
    """The parts of the actor's area by what was handled on time, in the last thirty days."""
    query = BoardQuery()
    found = [one for one in definitions(at, flow=FLOW) if one.code == DEFAULT_INDICATOR]
    if not found:
        return None
    ranked = rank_areas(
        actor=actor,
        place=find_place(actor=actor, query=query),
        definition=found[0],
        period=query.days(at),
        at=at,
    )
    lines = [
        (row, percent(row.reading), f"{reverse('desk:board')}?{query.to_query(area=row.key)}")
        for row in ranked.rows[:RANKED]
    ]
    return Section(
        "ranking", {"lines": lines, "definition": found[0], "url": reverse("desk:board")}
    )


def call_backs(actor: Actor, at: datetime) -> Section:
    """Whom to call first. One statement."""
    cases = call_back_page(actor=actor)
    return Section(
        "call_backs",
        {"cases": list(cases)[:CALLS], "more": len(cases.items) > CALLS},
    )


def gaps(actor: Actor, at: datetime) -> Section:
    """Grids without a leader. One statement."""
    leaderless = grids_with_gaps(actor, at).filter(lacks_leader=True)  # type: ignore[misc]
    missing = list(leaderless.order_by("path")[: GAPS + 1])
    return Section("gaps", {"gaps": missing[:GAPS], "more": len(missing) > GAPS})
