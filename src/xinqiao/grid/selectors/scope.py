"""What of the map an actor may see: the areas of the posts held, what is below, and the way up."""

from __future__ import annotations

from django.db.models import Q

from xinqiao.accounts.access import Actor, HeldPost, Role


def below(actor: Actor, *roles: Role, field: str = "path") -> Q:
    """Rows inside the areas that the actor holds (in one of `roles`, or in any)."""
    if actor.is_system:
        return Q()
    paths = actor.area_paths(*(roles or tuple(Role)))
    return paths_below(paths, field=field)


def searchable(words: str) -> str:
    """What somebody typed, without blanks around it and null bytes, which no column can hold."""
    return words.replace("\x00", "").strip()


def paths_below(paths: tuple[str, ...] | list[str], *, field: str = "path") -> Q:
    """Rows whose path begins with one of `paths`: a range of the btree each."""
    inside = Q(pk__in=())
    for path in paths:
        inside |= Q(**{f"{field}__startswith": path})
    return inside


def ancestors(path: str) -> list[str]:
    """The paths of the areas above `path`, the province first, itself not included."""
    codes = path.rstrip(".").split(".")
    return [".".join(codes[:depth]) + "." for depth in range(1, len(codes))]


def above(actor: Actor) -> set[str]:
    """Paths of the areas over the actor's own, needed to find the way down to them."""
    return {path for post in held(actor) for path in ancestors(post.area_path)}


def held(actor: Actor) -> tuple[HeldPost, ...]:
    """The actor's posts, in the order that the deepest area comes last."""
    return tuple(sorted(actor.posts, key=lambda post: (len(post.area_path), post.area_path)))
