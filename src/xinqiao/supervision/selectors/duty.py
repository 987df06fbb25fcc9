"""Who supervises whom: pure questions about posts, areas and one notice."""

from __future__ import annotations

from typing import Final

from xinqiao.accounts.access import AREA_STAFF, Actor, HeldPost, Role
from xinqiao.supervision.models import Notice
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.parties import is_owner

SUPERVISORS: Final = (Role.STREET, Role.COUNTY)


def is_supervisor(actor: Actor) -> bool:
    """Whether somebody issues notices: street and county supervisors."""
    return actor.is_system or actor.has_role(*SUPERVISORS)


def watches_area(actor: Actor) -> bool:
    """Whether somebody answers for an area, and so sees what is late in it."""
    return actor.is_system or actor.has_role(*AREA_STAFF)


def supervised_paths(actor: Actor) -> tuple[str, ...]:
    """The areas somebody answers for; one inside another is left out."""
    return ("",) if actor.is_system else actor.area_paths(*AREA_STAFF)


def posts_over(actor: Actor, area_path: str) -> list[HeldPost]:
    """The supervising posts somebody holds whose areas contain `area_path`."""
    return [
        post
        for post in actor.posts
        if post.role in SUPERVISORS and area_path.startswith(post.area_path)
    ]


def belongs_to(actor: Actor, party: Party) -> bool:
    """Whether the actor is the post's holder or of the organisation."""
    if party.post_id is not None:
        return party.post_id in actor.post_ids
    return party.organisation_id in actor.organisation_ids


def may_remind(*, actor: Actor, item: Item) -> bool:
    """Staff over the item's area who do not have it themselves."""
    if actor.is_system:
        return True
    over = any(item.area_path.startswith(path) for path in supervised_paths(actor))
    return over and not is_owner(actor=actor, item=item)


def may_settle(*, actor: Actor, notice: Notice, item: Item) -> bool:
    """The issuing office or one above it, and never the unit that was told to put it right."""
    if actor.is_system:
        return True
    if is_owner(actor=actor, item=item):
        return False
    return bool(posts_over(actor, notice.issued_area.path))
