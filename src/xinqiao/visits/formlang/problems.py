"""What is wrong with a definition or an answer, as a code with values; `form_words` says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the code of the question or section, or the path to what has none."""

    code: str
    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
