"""Second factors given by the house itself: for the demo, stories and checks."""

import base64
import secrets

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from xinqiao.accounts.models import User
from xinqiao.kit.time import now


def enrol(*, user: User, secret: str | None = None) -> str:
    """Give a user an authenticator and return its secret (base32), as an app would keep it."""
    chosen = secret or base64.b32encode(secrets.token_bytes(20)).decode()
    TOTP.activate(user, chosen)
    return chosen


def current_code(*, secret: str) -> str:
    """Return the six digits an authenticator app shows now for `secret`."""
    period = getattr(settings, "MFA_TOTP_PERIOD", 30)
    return str(format_hotp_value(hotp_value(secret, int(now().timestamp()) // period)))
