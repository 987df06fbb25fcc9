"""Whose board it is: an area the actor answers for, or the actor's own unit."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.accounts.access import AREA_STAFF, Actor, HeldPost, Role
from xinqiao.desk.board_query import BoardQuery
from xinqiao.desk.errors import BoardRefused
from xinqiao.grid.models import Area, Organisation
from xinqiao.grid.selectors.areas import children_of, get_area, visible_areas, way_up
from xinqiao.grid.selectors.organisations import get_organisation
from xinqiao.indicators.scope import Scope
from xinqiao.workflow.selectors.worklist import WorkFilter

WATCHERS = (*sorted(AREA_STAFF), Role.HOTLINE)
FLOW = "case"


@dataclass(frozen=True, slots=True)
class Place:
    """An area with the way down to it and its parts, or that area as far as one unit works in it.

    tops: the areas to choose from where the actor answers for several, else empty. is_own_unit:
    the actor sees this unit alone, wherever its work lies.
    """

    area: Area
    way: tuple[Area, ...]
    parts: tuple[Area, ...]
    tops: tuple[Area, ...] = ()
    unit: Organisation | None = None
    is_own_unit: bool = False

    @property
    def scope(self) -> Scope:
        """What the indicators are read for."""
        unit = self.unit.pk if self.unit else None
        return Scope(area_path=self.area.path, flow=FLOW, organisation_id=unit)

    @property
    def work(self) -> WorkFilter:
        """The same items in the work list."""
        unit = self.unit.pk if self.unit else None
        at_home = self.is_own_unit and len(self.way) == 1
        return WorkFilter(area="" if at_home else self.area.path, owner_organisation=unit)


def may_open_board(actor: Actor) -> bool:
    """Whether there is a board for this actor."""
    return actor.has_role(*WATCHERS) or bool(actor.organisation_ids)


def find_place(*, actor: Actor, query: BoardQuery) -> Place:
    """The place of a board, in at most five statements.

    Raises BoardRefused for who answers for nothing and for areas and units of others,
    AreaNotFound and NotFound for what the actor may not even see.
    """
    tops = actor.area_paths(*WATCHERS)
    if tops:
        unit = get_organisation(actor, query.unit) if query.unit else None
        return _place(actor, query, tops, unit, is_own_unit=False)
    post = _unit_post(actor, query.unit)
    unit = get_organisation(actor, post.organisation_id or 0)
    return _place(actor, query, (post.area_path,), unit, is_own_unit=True)


def _unit_post(actor: Actor, wanted: int | None) -> HeldPost:
    posts = [post for post in actor.posts if post.organisation_id is not None]
    for post in posts:
        if wanted in (None, post.organisation_id):
            return post
    raise BoardRefused


def _place(
    actor: Actor,
    query: BoardQuery,
    tops: tuple[str, ...],
    unit: Organisation | None,
    *,
    is_own_unit: bool,
) -> Place:
    area = _area(actor, query.area, tops)
    top = next(path for path in tops if area.path.startswith(path))
    seen = visible_areas(actor)
    return Place(
        area=area,
        way=(*(one for one in way_up(area) if one.path.startswith(top)), area),
        parts=tuple(children_of(area, seen).order_by("code")),
        tops=tuple(seen.filter(path__in=tops).order_by("path")) if len(tops) > 1 else (),
        unit=unit,
        is_own_unit=is_own_unit,
    )


def _area(actor: Actor, code: str, tops: tuple[str, ...]) -> Area:
    if not code:
        return visible_areas(actor).get(path=tops[0])
    area = get_area(actor, code)
    if not any(area.path.startswith(path) for path in tops):
        raise BoardRefused
    return area
