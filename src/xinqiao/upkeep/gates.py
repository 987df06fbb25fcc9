"""Who may open the photos of upkeep: whoever may see the task."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.upkeep.models import TASK_FILES
from xinqiao.upkeep.selectors.upkeep import visible_tasks


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Photos show public ground, but staff only."""
    return visible_tasks(actor=actor_of(request)).filter(pk=attachment.subject_id or 0).exists()


def register() -> None:
    """Tell the room of files."""
    register_gate(TASK_FILES, may_open_file)
