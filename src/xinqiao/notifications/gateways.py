"""Ways to a phone. Which one is used is configuration; a real one takes a few lines here."""

import json
import logging
from functools import cache
from typing import Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import Unavailable
from xinqiao.kit.masks import mask_phone

log = logging.getLogger(__name__)


class NoTextMessages(Unavailable):
    """No gateway, or one that does not answer."""

    code = "no_text_messages"
    message = _("Text messages cannot be sent right now. Please try again in a few minutes.")


class SmsGateway(Protocol):
    """Sends one text message. Raises NoTextMessages; the same `key` is the same message."""

    def send(self, *, phone: str, text: str, key: str) -> None: ...


class ConsoleGateway:
    """Writes messages to the log instead of sending them; for the demo and while developing."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        log.info("text message %s to %s: %s", key, mask_phone(phone), text)


class NoGateway:
    """Says that nothing is configured, rather than pretending to send."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        raise NoTextMessages


class HttpGateway:
    """Posts `{"phone", "text", "key"}` as JSON to SMS_URL, with SMS_TOKEN as bearer."""

    timeout_seconds = 5

    def send(self, *, phone: str, text: str, key: str) -> None:
        request = Request(  # noqa: S310 (the address is the operator's own setting)
            settings.SMS_URL,
            data=json.dumps({"phone": phone, "text": text, "key": key}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_TOKEN}",
                "Idempotency-Key": key,
            },
        )
        try:
            with urlopen(request, timeout=self.timeout_seconds):  # noqa: S310
                return
        except (URLError, TimeoutError, OSError) as error:
            # The address may carry a key and the body a phone: only the kind of error is kept.
            raise NoTextMessages from error


def gateway() -> SmsGateway:
    """Return the configured gateway (SMS_GATEWAY: a dotted path)."""
    return _made(settings.SMS_GATEWAY)


@cache
def _made(path: str) -> SmsGateway:
    made: SmsGateway = import_string(path)()
    return made
