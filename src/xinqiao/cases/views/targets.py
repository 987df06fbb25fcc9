"""To whom a request can be handed: posts on the spot and above, and the units that serve it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xinqiao.accounts.access import Role
from xinqiao.grid.selectors.organisations import organisations_for
from xinqiao.workflow.views.choices import picture

Choice = tuple[str, str]
_NOT_FOR_WORK = frozenset(
    {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.HOTLINE, Role.DEPARTMENT}
)


@dataclass(frozen=True)
class Targets:
    """The choices for one place; a page whose forms ask for none pays for none."""

    area_path: str

    @cached_property
    def organisations(self) -> list[Choice]:
        """(id, name) of the open units that serve the place. One statement."""
        return [(str(unit.pk), unit.name) for unit in organisations_for(self.area_path)]

    @cached_property
    def parties(self) -> list[Choice]:
        """Posts of the place and of the areas over it, nearest first, then the units."""
        held = picture()
        posts = [
            (f"post:{post.id}", post.title or area.name)
            for area in held.up(self.area_path)
            for post in held.posts_by_area.get(area.id, ())
            if post.role not in _NOT_FOR_WORK
        ]
        return posts + [(f"organisation:{key}", name) for key, name in self.organisations]
