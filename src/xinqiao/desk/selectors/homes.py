"""Which sections stand on whose home page, in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from xinqiao.accounts.access import GRID_ROLES, Actor, Role
from xinqiao.desk.sections import Section
from xinqiao.desk.selectors import home_administrators as admin
from xinqiao.desk.selectors import home_area as area
from xinqiao.desk.selectors import home_own as own

Build = Callable[[Actor, datetime], Section | None]

_FIELD: tuple[Build, ...] = (own.duties, own.mine, own.my_next)
# Half-wide sections stand in pairs.
_HOMES: tuple[tuple[frozenset[Role], tuple[Build, ...]], ...] = (
    (
        frozenset({Role.COUNTY}),
        (
            own.duties,
            area.tiles,
            own.mine,
            area.late,
            area.notices,
            area.issues,
            area.ranking,
            own.my_next,
            area.gaps,
        ),
    ),
    (
        frozenset({Role.STREET}),
        (
            own.duties,
            area.tiles,
            own.mine,
            area.late,
            area.notices,
            area.issues,
            area.ranking,
            own.my_next,
            area.call_backs,
            area.gaps,
        ),
    ),
    (
        frozenset({Role.COMMUNITY}),
        (
            own.duties,
            own.mine,
            area.tiles,
            area.today,
            area.notices,
            area.issues,
            own.my_next,
            area.call_backs,
            area.gaps,
        ),
    ),
    (frozenset({Role.HOTLINE}), (own.duties, own.mine, area.call_backs, own.my_next)),
    (
        frozenset({Role.DEPARTMENT}),
        (own.duties, own.mine, area.notices, own.my_next, own.unit_figures),
    ),
    (GRID_ROLES, _FIELD),
    (frozenset({Role.SYSTEM_ADMIN}), (admin.system, area.gaps)),
    (frozenset({Role.SECURITY_ADMIN}), (admin.security,)),
    (frozenset({Role.AUDIT_ADMIN}), (admin.audit,)),
)


def home_sections(*, actor: Actor, at: datetime) -> list[Section]:
    """Everything of the actor's posts, each section once, that of the widest duty first."""
    builders: dict[Build, None] = {}
    for roles, parts in _HOMES:
        if actor.has_role(*roles):
            builders |= dict.fromkeys(parts)
    found = (build(actor, at) for build in builders)
    return [section for section in found if section is not None]
