"""Who may write the register: those who work in the area, not those who oversee it."""

from __future__ import annotations

from typing import Final

from xinqiao.accounts.access import GRID_ROLES, Actor, Role
from xinqiao.registry.register_errors import RegisterNotYours
from xinqiao.registry.selectors.scope import READERS

WRITERS: Final = (*GRID_ROLES, Role.COMMUNITY, Role.STREET)


def may_write(actor: Actor, area_path: str) -> bool:
    """Whether the actor keeps the register of this area."""
    return actor.is_system or area_path.startswith(actor.area_paths(*WRITERS) or ("\0",))


def may_read(actor: Actor, area_path: str) -> bool:
    """Whether the actor sees the register of this area."""
    return actor.is_system or area_path.startswith(actor.area_paths(*READERS) or ("\0",))


def require_writer(actor: Actor, area_path: str) -> None:
    """Raises RegisterNotYours (403) unless the actor keeps the register of this area."""
    if not may_write(actor, area_path):
        raise RegisterNotYours
