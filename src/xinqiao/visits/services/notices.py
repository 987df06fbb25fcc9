"""Where what was told at a visit and what the register says do not agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the visitor, kept as a finding; the aspect is not clear meanwhile."""

    question: str
    aspect: str
    text: str
