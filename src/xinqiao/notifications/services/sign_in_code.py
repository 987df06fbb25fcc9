"""The text message with a sign-in code; sent at once, since somebody waits for it."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from xinqiao.notifications.gateways import gateway


def send_sign_in_code(phone: str, code: str, at: datetime) -> None:
    """Send `code` to `phone`. Raises NoTextMessages."""
    text = _("Xinqiao: your sign-in code is %(code)s. It is good for five minutes. Tell nobody.")
    gateway().send(phone=phone, text=text % {"code": code}, key=f"code-{secrets.token_hex(8)}")
