"""Reading attachments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from xinqiao.files.errors import NoSuchFile
from xinqiao.files.models import Attachment


def attachments_of(subject_kind: str, subject_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files of subjects the caller may see, oldest first, in one statement."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(
        subject_kind=subject_kind, subject_id__in=list(subject_ids), removed_at__isnull=True
    ).order_by("id")
    for row in rows:
        found[row.subject_id or 0].append(row)
    return dict(found)


def attachment_of_token(token: str, *, at: datetime) -> Attachment:
    """Return a file by its token; an unclaimed one for a day only. Raises NoSuchFile."""
    row = Attachment.objects.filter(token=token, removed_at__isnull=True).first()
    if row is None or row.is_gone(at):
        raise NoSuchFile
    return row
