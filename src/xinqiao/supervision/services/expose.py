"""Publish what was not put right (曝光). The room that shows it to the public hears the event."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.kit.time import format_time
from xinqiao.supervision.errors import ExposedAlready, NotYetDue
from xinqiao.supervision.models import Notice, RemarkKind
from xinqiao.supervision.selectors.one import late_seconds, promise_of
from xinqiao.supervision.services.common import (
    add_remark,
    clean_reason,
    notice_of,
    require_settler,
    said,
    step,
    tell_the_matter,
)
from xinqiao.workflow.models import Deadline, Item


@transaction.atomic
def expose_notice(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Record that a notice that is late, or was sent back, is published; once.

    Records `supervision.exposed` with facts: number, document, post or organisation with its
    name, due, late_seconds, times_returned, about. Raises NotYetDue, ExposedAlready (409),
    OwnWork, IssuerDecides (403).
    """
    reason = clean_reason(reason)
    notice = notice_of(item_id)
    require_settler(actor, notice)
    if notice.exposed_at is not None:
        raise ExposedAlready
    promise = promise_of(notice.pk)
    late = late_seconds(notice.pk, at)
    if not (late or notice.was_late or notice.times_returned):
        raise NotYetDue(due=format_time(promise.due_at) if promise else "—")
    facts = _facts(notice, promise, late)
    item = step(
        actor=actor,
        notice=notice,
        action="expose",
        fields=said(reason),
        data=facts,
        at=at,
        seen=seen,
    )
    add_remark(actor=actor, notice=notice, kind=RemarkKind.REASON, text=reason, at=at)
    notice.exposed_at, notice.was_late = at, notice.was_late or late > 0
    notice.save(update_fields=["exposed_at", "was_late"])
    tell_the_matter(actor=actor, notice=notice, kind="supervision.matter_exposed", at=at)
    return item


def _facts(notice: Notice, promise: Deadline | None, late: int) -> dict[str, object]:
    item = notice.item
    return {
        "number": item.number,
        "document": notice.document_number,
        "post": item.owner_post_id,
        "organisation": item.owner_organisation_id,
        "unit": str(item.owner_post or item.owner_organisation),
        "due": promise.due_at.isoformat() if promise else None,
        "late_seconds": late,
        "times_returned": notice.times_returned,
        "about": notice.about_id,
    }
