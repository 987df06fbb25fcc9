"""Five wrong passwords or codes lock an account for a while (GB/T 22239, 8.1.4.1)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.errors import SignInLocked
from xinqiao.accounts.models import User
from xinqiao.accounts.services.limits import take
from xinqiao.events.services.append import append
from xinqiao.kit import crypto
from xinqiao.kit.errors import TooMany

FAILURES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


def require_open(*, username: str, at: datetime) -> None:
    """Refuse a locked account, and in the same words a name nobody has. Raises SignInLocked."""
    user = User.objects.filter(username=username).first()
    if user is None:
        _count_unknown(username, at)
    elif user.locked_until is not None and user.locked_until > at:
        seconds = int((user.locked_until - at).total_seconds())
        raise SignInLocked(minutes=-(-seconds // 60), seconds=seconds)


@transaction.atomic
def note_failure(*, username: str, at: datetime) -> None:
    """Count a wrong password or code; the fifth one locks the account."""
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        return
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= FAILURES:
        user.failed_sign_ins = 0
        user.locked_until = at + LOCKED_FOR
        append(kind="accounts.locked", actor=SYSTEM, at=at, subject_kind="user", subject_id=user.pk)
    user.save(update_fields=["failed_sign_ins", "locked_until"])


@transaction.atomic
def note_success(*, user_id: int, at: datetime) -> None:
    """Forget earlier failures and record the sign-in."""
    User.objects.filter(pk=user_id).update(failed_sign_ins=0, locked_until=None)
    user = User.objects.get(pk=user_id)
    append(
        kind="accounts.signed_in",
        actor=Actor(user_id=user.pk, name=user.display_name),
        at=at,
        subject_kind="user",
        subject_id=user.pk,
    )


def _count_unknown(username: str, at: datetime) -> None:
    key = f"unknown-name:{crypto.blind_index(username, context='username').hex()[:32]}"
    period = int(LOCKED_FOR.total_seconds())
    try:
        take(key=key, limit=FAILURES, period_seconds=period, at=at)
    except TooMany as error:
        minutes = -(-error.retry_after // 60)
        raise SignInLocked(minutes=minutes, seconds=error.retry_after) from error
