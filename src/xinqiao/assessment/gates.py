"""Who may open the photos of spot checks and the documents of appeals."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.requests import actor_of
from xinqiao.assessment.duties import may_open
from xinqiao.assessment.errors import RoundNotFound
from xinqiao.assessment.models import APPEAL, SAMPLE
from xinqiao.assessment.selectors.checks import find_sample, get_appeal, get_sample
from xinqiao.files.gates import register_gate
from xinqiao.files.models import Attachment


def may_open_photo(request: HttpRequest, attachment: Attachment) -> bool:
    """Inspectors of the area, and once the scores are shown the unit and those above it."""
    actor = actor_of(request)
    try:
        get_sample(actor=actor, sample_id=attachment.subject_id or 0)
    except RoundNotFound:
        sample = find_sample(sample_id=attachment.subject_id or 0)
        level = sample.round.scheme.unit_level if sample else ""
        return (
            sample is not None
            and sample.round.announced_at is not None
            and may_open(actor, level, sample)
        )
    return True


def may_open_document(request: HttpRequest, attachment: Attachment) -> bool:
    """The unit that appealed, and the supervisors."""
    try:
        get_appeal(actor=actor_of(request), appeal_id=attachment.subject_id or 0)
    except RoundNotFound:
        return False
    return True


def register() -> None:
    """Tell the room of files."""
    register_gate(SAMPLE, may_open_photo)
    register_gate(APPEAL, may_open_document)
