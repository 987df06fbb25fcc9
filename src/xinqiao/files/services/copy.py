"""Hand on uploads that have an owner: bytes are kept once, each copy is claimed anew."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.files.errors import UploadGone
from xinqiao.files.models import Attachment


@transaction.atomic
def copy_uploads(*, tokens: Sequence[str], at: datetime) -> list[str]:
    """Tokens of unclaimed copies of these uploads, in their order, for another owner to claim.

    The caller has made sure that the actor may pass them on. Raises UploadGone.
    """
    rows = Attachment.objects.filter(token__in=list(tokens), removed_at__isnull=True)
    found = {row.token: row for row in rows}
    if not found.keys() >= set(tokens):
        raise UploadGone(field="photo_tokens")
    copies = [_copy(found[token], at) for token in dict.fromkeys(tokens)]
    Attachment.objects.bulk_create(copies)
    return [copy.token for copy in copies]


def _copy(row: Attachment, at: datetime) -> Attachment:
    names = [field.name for field in Attachment._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(row, name) for name in names}
    fresh = {
        "token": secrets.token_urlsafe(32),
        "subject_kind": "",
        "subject_id": None,
        "claimed_at": None,
        "uploaded_at": at,
    }
    return Attachment(**{**values, **fresh})
