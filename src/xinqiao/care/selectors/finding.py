"""Who can be rung for a call: helpers in their turn, then the posts of the ladder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

from django.db.models import Count, Q

from xinqiao.accounts.access import Role
from xinqiao.care.models import Call, Helper, OfferAnswer, Rung, Shift
from xinqiao.care.ranking import Candidate, Ranked, rank
from xinqiao.care.selectors.rota import running_shifts, serving, turn_of
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.posts import holders
from xinqiao.grid.selectors.scope import ancestors
from xinqiao.kit.time import local, local_day

# People without turns of duty are asked by day only.
DAY: Final = (time(7), time(21))


def helpers_for(*, call: Call, at: datetime) -> list[Ranked]:
    """Helpers who may come now, the right one first; three statements."""
    item = call.item
    on_it = Q(offers__answer=OfferAnswer.ACCEPTED, offers__call__finished_at__isnull=True)
    on_it &= Q(offers__call__undone_at__isnull=True)
    helpers = list(
        serving(area_path=item.area_path, kind_id=call.kind_id).annotate(
            busy=Count("offers", filter=on_it, distinct=True)
        )
    )
    seated = holders(post_ids=[one.post_id for one in helpers if one.post_id], at=at)
    turns = _turns([one.pk for one in helpers], call.kind_id, at)
    candidates = [
        _candidate(one, turns.get(one.pk), at)
        for one in helpers
        if one.post_id is None or seated[one.post_id]
    ]
    place = (item.lon, item.lat) if item.lon is not None and item.lat is not None else None
    return rank(
        candidates,
        area_path=item.area_path,
        place=place,
        skills=call.kind.skills,
        by_day=DAY[0] <= local(at).time() < DAY[1],
    )


def seats_for(*, area_path: str, at: datetime) -> dict[Rung, list[int]]:
    """Held posts by rung: grid leaders, desks of the community and of the street; two statements.

    The street's desk stands in when nobody holds it: its work list is read by somebody.
    """
    found: dict[Rung, list[int]] = {Rung.GRID: [], Rung.COMMUNITY: [], Rung.STREET: []}
    paths = [*ancestors(area_path), area_path]
    staff = Q(role=Role.GRID_LEADER, area__path=area_path) | Q(is_desk=True, area__path__in=paths)
    rows = Post.objects.filter(staff, closed_at__isnull=True).select_related("area").order_by("id")
    posts = list(rows)
    seated = holders(post_ids=[post.pk for post in posts], at=at)
    for post in posts:
        rung = _RUNGS.get(Role(post.role))
        if rung is not None and (seated[post.pk] or rung is Rung.STREET):
            found[rung].append(post.pk)
    return found


_RUNGS: Final = {
    Role.GRID_LEADER: Rung.GRID,
    Role.COMMUNITY: Rung.COMMUNITY,
    Role.STREET: Rung.STREET,
}


def _turns(helper_ids: Iterable[int], kind_id: int, at: datetime) -> dict[int, list[Shift]]:
    rows = running_shifts(day=local_day(at)).filter(helper_id__in=list(helper_ids))
    found: dict[int, list[Shift]] = {}
    for shift in rows.filter(Q(kind__isnull=True) | Q(kind_id=kind_id)):
        found.setdefault(shift.helper_id, []).append(shift)
    return found


def _candidate(helper: Helper, shifts: list[Shift] | None, at: datetime) -> Candidate:
    on_duty = any(turn_of(shift).covers(at) for shift in shifts) if shifts else None
    known = helper.lon is not None and helper.lat is not None
    return Candidate(
        helper_id=helper.pk,
        area_path=helper.area.path,
        skills=frozenset(helper.skills),
        on_duty=on_duty,
        place=(helper.lon, helper.lat) if known else None,  # type: ignore[arg-type]
        busy=helper.busy,  # type: ignore[attr-defined]  # annotated above
    )
