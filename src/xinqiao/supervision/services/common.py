"""What every service on a notice needs: its row, one step of its flow, its words and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import Actor
from xinqiao.events.models import Event
from xinqiao.events.selectors import timeline
from xinqiao.events.services.append import append
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.supervision.errors import IssuerDecides, NoticeNotFound, OwnWork
from xinqiao.supervision.models import NOTICE_FILES, Notice, Remark, RemarkKind
from xinqiao.supervision.selectors.duty import may_settle
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.selectors.parties import is_owner
from xinqiao.workflow.services.acting import perform_action

WORDS_LIMIT: Final = 3000
REASON_LIMIT: Final = 500


def clean_words(text: str, *, field: str = "words") -> str:
    """Words that must be there. Raises TextMissing, TextTooLong (422)."""
    return clean_text(text, limit=WORDS_LIMIT, field=field, required=True)


def clean_reason(text: str, *, field: str = "reason") -> str:
    """A reason that must be there, at most 500 characters."""
    return clean_text(text, limit=REASON_LIMIT, field=field, required=True)


def notice_of(item_id: int) -> Notice:
    """The notice of an item, locked with it until the transaction ends. Raises NoticeNotFound."""
    found = Notice.objects.filter(pk=item_id).select_related("item", "issued_area", "about")
    notice = found.select_for_update(of=("self", "item")).first()
    if notice is None:
        raise NoticeNotFound
    return notice


def require_settler(actor: Actor, notice: Notice) -> None:
    """Let the issuing office and those above pass. Raises OwnWork, IssuerDecides (403)."""
    if may_settle(actor=actor, notice=notice, item=notice.item):
        return
    raise OwnWork if is_owner(actor=actor, item=notice.item) else IssuerDecides


def step(
    *,
    actor: Actor,
    notice: Notice,
    action: str,
    at: datetime,
    seen: datetime | None = None,
    fields: Mapping[str, object] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Item:
    """One action of the flow on the notice's item."""
    return perform_action(
        actor=actor,
        item_id=notice.pk,
        action=action,
        at=at,
        seen=seen,
        fields=fields or {},
        data=data or {},
    )


def add_remark(
    *, actor: Actor, notice: Notice, kind: RemarkKind, text: str, at: datetime
) -> Remark:
    """Keep words beside the step that was recorded last."""
    latest = _latest(notice.pk)
    return Remark.objects.create(
        notice=notice,
        kind=kind,
        text=text,
        author_label=actor.label[:160],
        event_id=latest.pk if latest else None,
        at=at,
    )


def claim_files(
    *,
    actor: Actor,
    notice: Notice,
    tokens: Sequence[str],
    at: datetime,
    purpose: Purpose = Purpose.PROOF,
) -> None:
    """Tie uploads to the notice. Raises UploadGone (422) for a lost one."""
    if tokens:
        claim(
            tokens=tuple(dict.fromkeys(tokens)),
            subject_kind=NOTICE_FILES,
            subject_id=notice.pk,
            purpose=purpose,
            actor=actor,
            at=at,
        )


def has_proof(notice: Notice) -> bool:
    """Whether anything proves what was reported."""
    return Attachment.objects.filter(
        subject_kind=NOTICE_FILES,
        subject_id=notice.pk,
        purpose=Purpose.PROOF,
        removed_at__isnull=True,
    ).exists()


def tell_the_matter(
    *, actor: Actor, notice: Notice, kind: str, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Record on the item that the notice is about what became of the notice; its clocks run on."""
    if notice.about is not None:
        append(
            kind=kind,
            actor=actor,
            at=at,
            subject_kind=SUBJECT,
            subject_id=notice.about.pk,
            area_path=notice.about.area_path,
            data={"notice": notice.item.number, **(data or {})},
        )


def said(text: str) -> dict[str, object]:
    """What a person wrote, as the flow asks for it."""
    return {Need.WORDS: text, Need.REASON: text}


def _latest(item_id: int) -> Event | None:
    return timeline(subject_kind=SUBJECT, subject_id=item_id).order_by("-id").first()
