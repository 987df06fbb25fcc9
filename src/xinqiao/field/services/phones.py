"""Set a phone up, and end it."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.models import User
from xinqiao.events.services.append import append
from xinqiao.field import sealing
from xinqiao.field.errors import TooManyPhones
from xinqiao.field.models import EndReason, Phone
from xinqiao.field.parameters import MOST_PHONES, OLDEST, key_days
from xinqiao.field.reach import in_the_grids, user_of
from xinqiao.field.selectors.phones import phone_to_end
from xinqiao.kit.clean import clean_text


@dataclass(frozen=True, slots=True)
class Registered:
    """A new phone. key: base64 of 32 bytes."""

    phone: Phone
    key: str


@transaction.atomic
def register_phone(
    *, actor: Actor, name: str, at: datetime, replaces: UUID | None = None
) -> Registered:
    """Give a phone of a grid worker its key. Records `field.phone_registered`.

    The key is random and lies here sealed: a copy of the database alone opens no phone.
    replaces: an older one of the same person, which ends.
    Raises NoGridPost (403), TooManyPhones (409), BadText.
    """
    grids, user_id = in_the_grids(actor), user_of(actor)
    called = clean_text(name, limit=60, field="name", multiline=False) or _("A phone")
    # One line at a time for one person, or two clicks pass the limit together.
    User.objects.select_for_update(of=("self",)).get(pk=user_id)
    old = Phone.objects.filter(pk=replaces, user_id=user_id).first() if replaces else None
    if old is not None:
        _end(old, EndReason.BY_HOLDER, actor, at)
    in_use = Phone.objects.filter(user_id=user_id, ended_at__isnull=True).count()
    if in_use >= MOST_PHONES:
        raise TooManyPhones(limit=MOST_PHONES)
    secret = secrets.token_bytes(32)
    key = base64.b64encode(secret).decode()
    phone = Phone.objects.create(
        user_id=user_id,
        name=called,
        key_hint=hashlib.sha256(secret).hexdigest()[:8],
        key_sealed=sealing.seal_key(key),
        registered_at=at,
        last_seen_at=at,
    )
    _record("field.phone_registered", actor, phone, at, area_path=grids.posts[0].area_path)
    return Registered(phone, key)


@transaction.atomic
def end_phone(*, actor: Actor, phone_id: UUID, at: datetime) -> Phone:
    """Take a phone out of use, by its holder or the security administrator.

    With its next word to the server it wipes itself. Records `field.phone_ended`.
    Raises PhoneNotFound.
    """
    phone = phone_to_end(actor=actor, phone_id=phone_id)
    own = phone.user_id == actor.user_id
    return _end(phone, EndReason.BY_HOLDER if own else EndReason.REVOKED, actor, at)


@transaction.atomic
def end_at_sign_out(*, user: User, phone_id: UUID, at: datetime) -> Phone | None:
    """End the phone on which its holder signs out; nothing where it is another's or ended."""
    phone = Phone.objects.filter(pk=phone_id, user=user, ended_at__isnull=True).first()
    if phone is None:
        return None
    actor = Actor(user_id=user.pk, name=user.display_name)
    return _end(phone, EndReason.SIGNED_OUT, actor, at)


@transaction.atomic
def end_without_post(*, phone: Phone, at: datetime) -> Phone:
    """End the phone of somebody who holds no post in a grid any more."""
    return _end(phone, EndReason.NO_POST, SYSTEM, at)


def end_long_unseen(*, at: datetime, limit: int = 500) -> int:
    """Take phones off the lists that nobody brought back; how many.

    Their rows were gone after a week; what was entered on them is too old to be taken by now.
    """
    unseen = Phone.objects.filter(
        ended_at__isnull=True, last_seen_at__lt=at - OLDEST - timedelta(days=key_days())
    )
    phones = list(unseen.order_by("last_seen_at")[:limit])
    for phone in phones:
        with transaction.atomic():
            _end(phone, EndReason.EXPIRED, SYSTEM, at)
    return len(phones)


def _end(phone: Phone, reason: EndReason, actor: Actor, at: datetime) -> Phone:
    locked = Phone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
    if locked.ended_at is not None:
        return locked
    locked.ended_at, locked.end_reason, locked.ended_by_id = at, reason, actor.user_id
    if reason is EndReason.REVOKED:
        # Whoever holds it now is not to open anything on it, whatever they sign in as.
        locked.key_sealed = None
    locked.save(update_fields=["ended_at", "end_reason", "ended_by", "key_sealed"])
    _record("field.phone_ended", actor, locked, at, reason=reason.value)
    return locked


def _record(
    kind: str, actor: Actor, phone: Phone, at: datetime, area_path: str = "", **data: str
) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="user",
        subject_id=phone.user_id,
        area_path=area_path,
        data={"phone": str(phone.pk), **data},
    )
