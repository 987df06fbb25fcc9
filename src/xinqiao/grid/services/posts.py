"""Posts are seats: they own work, people come and go. A desk is the last resort of its area."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Force, Level, Organisation, Post
from xinqiao.grid.services.areas import NAME_LIMIT, lock_area
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, Conflict, NotFound

DESK_ROLES = {Level.COMMUNITY: Role.COMMUNITY, Level.STREET: Role.STREET}


@transaction.atomic
def open_post(
    *,
    actor: Actor,
    role: Role,
    area_id: int,
    at: datetime,
    organisation_id: int | None = None,
    title: str = "",
    is_desk: bool = False,
    force: str = "",
) -> Post:
    """Create a seat. Records `grid.post_opened`.

    title: how people call it; by default the area's (or unit's) name and the duty. force: whose
    people hold it beside their own work; empty for a full-time post. Raises Conflict when there is
    such a post, or another desk in the area.
    """
    area = lock_area(area_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=area.path)
    organisation = _unit(role, organisation_id)
    check_force(role, force)
    named = clean_text(title, limit=NAME_LIMIT, field="title", multiline=False)
    post = Post(
        role=role,
        area=area,
        organisation=organisation,
        title=named or plain_title(role, area, organisation, is_desk=is_desk, force=force),
        is_desk=is_desk,
        force=force,
    )
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:
        raise Conflict(_("There is such a post already: %(title)s."), title=post.title) from None
    _record(post, "post_opened", actor=actor, at=at)
    return post


@transaction.atomic
def close_post(*, actor: Actor, post_id: int, at: datetime) -> Post:
    """Close a seat and end who sits in it. Records `grid.post_closed`.

    Raises Conflict for a desk: an area without one would leave work to nobody.
    """
    post = lock_post(post_id)
    require_duty(actor, Role.SYSTEM_ADMIN, area_path=post.area.path)
    if post.is_desk:
        raise Conflict(_("The desk of an area cannot be closed: it is the last resort for work."))
    if post.closed_at is None:
        retire_post(post, actor=actor, at=at)
    return post


def retire_post(post: Post, *, actor: Actor, at: datetime) -> None:
    """Close a post that is no desk, with its appointments, in the caller's transaction."""
    post.closed_at = at
    post.save(update_fields=["closed_at"])
    post.appointments.filter(ends_at__isnull=True, starts_at__gte=at).delete()
    post.appointments.filter(ends_at__isnull=True).update(ends_at=at)
    _record(post, "post_closed", actor=actor, at=at)


@transaction.atomic
def desk_of(*, area_id: int, at: datetime, actor: Actor = SYSTEM) -> Post:
    """The desk post of a community, street or county; opened when there is none yet."""
    desk = Post.objects.select_related("area").filter(area_id=area_id, is_desk=True).first()
    if desk is not None:
        return desk
    area = lock_area(area_id)
    if area.level >= Level.GRID:
        raise BadInput(_("A grid has no desk; its community has one."))
    # Two may open it at once; the row lock lets the second find what the first made.
    desk = Post.objects.select_related("area").filter(area=area, is_desk=True).first()
    if desk is not None:
        return desk
    role = DESK_ROLES.get(Level(area.level), Role.COUNTY)
    return open_post(actor=actor, role=role, area_id=area_id, is_desk=True, at=at)


@transaction.atomic
def organisation_post(*, organisation_id: int, at: datetime, actor: Actor = SYSTEM) -> Post:
    """The post through which a unit's people act; opened when there is none yet."""
    unit = Organisation.objects.select_related("area").filter(pk=organisation_id).first()
    if unit is None:
        raise NotFound
    found = Post.objects.filter(organisation=unit, closed_at__isnull=True).order_by("pk").first()
    return found or open_post(
        actor=actor,
        role=Role.DEPARTMENT,
        area_id=unit.area_id,
        organisation_id=unit.pk,
        at=at,
    )


def lock_post(post_id: int) -> Post:
    """Hold the row of a post until the transaction ends. Raises NotFound."""
    found = Post.objects.select_for_update(of=("self",)).select_related("area")
    post = found.filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post


def _unit(role: Role, organisation_id: int | None) -> Organisation | None:
    if (role == Role.DEPARTMENT) != (organisation_id is not None):
        raise BadInput(_("A department post needs its unit, and only a department post has one."))
    if organisation_id is None:
        return None
    unit = Organisation.objects.filter(pk=organisation_id, closed_at__isnull=True).first()
    if unit is None:
        raise NotFound
    return unit


def check_force(role: Role, force: str) -> None:
    """Part-timers are grid workers. Raises BadInput."""
    if force and (role != Role.GRID_WORKER or force not in Force.values):
        raise BadInput(_("Only a grid worker's post can be part-time."), field="force")


def plain_title(
    role: Role,
    area: Area,
    unit: Organisation | None = None,
    *,
    is_desk: bool = False,
    force: str = "",
) -> str:
    """Titles are stored words, so they are in the language of the house, not of the reader."""
    with translation.override(settings.LANGUAGE_CODE):
        if unit is not None:
            return unit.name
        duty = gettext("desk") if is_desk else str(Role(role).label)
        if force:
            duty = gettext("part-time %(duty)s (%(force)s)") % {
                "duty": duty,
                "force": Force(force).label,
            }
    return f"{area.name}{duty}"[:NAME_LIMIT]


def _record(post: Post, what: str, *, actor: Actor, at: datetime) -> None:
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="post",
        subject_id=post.pk,
        area_path=post.area.path,
        data=post_facts(post),
    )
    bump_snapshot()


def post_facts(post: Post) -> dict[str, Any]:
    """What the log says of a post."""
    facts = {"role": post.role, "title": post.title, "organisation": post.organisation_id}
    return facts | ({"force": post.force} if post.force else {})
