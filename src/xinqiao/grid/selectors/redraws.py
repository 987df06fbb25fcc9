"""Acts of redrawing as the system administrator reads them, before and after they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.following import followers
from xinqiao.grid.models import Area, Post, RedrawAct
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of rows: how many change grids, and how many go to each grid of the report."""

    label: str
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post that hands over: its title, who holds it, the titles of those that take over."""

    title: str
    holders: tuple[str, ...]
    takers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a redraw does. areas: the grids afterwards, in the order of `Line.counts`."""

    before: tuple[str, ...]
    areas: tuple[str, ...]
    lines: tuple[Line, ...]
    posts: tuple[PostLine, ...]


def visible_redraws(*, actor: Actor) -> QuerySet[RedrawAct]:
    """Acts in the areas of a system administrator, the newest first."""
    acts = RedrawAct.objects.filter(below(actor, Role.SYSTEM_ADMIN, field="community__path"))
    return acts.select_related("community", "done_by", "undoes", "undone_by").order_by("-pk")


def get_redraw(*, actor: Actor, act_id: int) -> RedrawAct:
    """One act. Raises NotFound for strangers, too."""
    act = visible_redraws(actor=actor).filter(pk=act_id).first()
    if act is None:
        raise NotFound
    return act


def report_of(act: RedrawAct) -> Report:
    """The report of an act, in four statements."""
    ids = [int(area) for area in act.data["successors"]]
    areas = Area.objects.in_bulk([*act.data["predecessors"], *ids])
    labels = {follower.name: str(follower.label) for follower in followers()}
    return Report(
        before=tuple(areas[area].name for area in act.data["predecessors"]),
        areas=tuple(areas[area].name for area in ids),
        lines=tuple(_line(row, ids, labels) for row in act.report),
        posts=_posts(act.data["posts"]) if act.kind != "edges" else (),
    )


def _line(row: dict[str, Any], ids: Sequence[int], labels: dict[str, str]) -> Line:
    counts = tuple(int(row["by_area"].get(str(area), 0)) for area in ids)
    return Line(labels.get(row["name"], row["name"]), sum(counts), counts)


def _posts(handover: dict[str, dict[str, int]]) -> tuple[PostLine, ...]:
    ids = {int(post) for post in handover} | {t for to in handover.values() for t in to.values()}
    posts = Post.objects.prefetch_related("appointments__user").in_bulk(ids)
    lines = []
    for post_id, to in handover.items():
        takers = [posts[taking] for taking in to.values() if taking in posts]
        holders = {
            held.user.display_name: None for taking in takers for held in taking.appointments.all()
        }
        titles = dict.fromkeys(taking.title for taking in takers)
        lines.append(PostLine(posts[int(post_id)].title, tuple(holders), tuple(titles)))
    return tuple(lines)
