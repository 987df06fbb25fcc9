"""Founding a whole city: many areas, posts and appointments in a few statements each.

The same rules and the same events as one at a time; a test holds both equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.grid.codes import check_code, level_of, parent_code, path_of
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.models import Appointment, Area, Post
from xinqiao.grid.services.appointments import appointment_facts
from xinqiao.grid.services.areas import NAME_LIMIT
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.posts import check_force, plain_title, post_facts
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, Conflict, NotFound
from xinqiao.kit.time import local_day, require_aware

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Seat:
    """A post to open in an area; `force` as in `open_post`."""

    role: Role
    area_id: int
    title: str = ""
    force: str = ""


@transaction.atomic
def add_areas(*, actor: Actor, rows: Sequence[tuple[str, str]], at: datetime) -> list[Area]:
    """Add areas by (code, name), parents before or among them. Records `grid.area_added` each.

    Whole or not at all. Raises BadCode, AreaNotFound for a missing parent, Conflict for a code
    that is taken, NotAllowed.
    """
    named = {check_code(code): name for code, name in rows}
    taken = Area.objects.filter(code__in=named).values_list("code", flat=True).first()
    if taken is not None:
        raise Conflict(_("The code %(code)s is taken already."), code=taken, field="code")
    above = {parent_code(code) for code in named} - {""}
    known = {area.code: area for area in Area.objects.filter(code__in=above)}
    added: list[Area] = []
    for length in sorted({len(code) for code in named}):
        level = [
            _new_area(actor, code, name, known, at)
            for code, name in named.items()
            if len(code) == length
        ]
        added += Area.objects.bulk_create(level, batch_size=BATCH)
        known |= {area.code: area for area in level}
    _record(actor, at, "area_added", "area", [(a.pk, a.path, {"code": a.code}) for a in added])
    return added


@transaction.atomic
def open_posts(*, actor: Actor, seats: Sequence[Seat], at: datetime) -> list[Post]:
    """Open posts in grids, communities and above, no desks. Records `grid.post_opened` each.

    Raises Conflict when there is such a post, AreaNotFound, BadInput, NotAllowed.
    """
    areas = Area.objects.in_bulk({seat.area_id for seat in seats})
    posts = [_new_post(actor, seat, areas) for seat in seats]
    try:
        with transaction.atomic():
            opened = Post.objects.bulk_create(posts, batch_size=BATCH)
    except IntegrityError:
        raise Conflict(_("One of these posts is there already.")) from None
    facts = [(post.pk, post.area.path, post_facts(post)) for post in opened]
    _record(actor, at, "post_opened", "post", facts)
    return opened


@transaction.atomic
def appoint_many(
    *, actor: Actor, pairs: Sequence[tuple[int, int]], at: datetime
) -> list[Appointment]:
    """Seat people from now on: (user id, post id). Records `grid.appointed` each.

    Administrators are appointed one by one. Raises NotFound, Conflict, BadInput, NotAllowed.
    """
    posts = Post.objects.select_related("area").in_bulk({post_id for _user, post_id in pairs})
    users = {user_id for user_id, _post in pairs}
    active = set(User.objects.filter(pk__in=users, is_active=True).values_list("pk", flat=True))
    if users - active:
        raise NotFound(_("This person has no active account. Please create one first."))
    seated = [
        _new_appointment(actor, user_id, posts.get(post_id), at) for user_id, post_id in pairs
    ]
    try:
        with transaction.atomic():
            held = Appointment.objects.bulk_create(seated, batch_size=BATCH)
    except IntegrityError:
        raise Conflict(_("Somebody holds one of these posts in this time already.")) from None
    facts = [(one.post_id, posts[one.post_id].area.path, appointment_facts(one)) for one in held]
    _record(actor, at, "appointed", "post", facts)
    return held


def _new_area(actor: Actor, code: str, name: str, known: dict[str, Area], at: datetime) -> Area:
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=path_of(code))
    above = parent_code(code)
    if above and above not in known:
        raise AreaNotFound(code=above, field="code")
    return Area(
        code=code,
        name=clean_text(name, limit=NAME_LIMIT, field="name", required=True, multiline=False),
        level=level_of(code),
        parent=known.get(above),
        path=path_of(code),
        valid_from=local_day(at),
    )


def _new_post(actor: Actor, seat: Seat, areas: dict[int, Area]) -> Post:
    area = areas.get(seat.area_id)
    if area is None:
        raise AreaNotFound(code=seat.area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    if seat.role == Role.DEPARTMENT:
        raise BadInput(_("A department post needs its unit, and only a department post has one."))
    check_force(seat.role, seat.force)
    title = clean_text(seat.title, limit=NAME_LIMIT, field="title", multiline=False)
    plain = title or plain_title(seat.role, area, force=seat.force)
    return Post(role=seat.role, area=area, title=plain, force=seat.force)


def _new_appointment(actor: Actor, user_id: int, post: Post | None, at: datetime) -> Appointment:
    if post is None:
        raise NotFound
    require_duty(actor, Role.SECURITY_ADMIN, area_path=post.area.path)
    if post.closed_at is not None:
        raise Conflict(_("This post is closed. Please choose another one."))
    if post.role in ADMINISTRATORS:
        raise BadInput(_("Administrators are appointed one by one."))
    return Appointment(post=post, user_id=user_id, starts_at=require_aware(at))


def _record(
    actor: Actor,
    at: datetime,
    what: str,
    subject: str,
    facts: Sequence[tuple[int, str, dict[str, object]]],
) -> None:
    append_many(
        actor=actor,
        events=[
            NewEvent(
                kind=f"grid.{what}",
                at=at,
                subject_kind=subject,
                subject_id=key,
                area_path=path,
                data=data,
            )
            for key, path, data in facts
        ],
    )
    bump_snapshot()
