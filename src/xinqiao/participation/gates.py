"""Who may open the photos of a project: everybody who may see the project in public."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.participation.models import PROJECT_FILES
from xinqiao.participation.selectors.projects import public_projects, visible_projects


def may_open_file(request: HttpRequest, attachment: Attachment) -> bool:
    """Photos show work on public ground; of a project not taken up only staff see them."""
    project_id = attachment.subject_id or 0
    return (
        public_projects().filter(pk=project_id).exists()
        or visible_projects(actor=actor_of(request)).filter(pk=project_id).exists()
    )


def register() -> None:
    """Tell the room of files."""
    register_gate(PROJECT_FILES, may_open_file)
