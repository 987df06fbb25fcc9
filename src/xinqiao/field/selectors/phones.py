"""Phones: which one asks, which ones somebody has, what a lost one carried."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.field import sealing
from xinqiao.field.errors import (
    PhoneExpired,
    PhoneGone,
    PhoneMissing,
    PhoneNotFound,
    PhoneOfAnother,
    PhoneUnknown,
)
from xinqiao.field.models import Load, Phone
from xinqiao.field.parameters import key_days
from xinqiao.field.reach import user_of
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.paging import Order, Page, paginate

NEWEST = Order("last_seen_at", descending=True)


def until(phone: Phone) -> datetime:
    """When what the phone carries is to be gone without another sync."""
    return phone.last_seen_at + timedelta(days=key_days())


def asking_phone(*, actor: Actor, phone_id: UUID | None, at: datetime) -> Phone:
    """The phone that asks, still trusted.

    Raises PhoneMissing (422), PhoneUnknown, PhoneGone, PhoneExpired (410), PhoneOfAnother (409).
    """
    phone = sending_phone(actor=actor, phone_id=phone_id)
    if until(phone) <= at:
        raise PhoneExpired(days=key_days())
    return phone


def sending_phone(*, actor: Actor, phone_id: UUID | None) -> Phone:
    """The phone that sends what was entered on it; an expired one may, an ended one may not.

    Raises PhoneMissing (422), PhoneUnknown, PhoneGone (410), PhoneOfAnother (409).
    """
    if phone_id is None:
        raise PhoneMissing
    phone = Phone.objects.filter(pk=phone_id).first()
    if phone is None:
        raise PhoneUnknown
    if phone.ended_at is not None:
        raise PhoneGone
    if phone.user_id != actor.user_id:
        raise PhoneOfAnother
    return phone


def has_ended(*, phone_id: UUID) -> bool:
    """Whether a phone was ended, or its holder may not sign in any more; False for unknown ids."""
    ended = Q(ended_at__isnull=False) | Q(user__is_active=False)
    return Phone.objects.filter(ended, pk=phone_id).exists()


def key_of(*, actor: Actor, phone_id: UUID) -> str:
    """The key (base64) of an own phone, also of one that is ended, unless it was revoked.

    A phone throws its copy away at sign-out and when it expires; what was not sent by then waits
    on it, sealed, until its writer has signed in again. Raises PhoneNotFound.
    """
    mine = Phone.objects.filter(pk=phone_id, user_id=user_of(actor), key_sealed__isnull=False)
    sealed = mine.values_list("key_sealed", flat=True).first()
    if sealed is None:
        raise PhoneNotFound
    return sealing.unseal_key(sealed)


def my_phones(*, actor: Actor) -> list[Phone]:
    """The actor's own phones in use, the latest first."""
    mine = Phone.objects.filter(user_id=user_of(actor), ended_at__isnull=True)
    return list(mine.order_by("-last_seen_at", "-id"))


def phones_in_use(*, actor: Actor, cursor: str | None = None, size: int = 25) -> Page[Phone]:
    """Everybody's phones in use, for the security administrator. Raises NotAllowed, BadCursor."""
    if not actor.has_role(Role.SECURITY_ADMIN):
        raise NotAllowed
    rows = Phone.objects.filter(ended_at__isnull=True).select_related("user")
    return paginate(rows, order=NEWEST, cursor=cursor, size=size)


def phone_to_end(*, actor: Actor, phone_id: UUID) -> Phone:
    """A phone that the actor may end: an own one, any for the security administrator.

    Raises PhoneNotFound for strangers, too.
    """
    found = _endable(actor).filter(pk=phone_id).first()
    if found is None:
        raise PhoneNotFound
    return found


def carried_counts(phone_ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """How many rows of each kind each phone was last handed, in one statement."""
    loads = Load.objects.filter(phone_id__in=phone_ids).order_by("phone_id", "-at", "-id")
    newest = loads.distinct("phone_id").values_list("phone_id", "manifest")
    return {
        phone: {kind: len(rows) for kind, rows in manifest.items() if not kind.startswith("_")}
        for phone, manifest in newest
    }


def phones_that_carried(*, kind: str, row_id: int) -> QuerySet[Phone]:
    """Phones whose kept loads hold a row: whom to tell when one is lost (PIPL 57)."""
    loads = Load.objects.filter(**{f"manifest__{kind}__has_key": str(row_id)})
    return Phone.objects.filter(pk__in=loads.values("phone_id"))


def _endable(actor: Actor) -> QuerySet[Phone]:
    phones = Phone.objects.filter(ended_at__isnull=True)
    if actor.has_role(Role.SECURITY_ADMIN) or actor.is_system:
        return phones
    return phones.filter(user_id=user_of(actor))
