"""Who may open the photos and documents of notices and meetings."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.supervision.models import MEETING_FILES, NOTICE_FILES
from xinqiao.supervision.selectors.meetings import visible_meetings
from xinqiao.supervision.selectors.notices import visible_notices


def may_open_notice_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the notice."""
    return visible_notices(actor=actor_of(request)).filter(pk=attachment.subject_id or 0).exists()


def may_open_meeting_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the record of the meeting."""
    return visible_meetings(actor=actor_of(request)).filter(pk=attachment.subject_id or 0).exists()


def register() -> None:
    """Tell the room of files."""
    register_gate(NOTICE_FILES, may_open_notice_file)
    register_gate(MEETING_FILES, may_open_meeting_file)
