"""How far a phone reaches: the grids of its holder, however high the other posts."""

from __future__ import annotations

from xinqiao.accounts.access import Actor
from xinqiao.field.errors import NoGridPost
from xinqiao.field.parameters import FIELD_ROLES
from xinqiao.kit.errors import NotAllowed


def user_of(actor: Actor) -> int:
    """The person behind the actor. Raises NotAllowed for the product itself and nobody known."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def in_the_grids(actor: Actor) -> Actor:
    """The same person with the posts in grids only, so that nothing wider is ever carried.

    Raises NoGridPost.
    """
    posts = tuple(post for post in actor.posts if post.role in FIELD_ROLES)
    if not posts:
        raise NoGridPost
    return Actor(user_id=actor.user_id, name=actor.name, posts=posts)
