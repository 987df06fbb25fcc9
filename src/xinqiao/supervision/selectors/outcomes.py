"""What became of the notices: found, put right, published, called to account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from xinqiao.accounts.access import Actor
from xinqiao.supervision.flow import CANCELLED, FLOW, REVOKED
from xinqiao.supervision.models import Basis
from xinqiao.supervision.selectors.accounts import visible_accounts
from xinqiao.workflow.selectors.items import desk_items

_LATE: Final = Q(supervision_notice__was_late=True)
_CANCELLED: Final = Q(state=CANCELLED)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Notices issued in a period, as they stand now.

    notices = cancelled + revoked + still_open; findings: those that rest on a fact found on the
    spot; in_time: cancelled without ever being late; called_to_account: notices, not entries.
    """

    notices: int
    findings: int
    cancelled: int
    revoked: int
    in_time: int
    sent_back: int
    published: int
    called_to_account: int

    @property
    def still_open(self) -> int:
        return self.notices - self.cancelled - self.revoked

    @property
    def with_outcome(self) -> int:
        """Those whose loop is closed."""
        return self.cancelled + self.revoked


def outcomes(
    *, actor: Actor, since: datetime | None = None, until: datetime | None = None
) -> Outcomes:
    """Count what the actor's posts let them see, issued in [since, until); one statement."""
    items = desk_items(actor=actor).filter(flow=FLOW)
    if since is not None:
        items = items.filter(opened_at__gte=since)
    if until is not None:
        items = items.filter(opened_at__lt=until)
    called = visible_accounts(actor=actor).filter(notice=OuterRef("pk"))
    row = items.alias(was_called=Exists(called)).aggregate(
        notices=Count("pk"),
        findings=Count("pk", filter=Q(supervision_notice__basis=Basis.FINDING)),
        cancelled=Count("pk", filter=_CANCELLED),
        revoked=Count("pk", filter=Q(state=REVOKED)),
        in_time=Count("pk", filter=_CANCELLED & ~_LATE),
        sent_back=Count("pk", filter=Q(supervision_notice__times_returned__gt=0)),
        published=Count("pk", filter=Q(supervision_notice__exposed_at__isnull=False)),
        called_to_account=Count("pk", filter=Q(was_called=True)),
    )
    return Outcomes(**row)
