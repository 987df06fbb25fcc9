"""What the unit does with a notice: sign for it, say how, report back with proof, leave a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.supervision.models import Notice, RemarkKind
from xinqiao.supervision.selectors.one import late_seconds
from xinqiao.supervision.services.common import (
    add_remark,
    claim_files,
    clean_words,
    notice_of,
    said,
    step,
)
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.assignments import accept_item


@transaction.atomic
def accept_notice(
    *, actor: Actor, item_id: int, at: datetime, seen: datetime | None = None
) -> Item:
    """Sign for it (签收). Records `supervision.accepted`."""
    notice_of(item_id)
    return accept_item(actor=actor, item_id=item_id, at=at, seen=seen)


@transaction.atomic
def begin_rectifying(
    *, actor: Actor, item_id: int, words: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Say how it will be put right (整改措施). Records `supervision.rectifying`."""
    words = clean_words(words)
    notice = notice_of(item_id)
    item = step(actor=actor, notice=notice, action="begin", fields=said(words), at=at, seen=seen)
    add_remark(actor=actor, notice=notice, kind=RemarkKind.PLAN, text=words, at=at)
    return item


@transaction.atomic
def report_back(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    proof_tokens: Sequence[str],
    at: datetime,
    seen: datetime | None = None,
) -> Item:
    """Say with proof that it has been put right (整改反馈); its clock stops.

    Records `supervision.reported`. Raises Missing (422) without a photo or document of this time.
    """
    words = clean_words(words)
    notice = notice_of(item_id)
    late = late_seconds(notice.pk, at) > 0
    item = step(
        actor=actor,
        notice=notice,
        action="report_back",
        fields={**said(words), Need.PROOF: list(proof_tokens)},
        data={"late": late, "proofs": len(proof_tokens)},
        at=at,
        seen=seen,
    )
    claim_files(actor=actor, notice=notice, tokens=proof_tokens, at=at)
    add_remark(actor=actor, notice=notice, kind=RemarkKind.REPORT, text=words, at=at)
    _keep(notice, actor, late, at)
    return item


@transaction.atomic
def add_note(*, actor: Actor, item_id: int, words: str, at: datetime) -> Item:
    """Leave a note for all who work on the notice. Records `supervision.noted`."""
    words = clean_words(words)
    notice = notice_of(item_id)
    item = step(actor=actor, notice=notice, action="note", fields=said(words), at=at)
    add_remark(actor=actor, notice=notice, kind=RemarkKind.NOTE, text=words, at=at)
    return item


def _keep(notice: Notice, actor: Actor, late: bool, at: datetime) -> None:
    notice.reported_by_id, notice.reported_at = actor.user_id, at
    notice.was_late = notice.was_late or late
    notice.save(update_fields=["reported_by", "reported_at", "was_late"])
