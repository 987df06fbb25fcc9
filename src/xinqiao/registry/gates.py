"""Who may open the papers that people signed."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment
from xinqiao.registry.models import Consent
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.consent import CONSENT


def may_open_consent(request: HttpRequest, attachment: Attachment) -> bool:
    """Staff of the person's area, and the person."""
    actor = actor_of(request)
    consent = Consent.objects.filter(pk=attachment.subject_id or 0).select_related("person").first()
    if consent is None or actor.is_anonymous:
        return False
    if consent.person.user_id == actor.user_id:
        return True
    return visible_people(actor=actor).filter(pk=consent.person_id).exists()


def register() -> None:
    """Tell the room of files."""
    register_gate(CONSENT, may_open_consent)
