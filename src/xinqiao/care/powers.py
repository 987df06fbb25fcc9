"""Who may do what in the room of care, by the area of the person it is about."""

from __future__ import annotations

from typing import Final

from xinqiao.accounts.access import GRID_ROLES, Actor, Role
from xinqiao.care.errors import NotYourElders

# Community and street staff decide: classes, grants, plans, the rota, the board.
KEEPERS: Final = (Role.COMMUNITY, Role.STREET)
# Whoever works in the area carries out: hands over, serves, writes down.
WORKERS: Final = (*GRID_ROLES, *KEEPERS)
# A call is taken by anybody who answers telephones.
CLERKS: Final = (*WORKERS, Role.COUNTY, Role.HOTLINE)


def may(actor: Actor, area_path: str, roles: tuple[Role, ...]) -> bool:
    """Whether the actor holds one of the roles over the area."""
    return actor.is_system or area_path.startswith(actor.area_paths(*roles) or ("\0",))


def require_keeper(actor: Actor, area_path: str) -> None:
    """Raises NotYourElders (403) unless the actor decides there."""
    if not may(actor, area_path, KEEPERS):
        raise NotYourElders


def require_worker(actor: Actor, area_path: str) -> None:
    """Raises NotYourElders (403) unless the actor works there."""
    if not may(actor, area_path, WORKERS):
        raise NotYourElders
