"""Who may open the photos and signatures of a visit."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.visits.models import VISIT
from xinqiao.visits.selectors.visits import visible_visits


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the visit."""
    visits = visible_visits(actor=actor_of(request))
    return visits.filter(pk=attachment.subject_id or 0).exists()


def register() -> None:
    """Tell the room of files."""
    register_gate(VISIT, may_open_file)
