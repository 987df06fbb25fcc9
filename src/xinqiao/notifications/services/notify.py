"""Tell people about an event, once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from xinqiao.accounts.selectors.people import user_ids_of_phone
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone, is_mobile
from xinqiao.notifications.catalogue import SMS, template_of
from xinqiao.notifications.models import Delivery

SEALED_PHONE: Final = "notifications.phone"

_INSERT = """
INSERT INTO notifications_notice
    (event_id, recipient_key, recipient_id, phone_sealed, template, params, link, created_at)
SELECT %(event)s, r.key, r.user_id, r.phone, %(template)s, %(params)s::jsonb, %(link)s, %(at)s
FROM unnest(%(keys)s::text[], %(users)s::bigint[], %(phones)s::bytea[]) AS r(key, user_id, phone)
ON CONFLICT (event_id, recipient_key, template) DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: an account, or a phone without one."""

    key: str
    user_id: int | None = None
    phone: str = ""

    @classmethod
    def user(cls, user_id: int) -> "Recipient":
        """Return the recipient with this account."""
        return cls(key=f"user:{user_id}", user_id=user_id)

    @classmethod
    def of_phone(cls, phone: str) -> "Recipient":
        """Return the account of this phone, else the phone itself. Raises BadPhone."""
        number = clean_phone(phone)
        for user_id in user_ids_of_phone(number):
            return cls.user(user_id)
        index = crypto.blind_index(number, context=crypto.PHONE).hex()
        return cls(key=f"phone:{index}", phone=number)


@transaction.atomic
def notify(
    *,
    template: str,
    recipients: Iterable[Recipient],
    event_id: int | None,
    at: datetime,
    params: dict[str, Any] | None = None,
    link: str = "",
) -> int:
    """Leave a notice for each recipient and queue its text message; return how many are new.

    A second call for the same event, recipient and template does nothing. params: what the
    template's placeholders need, nothing private. link: a path of this site. Raises LookupError
    for a template nobody declared.
    """
    told = list({recipient.key: recipient for recipient in recipients}.values())
    if not told:
        return 0
    wanted = template_of(template)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "event": event_id,
                "template": template,
                "params": json.dumps(params or {}),
                "link": link,
                "at": at,
                "keys": [recipient.key for recipient in told],
                "users": [recipient.user_id for recipient in told],
                "phones": [_sealed(recipient.phone) for recipient in told],
            },
        )
        notice_ids = [row[0] for row in cursor.fetchall()]
    if SMS in wanted.channels:
        Delivery.objects.bulk_create(
            Delivery(notice_id=notice_id, channel=SMS, next_attempt_at=at)
            for notice_id in notice_ids
        )
    return len(notice_ids)


def _sealed(phone: str) -> bytes | None:
    return crypto.seal(phone, context=SEALED_PHONE) if phone and is_mobile(phone) else None
