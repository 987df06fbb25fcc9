"""What a form, a key press or another system sends with an action, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import BadNumber
from xinqiao.kit.time import parse_time


@dataclass(frozen=True, slots=True)
class Call:
    """An action somebody asked for, with what the form or the other system sent."""

    actor: Actor
    item_id: int
    data: Mapping[str, object]
    at: datetime

    def text(self, *names: str) -> str:
        """The first of these members that is there, as text."""
        for name in names:
            value = self.data.get(name)
            if value is not None and value != "":
                return str(value)
        return ""

    def number(self, *names: str) -> int | None:
        """A whole number, None when absent. Raises BadNumber (422)."""
        text = self.text(*names)
        return _whole(text, names[0]) if text else None

    def numbers(self, name: str) -> list[int]:
        """Several whole numbers. Raises BadNumber (422)."""
        return [_whole(str(one), name) for one in self._many(name)]

    def tokens(self) -> list[str]:
        """Tokens of uploads."""
        return [str(token) for token in self._many("proof_tokens", "proof")]

    @property
    def seen(self) -> datetime | None:
        """When the item had last changed on the page the person looked at."""
        text = self.text("seen")
        return parse_time(text) if text else None

    def target(self) -> tuple[int | None, int | None]:
        """(post, organisation), from their ids or from `post:1` / `organisation:2`."""
        kind, colon, key = self.text("target").partition(":")
        if colon:
            found = _whole(key, "target")
            return (found, None) if kind == "post" else (None, found)
        return self.number("post_id", "post"), self.number("organisation_id", "organisation")

    def _many(self, *names: str) -> Sequence[object]:
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str):
                return [part for part in value.replace(",", " ").split() if part]
            if isinstance(value, Sequence):
                return value
            if value is not None:
                return [value]
        return []


def _whole(text: str, field: str) -> int:
    plain = text.strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 18:
        raise BadNumber(value=text[:20], field=field)
    return int(plain)
