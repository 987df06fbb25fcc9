"""Let go of files whose subject's data has to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.files import storage
from xinqiao.files.models import Attachment
from xinqiao.files.services.locks import lock_content


@transaction.atomic
def remove_files(*, subject_kind: str, subject_ids: Sequence[int], at: datetime) -> int:
    """Remove the files of subjects, in the caller's transaction; how many.

    Rows stay without a name, for the history; the bytes go when no other subject shows them.
    """
    rows = Attachment.objects.filter(
        subject_kind=subject_kind, subject_id__in=list(subject_ids), removed_at__isnull=True
    )
    contents = sorted({bytes(sha256) for sha256 in rows.values_list("sha256", flat=True)})
    for sha256 in contents:
        lock_content(sha256)
    removed = rows.update(removed_at=at, name="", is_public=False)
    for sha256 in contents:
        if not Attachment.objects.filter(sha256=sha256, removed_at__isnull=True).exists():
            # After the commit: a rolled back erasure must find its bytes again.
            transaction.on_commit(lambda gone=sha256: storage.erase(gone))  # type: ignore[misc]
    return removed
