"""Tie uploads to what they show."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.files.errors import TooManyFiles, UploadGone
from xinqiao.files.models import Attachment, Purpose


@transaction.atomic
def claim(
    *,
    tokens: Sequence[str],
    subject_kind: str,
    subject_id: int,
    purpose: Purpose,
    actor: Actor,
    at: datetime,
    is_public: bool = False,
    limit: int = 9,
) -> list[Attachment]:
    """Give the uploads behind `tokens` to a subject, in the caller's transaction.

    A replay with the same subject changes nothing. The event that tells of it is the caller's.
    Raises TooManyFiles, and UploadGone for tokens that are unknown, older than a day, or
    another subject's.
    """
    wanted = list(dict.fromkeys(tokens))
    if len(wanted) > limit:
        raise TooManyFiles(limit=limit, field="photo_tokens")
    rows = {
        row.token: row
        for row in Attachment.objects.select_for_update().filter(
            token__in=wanted, removed_at__isnull=True
        )
    }
    found = [rows.get(token) for token in wanted]
    claimed: list[Attachment] = []
    for row in found:
        if row is None or not _may_have(row, subject_kind, subject_id, at):
            raise UploadGone(field="photo_tokens")
        if row.claimed_at is None:
            row.subject_kind, row.subject_id = subject_kind, subject_id
            row.purpose, row.is_public, row.claimed_at = purpose, is_public, at
            if row.uploaded_by_id is None:
                row.uploaded_by_id = actor.user_id
        claimed.append(row)
    Attachment.objects.bulk_update(
        claimed,
        ["subject_kind", "subject_id", "purpose", "is_public", "claimed_at", "uploaded_by"],
    )
    return claimed


@transaction.atomic
def claim_for_many(
    *,
    tokens: Sequence[str],
    subject_kind: str,
    subject_ids: Sequence[int],
    purpose: Purpose,
    actor: Actor,
    at: datetime,
    limit: int = 9,
) -> int:
    """Give the same uploads to each of many subjects; how many rows that makes.

    One photo or completion sheet proves several works; the bytes are kept once. Raises what
    `claim` raises.
    """
    if not subject_ids or not tokens:
        return 0
    first, *others = subject_ids
    claimed = claim(
        tokens=tokens,
        subject_kind=subject_kind,
        subject_id=first,
        purpose=purpose,
        actor=actor,
        at=at,
        limit=limit,
    )
    copies = [_copy(row, subject_id) for subject_id in others for row in claimed]
    Attachment.objects.bulk_create(copies, batch_size=1000)
    return len(claimed) + len(copies)


def _copy(row: Attachment, subject_id: int) -> Attachment:
    names = [field.name for field in Attachment._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(row, name) for name in names}
    return Attachment(**{**values, "token": secrets.token_urlsafe(32), "subject_id": subject_id})


def _may_have(row: Attachment, subject_kind: str, subject_id: int, at: datetime) -> bool:
    if row.claimed_at is not None:
        return (row.subject_kind, row.subject_id) == (subject_kind, subject_id)
    return not row.is_gone(at)
