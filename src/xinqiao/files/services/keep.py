"""Keep uploads longer than a day, for what is entered but cannot be done yet."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from xinqiao.files.models import Attachment


def keep_uploads(*, tokens: Collection[str], until: datetime) -> int:
    """Keep the unclaimed uploads behind `tokens` until a moment (aware); return how many.

    Never shortens: what was promised to be kept longer is.
    """
    if not tokens:
        return 0
    shorter = Q(kept_until__isnull=True) | Q(kept_until__lt=until)
    waiting = Attachment.objects.filter(
        shorter, token__in=list(tokens), claimed_at__isnull=True, removed_at__isnull=True
    )
    return waiting.update(kept_until=until)
