"""Who sits where: the actor of a request, holders of posts, and seats that are empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, HeldPost, Role
from xinqiao.accounts.models import User
from xinqiao.grid.models import Appointment, Area, Level, Post
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.errors import NotFound
from xinqiao.kit.time import local_day


def current_at(at: datetime, prefix: str = "") -> Q:
    """Appointments that hold at a moment; `prefix` leads to them from another model."""
    return Q(**{f"{prefix}starts_at__lte": at}) & (
        Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": at})
    )


def actor_for(user: User, at: datetime) -> Actor:
    """The person as an actor, with the posts held at this moment; one statement."""
    is_open = Q(post__closed_at__isnull=True) | Q(post__closed_at__gt=at)
    held = (
        Appointment.objects.filter(current_at(at), is_open, user=user)
        .order_by("post__area__path", "post_id")
        .values_list(
            "post_id",
            "post__role",
            "post__area_id",
            "post__area__path",
            "post__organisation_id",
            "post__title",
        )
    )
    posts = tuple(
        HeldPost(post_id, Role(role), area_id, path, organisation_id, title)
        for post_id, role, area_id, path, organisation_id, title in held
    )
    return Actor(user_id=user.pk, name=user.display_name, posts=posts)


def holders(*, post_ids: Iterable[int], at: datetime) -> dict[int, list[tuple[int, str]]]:
    """Post id -> (user id, name) of those who hold it at a moment; one statement."""
    found: dict[int, list[tuple[int, str]]] = {post_id: [] for post_id in post_ids}
    rows = (
        Appointment.objects.filter(current_at(at), post_id__in=list(found), user__is_active=True)
        .order_by("starts_at", "pk")
        .values_list("post_id", "user_id", "user__display_name")
    )
    for post_id, user_id, name in rows:
        found[post_id].append((user_id, name))
    return found


def organisation_members(*, organisation_id: int, at: datetime) -> list[tuple[int, str]]:
    """(user id, name) of the people through whom a unit acts at a moment."""
    rows = (
        Appointment.objects.filter(
            current_at(at), post__organisation_id=organisation_id, user__is_active=True
        )
        .order_by("starts_at", "pk")
        .values_list("user_id", "user__display_name")
    )
    return list(dict.fromkeys(rows))


def visible_posts(actor: Actor, *roles: Role) -> QuerySet[Post]:
    """Open posts inside the areas that the actor holds (in `roles`, or in any)."""
    return Post.objects.filter(below(actor, *roles, field="area__path"), closed_at__isnull=True)


def posts_of_area(actor: Actor, area: Area, at: datetime) -> QuerySet[Post]:
    """The open posts of one area, each with `present`: the appointments that hold."""
    return (
        visible_posts(actor)
        .filter(area=area)
        .select_related("organisation")
        .prefetch_related(
            Prefetch(
                "appointments",
                Appointment.objects.filter(current_at(at)).select_related("user"),
                to_attr="present",
            )
        )
        .order_by("-is_desk", "role", "pk")
    )


def desk_above(path: str) -> Post | None:
    """The desk of the area of `path`, else of the nearest area over it that has one."""
    codes = path.rstrip(".").split(".")
    paths = [".".join(codes[:depth]) + "." for depth in range(1, len(codes) + 1)]
    return (
        Post.objects.select_related("area")
        .filter(is_desk=True, closed_at__isnull=True, area__path__in=paths)
        .order_by("-area__level")
        .first()
    )


def gaps(actor: Actor, at: datetime) -> QuerySet[Area]:
    """Grids with an empty seat at a moment, as far as the actor sees.

    Each says `lacks_leader`, `lacks_worker` (unit grids) or `lacks_part_timer`.
    """
    return (
        grids_in_use(actor, at)
        .annotate(
            lacks_leader=Q(level=Level.GRID) & ~Exists(_seats(at, role=Role.GRID_LEADER)),
            lacks_worker=Q(level=Level.GRID) & ~Exists(_seats(at, role=Role.GRID_WORKER, force="")),
            lacks_part_timer=Q(level=Level.RESPONSIBILITY)
            & ~Exists(_seats(at, role=Role.GRID_WORKER)),
        )
        .filter(Q(lacks_leader=True) | Q(lacks_worker=True) | Q(lacks_part_timer=True))
        .select_related("parent")
    )


def grids_in_use(actor: Actor, at: datetime) -> QuerySet[Area]:
    """Unit grids and responsibility grids that exist at a moment, as far as the actor sees."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=local_day(at))
    return Area.objects.filter(below(actor), lasting, level__gte=Level.GRID)


def _seats(at: datetime, **which: object) -> QuerySet[Post]:
    return Post.objects.filter(
        current_at(at, "appointments__"),
        area=OuterRef("pk"),
        closed_at__isnull=True,
        appointments__user__is_active=True,
        **which,
    )


def appointments_of(post: Post) -> QuerySet[Appointment]:
    """Everybody who held, holds or will hold a post, the latest first."""
    return post.appointments.select_related("user").order_by("-starts_at", "-pk")


def get_post(actor: Actor, post_id: int, *roles: Role) -> Post:
    """One open post. Raises NotFound for what the actor may not see, too."""
    found = visible_posts(actor, *roles).select_related("area", "organisation")
    post = found.filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post


def get_appointment(actor: Actor, appointment_id: int, *roles: Role) -> Appointment:
    """One appointment. Raises NotFound for what the actor may not see, too."""
    held = Appointment.objects.filter(below(actor, *roles, field="post__area__path"))
    appointment = held.filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFound
    return appointment


def find_user(username: str) -> User:
    """The active account of a user name. Raises NotFound."""
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise NotFound(
            _("Nobody has the user name %(name)s."), name=username.strip(), field="username"
        )
    return user
