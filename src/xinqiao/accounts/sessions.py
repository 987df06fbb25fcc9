"""What a session remembers: how strong the sign-in was and when the person was last seen."""

from datetime import datetime, timedelta
from typing import Final

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from xinqiao.accounts.models import User

STRONG: Final = "xinqiao_strong"
SEEN: Final = "xinqiao_seen"
RESIDENT_DAYS: Final = 30
# How often the time of the last click is written: one write a minute, not one a click.
NOTE_EVERY: Final = timedelta(minutes=1)
FRESH: Final = timedelta(minutes=5)
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


def begin(request: HttpRequest, user: User, *, at: datetime, strong: bool, days: int = 0) -> None:
    """Sign a user in without allauth's stages; `days` keeps the session that long."""
    login(request, user, backend=BACKEND)
    request.session[STRONG] = strong
    request.session[SEEN] = at.timestamp()
    if days:
        request.session.set_expiry(timedelta(days=days))


def note_strength(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Remember whether allauth saw a second factor in this session."""
    records = get_authentication_records(request, user)
    request.session[STRONG] = any(record.get("method") == "mfa" for record in records)
    request.session[SEEN] = at.timestamp()


def has_just_proved(request: HttpRequest, user: AbstractBaseUser, *, at: datetime) -> bool:
    """Tell whether a password or one-time code was given in the last five minutes."""
    records = get_authentication_records(request, user)
    return any(at.timestamp() - record["at"] < FRESH.total_seconds() for record in records)


def is_strong(request: HttpRequest) -> bool:
    """Tell whether this session was opened with a second factor."""
    return bool(request.session.get(STRONG))


def has_idled(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether a staff member's session slept longer than it may."""
    seen = request.session.get(SEEN)
    idle = timedelta(seconds=settings.STAFF_IDLE_SECONDS)
    return seen is not None and at.timestamp() - float(seen) > idle.total_seconds()


def is_due_for_note(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether the last note is older than a minute."""
    seen = request.session.get(SEEN)
    return seen is None or at.timestamp() - float(seen) > NOTE_EVERY.total_seconds()
