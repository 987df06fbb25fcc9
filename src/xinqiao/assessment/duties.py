"""Who keeps schemes and rounds, who inspects, and who answers for a unit. No rows are read."""

from __future__ import annotations

from typing import Final, Protocol

from xinqiao.accounts.access import ADMINISTRATORS, AREA_STAFF, Actor, Role
from xinqiao.assessment.models import UnitLevel
from xinqiao.kit.errors import NotAllowed

KEEPERS: Final = (Role.COUNTY, Role.SYSTEM_ADMIN)
JUDGES: Final = (Role.COUNTY,)
INSPECTORS: Final = (Role.COUNTY, Role.STREET)


class Scored(Protocol):
    """A unit with a score, or a sample of one."""

    @property
    def unit_id(self) -> int: ...
    @property
    def area_path(self) -> str: ...


def holds_over(actor: Actor, area_path: str, *roles: Role) -> bool:
    """Whether a post in one of `roles` covers the area."""
    return actor.is_system or area_path.startswith(actor.area_paths(*roles) or ("\0",))


def may_keep(actor: Actor, area_path: str | None = None) -> bool:
    """Whether the actor edits schemes and runs rounds; of this area when given."""
    if area_path is None:
        return actor.is_system or actor.has_role(*KEEPERS)
    return holds_over(actor, area_path, *KEEPERS)


def require_keeper(actor: Actor, area_path: str | None = None) -> None:
    """Raises NotAllowed."""
    if not may_keep(actor, area_path):
        raise NotAllowed


def may_judge(actor: Actor, area_path: str) -> bool:
    """Whether the actor decides appeals: the county's supervisors, no administrator."""
    return holds_over(actor, area_path, *JUDGES)


def may_see_all(actor: Actor, area_path: str, *, personal: bool) -> bool:
    """Whether every score and appeal of a round is shown: of persons to no administrator."""
    return may_judge(actor, area_path) if personal else may_keep(actor, area_path)


def is_own(actor: Actor, level: str, unit: Scored) -> bool:
    """Whether the actor works in the unit: its score is theirs, and they may appeal."""
    if level == UnitLevel.ORGANISATION:
        return unit.unit_id in actor.organisation_ids
    if level == UnitLevel.POST:
        return unit.unit_id in actor.post_ids
    if level == UnitLevel.PERSON:
        return actor.user_id is not None and actor.user_id == unit.unit_id
    return any(
        post.area_path.startswith(unit.area_path) and post.role not in ADMINISTRATORS
        for post in actor.posts
    )


def is_superior(actor: Actor, level: str, unit: Scored) -> bool:
    """Whether the actor answers for the area that the unit works in.

    Of a person only from above: who sits in the same office is a colleague.
    """
    paths = superior_paths(actor)
    if level in (UnitLevel.POST, UnitLevel.PERSON):
        paths = tuple(path for path in paths if path != unit.area_path)
    return actor.is_system or unit.area_path.startswith(paths or ("\0",))


def superior_paths(actor: Actor) -> tuple[str, ...]:
    """The areas that the actor answers for."""
    return actor.area_paths(*AREA_STAFF)


def may_open(actor: Actor, level: str, unit: Scored) -> bool:
    """Whether the actor sees what a unit was counted for, item by item."""
    return is_own(actor, level, unit) or is_superior(actor, level, unit)


def may_inspect(actor: Actor, unit: Scored) -> bool:
    """Whether the actor may check a unit on site: somebody from above it, never its own staff."""
    above = [path for path in actor.area_paths(*INSPECTORS) if path != unit.area_path]
    return actor.is_system or unit.area_path.startswith(tuple(above) or ("\0",))


def may_inspect_in(actor: Actor, area_path: str) -> bool:
    """Whether the actor inspects anything in the area, or everything above it."""
    paths = actor.area_paths(*INSPECTORS)
    inside = any(path.startswith(area_path) or area_path.startswith(path) for path in paths)
    return actor.is_system or inside
