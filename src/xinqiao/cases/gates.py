"""Who may open the photos and documents of a request."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.selectors.one import case_by_token, get_case_by_id
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.workflow.models import SUBJECT

# The follow page adds its token to the addresses of its photos under this name.
LINK = "r"


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the request, and whoever holds its follow link."""
    if attachment.subject_id is None:
        return False
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
