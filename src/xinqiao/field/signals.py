"""Signing out ends the phone: nothing is left behind for the next person who picks it up."""

from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from xinqiao.accounts.models import User
from xinqiao.field.services.phones import end_at_sign_out
from xinqiao.kit.time import now

# Set with the phone and read only here: which phone is the one that signs out.
COOKIE = "xinqiao_phone"
SIGN_OUT = "/accounts/logout/"


@receiver(user_logged_out, dispatch_uid="field.signed_out")
def end_phone_at_sign_out(
    sender: object, request: HttpRequest | None, user: User | None, **_more: Any
) -> None:
    """A session that idled away ends no phone: its holder comes back from a day without signal."""
    if request is None or user is None or request.path != SIGN_OUT:
        return
    try:
        phone_id = UUID(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return
    end_at_sign_out(user=user, phone_id=phone_id, at=now())
