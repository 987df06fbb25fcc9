"""What happened to an entry, for those who may see it at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import timeline
from xinqiao.publicity import flow
from xinqiao.publicity.models import Listing
from xinqiao.publicity.selectors.visible import holds_area

_ICONS: Final = {
    "publicity.drafted": "pencil-plus",
    "publicity.edited": "pencil",
    "publicity.announced": "speakerphone",
    "publicity.refused": "x",
    "publicity.published": "world",
    "publicity.appealed": "gavel",
    "publicity.appeal_rejected": "gavel",
    "publicity.appeal_upheld": "gavel",
    "publicity.expired": "clock",
    "publicity.withdrawn": "trash",
    "publicity.repaired": "circle-check",
    "publicity.consent_given": "signature",
    "publicity.consent_withdrawn": "eraser",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    title: str
    icon: str
    actor: str
    text: str = ""
    colour: str = ""
    photos: Sequence[object] = ()


def history(*, actor: Actor, listing: Listing) -> list[Entry]:
    """Oldest first, one statement; those it is about do not read who wrote or decided."""
    inside = holds_area(actor, listing.area_path)
    return [
        Entry(
            at=event.at,
            title=label_of(event.kind),
            icon=_ICONS.get(event.kind, "point"),
            actor=event.actor_label if inside else "",
        )
        for event in timeline(subject_kind=flow.SUBJECT, subject_id=listing.pk)
    ]
