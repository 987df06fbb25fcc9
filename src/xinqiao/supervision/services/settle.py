"""What those above do with a notice: cancel its number with proof, send back, extend, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.supervision.errors import ProofNeeded, SamePerson
from xinqiao.supervision.models import RemarkKind
from xinqiao.supervision.services.common import (
    add_remark,
    claim_files,
    clean_reason,
    clean_words,
    has_proof,
    notice_of,
    require_settler,
    said,
    step,
    tell_the_matter,
)
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.deadlines import extend_deadline


@transaction.atomic
def cancel_notice(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    at: datetime,
    proof_tokens: Sequence[str] = (),
    seen: datetime | None = None,
) -> Item:
    """Verify what was reported and cancel the number (核验销号).

    The proof is what the unit sent in, and what the verifier adds. Records
    `supervision.cancelled`. Raises SamePerson (409), OwnWork, IssuerDecides (403), ProofNeeded.
    """
    words = clean_words(words)
    notice = notice_of(item_id)
    require_settler(actor, notice)
    if actor.user_id is not None and notice.reported_by_id == actor.user_id:
        raise SamePerson
    claim_files(actor=actor, notice=notice, tokens=proof_tokens, at=at)
    if not has_proof(notice):
        raise ProofNeeded(field="photos")
    item = step(
        actor=actor,
        notice=notice,
        action="cancel",
        fields={**said(words), Need.PROOF: True},
        data={"late": notice.was_late, "times_returned": notice.times_returned},
        at=at,
        seen=seen,
    )
    add_remark(actor=actor, notice=notice, kind=RemarkKind.VERDICT, text=words, at=at)
    notice.cancelled_by_id = actor.user_id
    notice.save(update_fields=["cancelled_by"])
    tell_the_matter(
        actor=actor,
        notice=notice,
        kind="supervision.matter_settled",
        data={"late": notice.was_late},
        at=at,
    )
    return item


@transaction.atomic
def return_notice(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Send back what was not put right; a short clock of its own begins.

    Records `supervision.returned`. Raises OwnWork, IssuerDecides (403).
    """
    reason = clean_reason(reason)
    notice = notice_of(item_id)
    require_settler(actor, notice)
    item = step(
        actor=actor, notice=notice, action="send_back", fields=said(reason), at=at, seen=seen
    )
    add_remark(actor=actor, notice=notice, kind=RemarkKind.REASON, text=reason, at=at)
    notice.times_returned += 1
    notice.save(update_fields=["times_returned"])
    return item


@transaction.atomic
def extend_notice(
    *,
    actor: Actor,
    item_id: int,
    amount: int | Decimal,
    unit: str,
    reason: str,
    at: datetime,
    seen: datetime | None = None,
) -> Item:
    """Give more time, once, with a reason. Records `supervision.extended`. Raises NoClock, …"""
    reason = clean_reason(reason)
    notice = notice_of(item_id)
    require_settler(actor, notice)
    item = extend_deadline(
        actor=actor,
        item_id=item_id,
        clock="redo" if notice.times_returned else "rectify",
        amount=amount,
        unit=unit,
        reason=reason,
        at=at,
        seen=seen,
    )
    add_remark(actor=actor, notice=notice, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def revoke_notice(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Take back a notice that was issued by mistake. Records `supervision.revoked`."""
    reason = clean_reason(reason)
    notice = notice_of(item_id)
    require_settler(actor, notice)
    item = step(actor=actor, notice=notice, action="revoke", fields=said(reason), at=at, seen=seen)
    add_remark(actor=actor, notice=notice, kind=RemarkKind.REASON, text=reason, at=at)
    return item
