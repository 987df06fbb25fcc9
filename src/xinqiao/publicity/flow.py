"""How an entry lives (红榜、曝光台), as data: draft, announced, published, ended.

Source: RULES "Points" and "Personal data"; PIPL 24, 25.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SUBJECT: Final = "listing"  # what the log calls an entry

DRAFT: Final = "draft"
ANNOUNCED: Final = "announced"  # told to the subject, who may appeal (告知)
PUBLISHED: Final = "published"
ENDED: Final = "ended"

STATES: Final = (DRAFT, ANNOUNCED, PUBLISHED, ENDED)


@dataclass(frozen=True, slots=True)
class Step:
    """One move: from which states, to which, what the log calls it."""

    sources: tuple[str, ...]
    target: str
    event: str


STEPS: Final[dict[str, Step]] = {
    "edit": Step((DRAFT,), DRAFT, "publicity.edited"),
    "approve": Step((DRAFT,), ANNOUNCED, "publicity.announced"),
    "refuse": Step((DRAFT,), ENDED, "publicity.refused"),
    "publish": Step((ANNOUNCED,), PUBLISHED, "publicity.published"),
    "withdraw": Step((DRAFT, ANNOUNCED, PUBLISHED), ENDED, "publicity.withdrawn"),
    "repair": Step((DRAFT, ANNOUNCED, PUBLISHED), ENDED, "publicity.repaired"),  # 信用修复
    "uphold": Step((ANNOUNCED, PUBLISHED), ENDED, "publicity.appeal_upheld"),
    "expire": Step((PUBLISHED,), ENDED, "publicity.expired"),
}


def may_step(name: str, state: str) -> bool:
    """Whether a move is possible from a state."""
    return state in STEPS[name].sources
