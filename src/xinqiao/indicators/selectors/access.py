"""Whose figures somebody may see: those of the area they answer for, or of their own unit."""

from __future__ import annotations

from xinqiao.accounts.access import DISPATCHERS, Actor
from xinqiao.indicators.scope import Scope
from xinqiao.kit.errors import NotAllowed


def may_read(actor: Actor, scope: Scope) -> bool:
    """Whether the actor answers for the whole scope."""
    if actor.is_system:
        return True
    if scope.organisation_id is not None and scope.organisation_id in actor.organisation_ids:
        return True
    paths = actor.area_paths(*DISPATCHERS)
    return bool(scope.area_path) and any(scope.area_path.startswith(path) for path in paths)


def require_scope(actor: Actor, scope: Scope) -> None:
    """Let only those pass who answer for the scope. Raises NotAllowed (403)."""
    if not may_read(actor, scope):
        raise NotAllowed
