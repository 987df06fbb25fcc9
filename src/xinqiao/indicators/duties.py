"""Who keeps the definitions: county supervisors and system administrators."""

from typing import Final

from xinqiao.accounts.access import Actor, Role
from xinqiao.kit.errors import NotAllowed

KEEPERS: Final = (Role.COUNTY, Role.SYSTEM_ADMIN)


def may_keep(actor: Actor) -> bool:
    """Whether the actor keeps definitions."""
    return actor.is_system or actor.has_role(*KEEPERS)


def require_keeper(actor: Actor) -> None:
    """Let only keepers pass. Raises NotAllowed (403)."""
    if not may_keep(actor):
        raise NotAllowed
