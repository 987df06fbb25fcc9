"""Which of the three administrators may do what, and where."""

from __future__ import annotations

from xinqiao.accounts.access import Actor, Role
from xinqiao.kit.errors import NotAllowed


def require_duty(actor: Actor, role: Role, *, area_path: str) -> None:
    """Let the product itself pass, and holders of `role` over `area_path`. Raises NotAllowed."""
    if not may(actor, role, area_path=area_path):
        raise NotAllowed


def may(actor: Actor, role: Role, *, area_path: str) -> bool:
    """Tell whether `actor` holds `role` over the area of `area_path`."""
    return actor.is_system or any(area_path.startswith(path) for path in actor.area_paths(role))
