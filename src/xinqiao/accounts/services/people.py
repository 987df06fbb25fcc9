"""People who can sign in: made, disabled and helped by the security administrator."""

import re
import secrets
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.accounts.errors import BadUsername, NoSuchUser, PhoneTaken, UsernameTaken, WeakPassword
from xinqiao.accounts.models import User
from xinqiao.events.services.append import append
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.errors import NotAllowed

SEALED_PHONE: Final = "accounts.phone"
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{1,31}")


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    actor: Actor,
    at: datetime,
    password: str | None = None,
    phone: str = "",
) -> User:
    """Make an account; without a password the person can only sign in by phone code.

    Records `accounts.user_created`. Raises NotAllowed, BadUsername, UsernameTaken, PhoneTaken,
    WeakPassword, BadText, BadPhone.
    """
    _require_security(actor)
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise BadUsername(field="username")
    user = User(
        username=name,
        display_name=clean_text(
            display_name, limit=64, field="display_name", required=True, multiline=False
        ),
        created_at=at,
    )
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password)
    if phone:
        _set_phone(user, phone)
    _save_new(user)
    _record("accounts.user_created", user, actor, at)
    return user


@transaction.atomic
def set_active(*, user_id: int, is_active: bool, actor: Actor, at: datetime) -> User:
    """Disable or enable an account; a disabled person is out with the next click."""
    _require_security(actor)
    if user_id == actor.user_id:
        raise NotAllowed(_("Nobody can disable the own account. Please ask a colleague."))
    user = _locked(user_id)
    if user.is_active != is_active:
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        _record("accounts.user_enabled" if is_active else "accounts.user_disabled", user, actor, at)
    return user


@transaction.atomic
def set_password(*, user_id: int, password: str, actor: Actor, at: datetime) -> User:
    """Give a new password and lift a lock. Raises WeakPassword, NotAllowed, NoSuchUser."""
    _require_security(actor)
    user = _locked(user_id)
    _set_password(user, password)
    user.failed_sign_ins, user.locked_until = 0, None
    user.save(update_fields=["password", "failed_sign_ins", "locked_until"])
    _record("accounts.password_given", user, actor, at)
    return user


@transaction.atomic
def reset_second_factor(*, user_id: int, actor: Actor, at: datetime) -> User:
    """Take the second factor away; the person sets up a new one at the next click."""
    _require_security(actor)
    user = _locked(user_id)
    Authenticator.objects.filter(user=user).delete()
    _record("accounts.factor_reset", user, actor, at)
    return user


@transaction.atomic
def resident_of_phone(*, phone: str, at: datetime) -> User:
    """Return the account of a proven phone number, made at the first sign-in."""
    number = clean_phone(phone)
    known = User.objects.filter(
        phone_index__in=crypto.blind_indexes(number, context=crypto.PHONE)
    ).first()
    if known is not None:
        return known
    index = crypto.blind_index(number, context=crypto.PHONE)
    user, is_new = User.objects.get_or_create(
        phone_index=index,
        defaults={
            "username": f"r-{secrets.token_hex(8)}",
            "display_name": str(_("Resident")) + number[-4:],
            "phone_sealed": crypto.seal(number, context=SEALED_PHONE),
            "password": "!",
            "created_at": at,
        },
    )
    if is_new:
        _record("accounts.user_created", user, SYSTEM, at)
    return user


def new_password() -> str:
    """Return a first password that can be read out: 16 letters and digits without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _i in range(4)) for _group in range(4))


def _require_security(actor: Actor) -> None:
    if not (actor.is_system or actor.has_role(Role.SECURITY_ADMIN)):
        raise NotAllowed


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NoSuchUser
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(reasons=" ".join(error.messages), field="password") from error
    user.set_password(password)


def _set_phone(user: User, phone: str) -> None:
    number = clean_phone(phone)
    # While the index keys turn, the constraint sees only the rows under the newest one.
    _newest, *older = crypto.blind_indexes(number, context=crypto.PHONE)
    if older and User.objects.filter(phone_index__in=older).exclude(pk=user.pk).exists():
        raise PhoneTaken(field="phone")
    user.phone_sealed = crypto.seal(number, context=SEALED_PHONE)
    user.phone_index = crypto.blind_index(number, context=crypto.PHONE)


def _save_new(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        if "accounts_user_one_per_phone" in str(error):
            raise PhoneTaken(field="phone") from error
        raise UsernameTaken(username=user.username, field="username") from error


def _record(kind: str, user: User, actor: Actor, at: datetime) -> None:
    append(kind=kind, actor=actor, at=at, subject_kind="user", subject_id=user.pk)
