"""Let go of uploads nobody claimed, and of the bytes nobody needs any more."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from xinqiao.files import storage
from xinqiao.files.models import UNCLAIMED_FOR, Attachment
from xinqiao.files.services.locks import lock_content

BATCH: Final = 200


def expire_unclaimed(*, at: datetime, limit: int = BATCH) -> int:
    """Remove uploads that waited for more than a day; return how many.

    The row goes first and the bytes after it, so that a kill in between leaves bytes without a
    row, which the next upload of the same content takes over.
    """
    due = Attachment.objects.filter(
        _unkept(at),
        claimed_at__isnull=True,
        removed_at__isnull=True,
        uploaded_at__lte=at - UNCLAIMED_FOR,
    ).order_by("uploaded_at")[:limit]
    removed = 0
    for attachment_id, sha256 in list(due.values_list("pk", "sha256")):
        removed += _remove(attachment_id, bytes(sha256), at)
    return removed


@transaction.atomic
def _remove(attachment_id: int, sha256: bytes, at: datetime) -> int:
    lock_content(sha256)
    # Claimed or kept in the meantime: then it is nobody's to remove.
    deleted, _by_model = Attachment.objects.filter(
        _unkept(at), pk=attachment_id, claimed_at__isnull=True
    ).delete()
    if deleted and not Attachment.objects.filter(sha256=sha256, removed_at__isnull=True).exists():
        storage.erase(sha256)
    return deleted


def _unkept(at: datetime) -> Q:
    return Q(kept_until__isnull=True) | Q(kept_until__lte=at)
