"""Who may open photos and signatures of grants and of services at home."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.care.models import GRANT, SERVICE
from xinqiao.care.selectors.grants import visible_grants
from xinqiao.care.selectors.serving import visible_services
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment


def may_open_grant(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the grant."""
    return visible_grants(actor=actor_of(request)).filter(pk=attachment.subject_id or 0).exists()


def may_open_service(request: HttpRequest, attachment: Attachment) -> bool:
    """Whoever may see the service."""
    return visible_services(actor=actor_of(request)).filter(pk=attachment.subject_id or 0).exists()


def register() -> None:
    """Tell the room of files."""
    register_gate(GRANT, may_open_grant)
    register_gate(SERVICE, may_open_service)
