"""Taking a redraw back: the old grids live again, and everything returns to where it came from.

What came into the grids since goes by its position, as in any redraw. Nothing is deleted: taking
back is an act of its own, with its reason, its report and its event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.grid.geometry import from_geojson, repair
from xinqiao.grid.models import Appointment, Area, AreaBoundary, Post, RedrawAct, RedrawKind
from xinqiao.grid.selectors.redraws import get_redraw
from xinqiao.grid.services.areas import lock_area, record
from xinqiao.grid.services.boundaries import put_boundary
from xinqiao.grid.services.edges import current_boundaries, follow_edges
from xinqiao.grid.services.posts import retire_post
from xinqiao.grid.services.redraw import remember_succession, retire_grid, seat
from xinqiao.grid.services.redrawing import (
    Done,
    Handover,
    check_no_parts,
    conclude,
    lock_grids,
)
from xinqiao.kit.errors import Conflict


@transaction.atomic
def undo_redraw(*, actor: Actor, act_id: int, reason: str, at: datetime) -> RedrawAct:
    """Take a redraw back. Records `grid.redrawn` with kind `undo`.

    Raises NotFound for strangers; Conflict when it was taken back before, when the same grids were
    redrawn again since, or when something hangs on the new grids that only they can have.
    """
    act = get_redraw(actor=actor, act_id=act_id)
    new = lock_grids(actor, act.data["successors"])
    act = RedrawAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    _check_latest(act)
    if act.kind == RedrawKind.EDGES:
        return _undo_edges(act, new, reason=reason, actor=actor, at=at)
    check_no_parts(new)
    old = [lock_area(area_id) for area_id in sorted(act.data["predecessors"])]
    for grid in old:
        _revive(grid, actor=actor, at=at)
    handover = _posts_back(act, new, actor=actor, at=at)
    for grid in new:
        retire_grid(grid, actor=actor, at=at)
    remember_succession(new, old, reason=reason, at=at)
    done = Done(
        kind=RedrawKind.UNDO, old=new, new=old, handover=handover, reason=reason, undoes=act
    )
    return conclude(done, actor=actor, at=at)


def _check_latest(act: RedrawAct) -> None:
    if act.kind == RedrawKind.UNDO:
        raise Conflict(_("This took a redraw back. Please redraw the grids anew instead."))
    if RedrawAct.objects.filter(undoes=act).exists():
        raise Conflict(_("This redraw was taken back before."))
    mine = {*act.data["predecessors"], *act.data["successors"]}
    for later in RedrawAct.objects.filter(community_id=act.community_id, pk__gt=act.pk):
        if mine.intersection(later.data["predecessors"]) and not _is_settled(later):
            raise Conflict(
                _("The same grids were redrawn again later. Please take that back first.")
            )


def _is_settled(act: RedrawAct) -> bool:
    """An act that took another back, or was taken back, leaves nothing behind."""
    return act.undoes_id is not None or RedrawAct.objects.filter(undoes=act).exists()


def _undo_edges(
    act: RedrawAct, grids: Sequence[Area], *, reason: str, actor: Actor, at: datetime
) -> RedrawAct:
    before = act.origins.get("boundary", {})
    if not before:
        raise Conflict(
            _("These edges came with an imported file. Please import the former file again.")
        )
    former = AreaBoundary.objects.in_bulk(before.values())
    drawn = [grid for grid in grids if str(grid.pk) in before]
    replaced = current_boundaries(drawn)
    for grid in drawn:
        boundary = former[before[str(grid.pk)]]
        shape = repair(from_geojson(boundary.geometry))
        put_boundary(grid, shape, source=boundary.source, at=at)
    undone = follow_edges(
        community_id=act.community_id,
        reason=reason,
        actor=actor,
        at=at,
        strict=True,
        before=replaced,
        undoes=act,
    )
    assert undone is not None  # noqa: S101 - the community has the grids just drawn
    return undone


def _revive(grid: Area, *, actor: Actor, at: datetime) -> None:
    last = AreaBoundary.objects.filter(area=grid).order_by("-valid_from", "-pk").first()
    grid.valid_until = None
    grid.save(update_fields=["valid_until"])
    if last is not None:
        put_boundary(grid, repair(from_geojson(last.geometry)), source=last.source, at=at)
    record(grid, "area_revived", actor=actor, at=at)


def _posts_back(act: RedrawAct, new: Sequence[Area], *, actor: Actor, at: datetime) -> Handover:
    """Open the former posts again, with who sits in their successors; close the successors."""
    takers: dict[int, list[int]] = defaultdict(list)
    back: Handover = defaultdict(dict)
    former = Post.objects.select_for_update(of=("self",)).in_bulk(map(int, act.data["posts"]))
    for post_id, to in act.data["posts"].items():
        post = former[int(post_id)]
        for taking in to.values():
            takers[post.pk].append(taking)
            back[taking][post.area_id] = post.pk
    _check_posts(new, known=set(back))
    seated = {post_id: _holders(post_ids, at) for post_id, post_ids in takers.items()}
    once = {post_id: _ever_held(post_id) for post_id in takers}
    anybody = set().union(*once.values())
    for taking in Post.objects.filter(pk__in=list(back), closed_at__isnull=True):
        retire_post(taking, actor=actor, at=at)
    for post_id, post in former.items():
        post.closed_at = None
        post.save(update_fields=["closed_at"])
        people = [
            held
            for held in seated[post_id]
            if held.user_id in once[post_id] or held.user_id not in anybody
        ]
        seat(post, people, at=at)
    return dict(back)


def _check_posts(new: Sequence[Area], *, known: set[int]) -> None:
    since = Post.objects.filter(area__in=new, closed_at__isnull=True).exclude(pk__in=known)
    titles = [post.title for post in since.order_by("pk")[:5]]
    if titles:
        raise Conflict(
            _("These posts were opened after the redraw: %(titles)s. Please close them first."),
            titles="、".join(titles),
        )


def _holders(post_ids: Sequence[int], at: datetime) -> list[Appointment]:
    holding = Appointment.objects.filter(post_id__in=post_ids, starts_at__lte=at)
    return list(holding.exclude(ends_at__lte=at).order_by("pk"))


def _ever_held(post_id: int) -> set[int]:
    return set(Appointment.objects.filter(post_id=post_id).values_list("user_id", flat=True))
