"""allauth's signals about second factors; only what its adapters do not offer."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from xinqiao.accounts import sessions
from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.accounts.services import lockout
from xinqiao.events.services.append import append
from xinqiao.kit.time import now


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def note_new_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    """A session that just proved a new authenticator is strong from here on."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    request.session[sessions.STRONG] = True
    append(
        kind="accounts.factor_added",
        actor=Actor(user_id=user.pk, name=user.display_name),
        at=now(),
        subject_kind="user",
        subject_id=user.pk,
    )


@receiver(authentication_failed, dispatch_uid="accounts.factor_failed")
def note_wrong_code(user: User, **_more: Any) -> None:
    """A wrong one-time code counts like a wrong password."""
    lockout.note_failure(username=user.username, at=now())
