"""Send what is queued; the network is never waited for inside a transaction."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from xinqiao.accounts.services.people import SEALED_PHONE as ACCOUNT_PHONE
from xinqiao.kit import crypto
from xinqiao.kit.clean import is_mobile
from xinqiao.kit.errors import DomainError
from xinqiao.notifications.catalogue import fill, known
from xinqiao.notifications.gateways import gateway
from xinqiao.notifications.models import Delivery, Notice
from xinqiao.notifications.selectors import NO_MOBILE, given_up
from xinqiao.notifications.services.notify import SEALED_PHONE

log = logging.getLogger(__name__)

LAST_ATTEMPT: Final = 8
FIRST_PAUSE: Final = timedelta(seconds=30)
BATCH: Final = 20

# Taking a row sets its next attempt first: when this process dies while sending, another one
# tries again later, with the same key, so that the gateway can see it is the same message.
_TAKE = """
UPDATE notifications_delivery SET
    attempts = attempts + 1,
    next_attempt_at = %(at)s + make_interval(secs => %(pause)s * power(2, attempts))
WHERE id IN (
    SELECT id FROM notifications_delivery
    WHERE next_attempt_at <= %(at)s ORDER BY next_attempt_at
    LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def deliver_due(*, at: datetime, limit: int = BATCH) -> int:
    """Send up to `limit` due messages and return how many were taken.

    A failure is tried again after 30 s, 1 min, 2 min, …; after eight attempts it is given up and
    stays visible with its error.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"at": at, "pause": FIRST_PAUSE.total_seconds(), "limit": limit})
        taken = [row[0] for row in cursor.fetchall()]
    rows = Delivery.objects.filter(pk__in=taken).select_related("notice__recipient")
    for delivery in rows.order_by("pk"):
        _send(delivery, at=at)
    return len(taken)


@transaction.atomic
def queue_again(*, delivery_id: int, at: datetime) -> bool:
    """Give a message that was given up another eight attempts; False when there is none."""
    stuck = given_up().filter(pk=delivery_id)
    return bool(stuck.update(attempts=0, next_attempt_at=at))


def _send(delivery: Delivery, *, at: datetime) -> None:
    phone = _phone_of(delivery.notice)
    if not is_mobile(phone):
        delivery.next_attempt_at, delivery.last_error = None, NO_MOBILE
    else:
        try:
            gateway().send(phone=phone, text=_text(delivery.notice), key=f"notice-{delivery.pk}")
        except DomainError as error:
            delivery.last_error = str(error.code)
            if delivery.attempts >= LAST_ATTEMPT:
                log.error("delivery %s given up: %s", delivery.pk, error.code)
                delivery.next_attempt_at = None
        else:
            delivery.sent_at, delivery.next_attempt_at, delivery.last_error = at, None, ""
    delivery.save(update_fields=["sent_at", "next_attempt_at", "last_error"])


def _phone_of(notice: Notice) -> str:
    if notice.phone_sealed is not None:
        return crypto.unseal(notice.phone_sealed, context=SEALED_PHONE)
    user = notice.recipient
    if user is None or user.phone_sealed is None:
        return ""
    return crypto.unseal(user.phone_sealed, context=ACCOUNT_PHONE)


def _text(notice: Notice) -> str:
    language = notice.recipient.language if notice.recipient else settings.LANGUAGE_CODE
    with translation.override(language):
        text = fill(known(notice.template).sms, notice.params)
    return f"{text} {settings.BASE_URL}{notice.link}" if notice.link else text
