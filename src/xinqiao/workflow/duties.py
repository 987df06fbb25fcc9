"""Who may edit the rules: system administrators and county supervisors, within their area."""

from xinqiao.accounts.access import Actor, Role
from xinqiao.kit.errors import NotAllowed

EDITORS = (Role.SYSTEM_ADMIN, Role.COUNTY)


def may_edit_rules(actor: Actor) -> bool:
    """Whether the actor keeps rules at all."""
    return actor.is_system or actor.has_role(*EDITORS)


def require_editor(actor: Actor, *, area_path: str | None = None) -> None:
    """Let the product itself and editors pass; over `area_path` when given. Raises NotAllowed."""
    if actor.is_system:
        return
    paths = actor.area_paths(*EDITORS)
    inside = area_path is None or any(area_path.startswith(path) for path in paths)
    if not paths or not inside:
        raise NotAllowed
