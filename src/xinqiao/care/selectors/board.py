"""The service board of an estate: names, duties, telephones that may be public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import BoardLine, Helper
from xinqiao.care.powers import WORKERS
from xinqiao.care.selectors.rota import live_kinds, running_shifts, turn_of
from xinqiao.grid.models import Area, Place, PlaceKind, Post
from xinqiao.grid.selectors.posts import holders
from xinqiao.grid.selectors.scope import ancestors, below
from xinqiao.kit.time import local_day


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is shown. phone: empty where no number may be public."""

    duty: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs on the wall of one estate."""

    place: Place
    area: Area
    lines: list[Row]
    staff: list[Row]
    helpers: list[tuple[str, list[Row]]]
    night: list[Row]


def estates(*, actor: Actor) -> QuerySet[Place]:
    """Estates of the actor's areas."""
    seen = below(actor, *WORKERS, field="area__path")
    rows = Place.objects.filter(seen, kind=PlaceKind.ESTATE, retired_at__isnull=True)
    return rows.select_related("area").order_by("area__path", "name", "id")


def get_estate(*, actor: Actor, place_id: int) -> Place:
    """One of them. Raises NothingHere."""
    place = estates(actor=actor).filter(pk=place_id).first()
    if place is None:
        raise NothingHere
    return place


def public_estate(*, place_id: int) -> Place:
    """Any estate, for the page that shows what hangs on its wall. Raises NothingHere."""
    rows = Place.objects.filter(pk=place_id, kind=PlaceKind.ESTATE, retired_at__isnull=True)
    if (place := rows.select_related("area").first()) is None:
        raise NothingHere
    return place


def board_lines(*, place: Place) -> list[BoardLine]:
    """Lines that staff have put on the board."""
    rows = BoardLine.objects.filter(place=place, withdrawn_at__isnull=True)
    return list(rows.order_by("position", "id"))


def board_of(*, place: Place, at: datetime) -> Board:
    """Everything the board shows; no private number is among it. Seven statements."""
    lines = board_lines(place=place)
    phones = {line.helper_id: line.phone for line in lines if line.helper_id is not None}
    helpers = _helpers(place.area.path)
    night_ids = _night(helpers, at)
    rows = {one.pk: Row("", one.name, phones.get(one.pk, "")) for one in helpers}
    by_kind = [
        (kind.name, [rows[one.pk] for one in helpers if kind in one.kinds.all()])
        for kind in live_kinds(at=at)
    ]
    return Board(
        place=place,
        area=place.area,
        lines=[Row(x.duty, x.name, x.phone) for x in lines if x.helper_id is None],
        staff=_staff(place, at),
        helpers=[(name, people) for name, people in by_kind if people],
        night=[rows[one.pk] for one in helpers if one.pk in night_ids],
    )


def _helpers(area_path: str) -> list[Helper]:
    inside = Q(area__path__startswith=area_path) | Q(area__path__in=ancestors(area_path))
    rows = Helper.objects.filter(inside, left_at__isnull=True).prefetch_related("kinds")
    return list(rows.order_by("name")[:60])


def _night(helpers: list[Helper], at: datetime) -> set[int]:
    """Helpers with a turn that crosses midnight."""
    shifts = running_shifts(day=local_day(at)).filter(helper__in=helpers)
    return {one.helper_id for one in shifts if turn_of(one).ends <= turn_of(one).starts}


def _staff(place: Place, at: datetime) -> list[Row]:
    """Grid leaders and stairwell leaders of the estate's grids, by name; numbers stand in lines."""
    grids = Place.objects.filter(parent=place, retired_at__isnull=True).values("area_id")
    roles = (Role.GRID_LEADER, Role.GRID_WORKER, Role.STAIRWELL_LEADER)
    posts = Post.objects.filter(
        Q(area_id__in=grids) | Q(area_id=place.area_id), role__in=roles, closed_at__isnull=True
    )
    shown = list(posts.select_related("area").order_by("area__path", "role", "id")[:60])
    seated = holders(post_ids=[post.pk for post in shown], at=at)
    return [
        Row(post.title, "、".join(name for _user, name in seated[post.pk]), "")
        for post in shown
        if seated[post.pk]
    ]
