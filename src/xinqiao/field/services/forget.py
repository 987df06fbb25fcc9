"""Let go of what is no longer needed: old commands, what they said, what ended phones carried."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q

from xinqiao.field import payloads, sealing
from xinqiao.field.models import CommandFate, CommandLog, Load, Phone
from xinqiao.field.parameters import KEPT, MANIFEST_KEPT, PAYLOAD_KEPT
from xinqiao.field.services.attempt import PHOTOS_KEPT
from xinqiao.files.services.keep import keep_uploads

BATCH: Final = 2000
_OVER: Final = Q(fate__in=(CommandFate.DONE, CommandFate.MERGED, CommandFate.REFUSED)) | Q(
    settled_at__isnull=False
)


def forget_old(*, at: datetime, limit: int = BATCH) -> int:
    """Delete decided commands after KEPT, words of refused ones after PAYLOAD_KEPT; how many.

    An id that is forgotten cannot be done twice: a phone's command is refused for its age long
    before (OLDEST). Open conflicts and what waits stay. Keys of phones that ended so long ago go.
    """
    CommandLog.objects.filter(
        fate=CommandFate.REFUSED,
        payload_sealed__isnull=False,
        decided_at__lt=at - PAYLOAD_KEPT,
    ).update(payload_sealed=None)
    Phone.objects.filter(ended_at__lt=at - KEPT, key_sealed__isnull=False).update(key_sealed=None)
    Load.objects.filter(phone__ended_at__lt=at - MANIFEST_KEPT).delete()
    old = CommandLog.objects.filter(_OVER, decided_at__lt=at - KEPT).order_by("decided_at")
    ids = list(old.values_list("pk", flat=True)[:limit])
    deleted, _by_model = CommandLog.objects.filter(pk__in=ids).delete()
    return deleted


def keep_photos(*, at: datetime) -> int:
    """Keep the photos of open conflicts until somebody settles them; how many were prolonged."""
    rows = CommandLog.objects.filter(
        fate=CommandFate.CONFLICT, settled_at__isnull=True, payload_sealed__isnull=False
    )
    kept = 0
    for sealed in rows.values_list("payload_sealed", flat=True).iterator(chunk_size=200):
        tokens = payloads.photo_tokens(sealing.unseal_payload(sealed or b""))
        kept += keep_uploads(tokens=tokens, until=at + PHOTOS_KEPT)
    return kept
