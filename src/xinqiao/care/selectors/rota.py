"""Helpers, who is on duty, and where the rota has gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import Bracelet, Helper, HelpKind, Shift
from xinqiao.care.powers import WORKERS
from xinqiao.care.rota import Span, Turn, gaps
from xinqiao.grid.selectors.scope import ancestors, below
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.time import local_day

AHEAD_DAYS: Final = 7
_EVERY_DAY: Final = 127


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours in which somebody must be on duty and nobody is."""

    kind: HelpKind
    begin: datetime
    end: datetime


def live_kinds(*, at: datetime) -> QuerySet[HelpKind]:
    """Kinds of help in use."""
    ended = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return HelpKind.objects.filter(ended).order_by("position", "id")


def visible_helpers(*, actor: Actor) -> QuerySet[Helper]:
    """Helpers of the actor's areas, and those above who also serve there."""
    seen = below(actor, *WORKERS, field="area__path")
    if not actor.is_system:
        seen |= Q(area__path__in={p for post in actor.posts for p in ancestors(post.area_path)})
    rows = Helper.objects.filter(seen, left_at__isnull=True)
    return rows.select_related("area", "post", "user")


def get_helper(*, actor: Actor, helper_id: int) -> Helper:
    """One helper. Raises NothingHere for strangers, too."""
    helper = visible_helpers(actor=actor).filter(pk=helper_id).first()
    if helper is None:
        raise NothingHere(field="helper")
    return helper


def helper_page(
    *, actor: Actor, at: datetime, kind: str = "", cursor: str | None = None
) -> Page[Helper]:
    """Helpers with kinds and running turns (`turns`); three statements."""
    rows = visible_helpers(actor=actor)
    if kind:
        rows = rows.filter(kinds__code=kind)
    running = running_shifts(day=local_day(at)).select_related("kind").order_by("starts")
    rows = rows.prefetch_related("kinds", Prefetch("shifts", running, to_attr="turns"))
    return paginate(rows, order=Order("name"), cursor=cursor)


def running_shifts(*, day: date) -> QuerySet[Shift]:
    """Turns that run on a day or later, those of the night before included."""
    yesterday = day - timedelta(days=1)
    return Shift.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=yesterday))


def turn_of(shift: Shift) -> Turn:
    """A row as the pure rules read it."""
    return Turn(shift.weekdays, shift.starts, shift.ends, shift.from_on, shift.until_on)


def serving(*, area_path: str, kind_id: int) -> QuerySet[Helper]:
    """Helpers of a kind whose area holds this one; the index on the area's path serves it."""
    paths = [*ancestors(area_path), area_path]
    rows = Helper.objects.filter(area__path__in=paths, kinds=kind_id, left_at__isnull=True)
    return rows.select_related("area", "post")


def rota_gaps(*, area_path: str, at: datetime, days: int = AHEAD_DAYS) -> list[Gap]:
    """Hours of the next days in which a kind needs somebody and nobody has a turn, in order.

    area_path: of the place that must be served, such as a community.
    """
    first = local_day(at)
    paths = [*ancestors(area_path), area_path]
    shifts = list(
        running_shifts(day=first)
        .filter(helper__area__path__in=paths, helper__left_at__isnull=True)
        .prefetch_related("helper__kinds")
    )
    found: list[Gap] = []
    for kind in live_kinds(at=at).filter(duty_from__isnull=False):
        missing = gaps(_needed(kind, first, days), _covered(kind, shifts, first, days))
        found += [Gap(kind, max(begin, at), end) for begin, end in missing if end > at]
    return sorted(found, key=lambda gap: (gap.begin, gap.kind.position))


def _needed(kind: HelpKind, first: date, days: int) -> list[Span]:
    if kind.duty_from is None or kind.duty_until is None:
        return []
    # The night that began yesterday is not over at three in the morning.
    whole = Turn(_EVERY_DAY, kind.duty_from, kind.duty_until, first - timedelta(days=1))
    return whole.spans(first, days)


def _covered(kind: HelpKind, shifts: Sequence[Shift], first: date, days: int) -> list[Span]:
    # A turn of the last day may reach into the morning after; one day more costs nothing.
    return [
        span
        for shift in shifts
        if _serves(shift, kind)
        for span in turn_of(shift).spans(first, days + 1)
    ]


def _serves(shift: Shift, kind: HelpKind) -> bool:
    if shift.kind_id is not None:
        return shift.kind_id == kind.pk
    return any(one.pk == kind.pk for one in shift.helper.kinds.all())


def is_helper(actor: Actor) -> bool:
    """Whether somebody stands on the list of helpers, by account or by a post they hold."""
    if actor.user_id is None:
        return False
    mine = Q(user_id=actor.user_id) | Q(post_id__in=actor.post_ids)
    return Helper.objects.filter(mine, left_at__isnull=True).exists()


def bracelet_by_token(*, token: str) -> Bracelet | None:
    """A bracelet in use with its person; one statement."""
    rows = Bracelet.objects.filter(token=token, revoked_at__isnull=True)
    return rows.select_related("person__area").first()


def bracelet_of(*, person_id: int) -> Bracelet | None:
    """The bracelet somebody wears now."""
    return Bracelet.objects.filter(person_id=person_id, revoked_at__isnull=True).first()
