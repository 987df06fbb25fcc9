"""allauth, adapted: lock-out in the database, sealed secrets, no self-made staff accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from xinqiao.accounts import sessions
from xinqiao.accounts.models import User
from xinqiao.accounts.requests import client_key
from xinqiao.accounts.services import lockout
from xinqiao.kit import crypto
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with user name and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # allauth keeps it in its counters: a keyed hash serves them as well as the address.
        return client_key(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            lockout.require_open(username=str(credentials.get("username", "")), at=now())
        except DomainError as error:
            raise ValidationError(error.sentence(), code=str(error.code)) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.note_failure(username=str(credentials.get("username", "")), at=now())

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        at = now()
        assert isinstance(user, User)  # noqa: S101 (the only user model of the house)
        sessions.note_strength(request, user, at=at)
        lockout.note_success(user_id=user.pk, at=at)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Somebody who has just typed the password need not type it again to set up the factor.
        request = context.request
        return not sessions.has_just_proved(request, request.user, at=now())

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody gives us an e-mail address, so there is nothing to send."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The one-time code of staff."""

    def encrypt(self, text: str) -> str:
        return crypto.seal(text, context="mfa.secret").hex()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(bytes.fromhex(encrypted_text), context="mfa.secret")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        # Only the security administrator takes a second factor away.
        return False

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.get_username())
