"""Who holds a post, from when until when: the security administrator's work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.events.services.append import append
from xinqiao.grid.models import Appointment, Post
from xinqiao.grid.services.duties import require_duty
from xinqiao.grid.services.posts import lock_post
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.errors import BadInput, Conflict, NotFound
from xinqiao.kit.time import require_aware


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    user_id: int,
    post_id: int,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Appointment:
    """Seat somebody in a post. Records `grid.appointed`.

    starts_at: now by default. Raises Conflict when the person holds the post in that time already,
    or would administer in two of the three duties that the law keeps apart.
    """
    post = lock_post(post_id)
    require_duty(actor, Role.SECURITY_ADMIN, area_path=post.area.path)
    if post.closed_at is not None:
        raise Conflict(_("This post is closed. Please choose another one."))
    # Locked, so that two administrators' posts given at the same moment see each other.
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(_("This person has no active account. Please create one first."))
    begins = require_aware(starts_at or at)
    if ends_at is not None and require_aware(ends_at) <= begins:
        raise BadInput(_("The end must lie after the beginning."), field="ends_at")
    _keep_administrators_apart(user, post, begins)
    appointment = _seat(user, post, begins, ends_at)
    _record(appointment, "appointed", actor=actor, at=at)
    return appointment


@transaction.atomic
def end_appointment(
    *, actor: Actor, appointment_id: int, at: datetime, ends_at: datetime | None = None
) -> Appointment | None:
    """End an appointment, now by default. Records `grid.appointment_ended`.

    One that has not begun by then is taken back altogether, and None returned.
    """
    appointment = lock_appointment(appointment_id)
    require_duty(actor, Role.SECURITY_ADMIN, area_path=appointment.post.area.path)
    end = require_aware(ends_at or at)
    if appointment.ends_at is not None and appointment.ends_at <= at:
        raise Conflict(_("This appointment has ended already."))
    if end <= appointment.starts_at:
        _record(appointment, "appointment_cancelled", actor=actor, at=at)
        appointment.delete()
        return None
    appointment.ends_at = end
    appointment.save(update_fields=["ends_at"])
    _record(appointment, "appointment_ended", actor=actor, at=at)
    return appointment


@transaction.atomic
def transfer(*, actor: Actor, appointment_id: int, to_post_id: int, at: datetime) -> Appointment:
    """Move somebody to another post without a moment between; the work stays with the seat."""
    ended = lock_appointment(appointment_id)
    if ended.post_id == to_post_id:
        raise BadInput(_("This is the same post. Please choose another one."), field="post")
    end_appointment(actor=actor, appointment_id=appointment_id, at=at)
    return appoint(actor=actor, user_id=ended.user_id, post_id=to_post_id, at=at)


def lock_appointment(appointment_id: int) -> Appointment:
    """Hold the row of an appointment until the transaction ends. Raises NotFound."""
    found = Appointment.objects.select_for_update(of=("self",)).select_related("post__area")
    appointment = found.filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFound
    return appointment


def _seat(user: User, post: Post, begins: datetime, ends_at: datetime | None) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                post=post, user=user, starts_at=begins, ends_at=ends_at
            )
    except IntegrityError:
        raise Conflict(
            _("%(name)s holds the post %(title)s in this time already."),
            name=user.display_name,
            title=post.title,
        ) from None


def _keep_administrators_apart(user: User, post: Post, begins: datetime) -> None:
    """System, security and audit are three persons (GB/T 22239, 8.1.4)."""
    if post.role not in ADMINISTRATORS:
        return
    others = ADMINISTRATORS - {Role(post.role)}
    held = Appointment.objects.filter(user=user, post__role__in=others)
    if held.exclude(ends_at__lte=begins).exists():
        raise Conflict(
            _("%(name)s holds another administrator's post. These duties belong to three people."),
            name=user.display_name,
        )


def _record(appointment: Appointment, what: str, *, actor: Actor, at: datetime) -> None:
    bump_snapshot()  # dispatch passes over seats that nobody holds
    append(
        kind=f"grid.{what}",
        actor=actor,
        at=at,
        subject_kind="post",
        subject_id=appointment.post_id,
        area_path=appointment.post.area.path,
        data=appointment_facts(appointment),
    )


def appointment_facts(appointment: Appointment) -> dict[str, Any]:
    """What the log says of an appointment."""
    ends_at = appointment.ends_at
    return {
        "user": appointment.user_id,
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else None,
    }
