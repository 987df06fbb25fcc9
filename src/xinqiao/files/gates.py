"""Who may open a claimed file is known by the room that owns what it shows."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

from xinqiao.files.models import Attachment

Gate = Callable[[HttpRequest, Attachment], bool]

_GATES: Final[dict[str, Gate]] = {}


def register_gate(subject_kind: str, gate: Gate) -> None:
    """Let `gate` decide about the files of a kind of subject (called when a room is ready)."""
    _GATES[subject_kind] = gate


def may_open(request: HttpRequest, attachment: Attachment) -> bool:
    """Tell whether this request may see a claimed file; a kind without a gate is closed."""
    if attachment.is_public:
        return True
    gate = _GATES.get(attachment.subject_kind)
    return gate is not None and gate(request, attachment)
