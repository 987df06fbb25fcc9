"""Words for kinds of events, declared by the rooms that record them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise

Words = str | Promise

_LABELS: Final[dict[str, Words]] = {}


def declare(labels: Mapping[str, Words]) -> None:
    """Say what the kinds of a room mean, for timelines and the audit page."""
    _LABELS.update(labels)


def label_of(kind: str) -> str:
    """Return the words of a kind; the kind itself when no room has declared it."""
    return str(_LABELS.get(kind, kind))


def declared() -> list[tuple[str, str]]:
    """Return all declared kinds with their words, in the order of the kinds."""
    return [(kind, str(words)) for kind, words in sorted(_LABELS.items())]
