"""To whom a request can be handed: posts on the spot and above, and the units that serve it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from xinqiao.accounts.access import Role
from xinqiao.cases.selectors.categories import branches, category_book
from xinqiao.cases.suggesting.combine import combine
from xinqiao.cases.suggesting.current import current_model
from xinqiao.grid.selectors.organisations import organisations_for
from xinqiao.kit.time import now
from xinqiao.workflow.views.choices import picture

Choice = tuple[str, str]
_NOT_FOR_WORK = frozenset(
    {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.HOTLINE, Role.DEPARTMENT}
)


@dataclass(frozen=True)
class Targets:
    """The choices for one place; a page whose forms ask for none pays for none."""

    area_path: str
    text: str = ""
    category: str = ""

    @cached_property
    def organisations(self) -> list[Choice]:
        """(id, name) of the open units that serve the place. One statement."""
        return [(str(unit.pk), unit.name) for unit in organisations_for(self.area_path)]

    @cached_property
    def categories(self) -> list[tuple[str, list[Choice]]]:
        """Other categories by their top one, after what the words suggest. No statement."""
        known = category_book(picture().version).at(now())
        found = combine(self.text, known, current_model())
        likely = [
            (one.code, f"{one.name} {one.score:.0%}")
            for one in found.choices
            if one.code != self.category
        ]
        groups = [(str(_("Suggested by the words")), likely)] if likely else []
        for branch in branches(known):
            choices = [(c.code, c.name) for c in branch.choices if c.code != self.category]
            groups.append((branch.top.name, choices))
        return groups

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
