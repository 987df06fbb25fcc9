"""To whom a notice can go: posts of a place and over it, and the units that serve it."""

from __future__ import annotations

from xinqiao.accounts.access import ADMINISTRATORS, Actor, Role
from xinqiao.grid import snapshot
from xinqiao.grid.selectors.organisations import organisations_for, visible_organisations
from xinqiao.supervision.selectors.duty import SUPERVISORS, posts_over
from xinqiao.workflow.dispatch import Party

Choice = tuple[str, str]
MOST_CHOICES = 200
_NOT_FOR_WORK = ADMINISTRATORS | {Role.HOTLINE, Role.DEPARTMENT}


def target_choices(actor: Actor, area_path: str) -> list[Choice]:
    """(value, name): posts below the actor's own, nearest first, then units. One statement."""
    held = snapshot.current()
    own = min((len(post.area_path) for post in posts_over(actor, area_path)), default=0)
    posts = [
        (f"post:{post.id}", post.title or area.name)
        for area in held.up(area_path)
        for post in held.posts_by_area.get(area.id, ())
        if post.role not in _NOT_FOR_WORK and len(area.path) > own
    ]
    units = [(f"organisation:{unit.pk}", unit.name) for unit in organisations_for(area_path)]
    return posts + units


def value_of(party: Party) -> str:
    """How a form says this post or unit."""
    if party.post_id is not None:
        return f"post:{party.post_id}"
    return f"organisation:{party.organisation_id}"


def meeting_choices(actor: Actor) -> list[Choice]:
    """Whom a meeting may give something to do: desks below the actor's areas, and units."""
    held = snapshot.current()
    paths = [post.area_path for post in actor.posts if post.role in SUPERVISORS]
    desks = [
        (f"post:{post.id}", post.title or held.areas[post.area_id].name)
        for post in held.posts.values()
        if post.is_desk
        and any(post.area_path.startswith(path) and post.area_path != path for path in paths)
    ]
    units = visible_organisations(actor).order_by("name")[:MOST_CHOICES]
    return sorted(desks, key=lambda one: one[1])[:MOST_CHOICES] + [
        (f"organisation:{unit.pk}", unit.name) for unit in units
    ]
