"""Who may open the photos and documents of a request."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.selectors.one import case_by_token, get_case_by_id
from xinqiao.cases.selectors.sharing import shows_photos
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment, Purpose
from xinqiao.workflow.models import SUBJECT

# The follow page adds its token to the addresses of its photos under this name.
LINK = "r"


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the request or holds its follow link; of some photos, every neighbour."""
    if attachment.subject_id is None:
        return False
    if attachment.purpose == Purpose.REPORT and shows_photos(item_id=attachment.subject_id):
        return True
    token = request.GET.get(LINK, "")
    try:
        if token:
            return bool(case_by_token(token=token).pk == attachment.subject_id)
        get_case_by_id(actor=actor_of(request), item_id=attachment.subject_id)
    except CaseNotFound:
        return False
    return True


def register() -> None:
    """Tell the room of files."""
    register_gate(SUBJECT, may_open_file)
