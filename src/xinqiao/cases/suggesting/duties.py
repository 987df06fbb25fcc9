"""Whose work the suggestions are: those who edit the categories."""

from __future__ import annotations

from xinqiao.accounts.access import Actor, Role
from xinqiao.kit.errors import NotAllowed

TRAINERS = (Role.SYSTEM_ADMIN, Role.COUNTY)


def require_trainer(actor: Actor) -> None:
    """Raise NotAllowed (403) for everybody else."""
    if not actor.is_system and not actor.has_role(*TRAINERS):
        raise NotAllowed
