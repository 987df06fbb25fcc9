"""The inside of a payload: how deep, which rows it speaks of, which photos. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

MOST_BYTES: Final = 64 * 1024
DEEPEST: Final = 12
NEW: Final = "new:"
_TOKENS: Final = ("tokens", "photos")


class Unreadable(ValueError):
    """A payload that no form makes: too deep, or with characters that cannot be kept."""


class TooBig(ValueError):
    """A payload longer than any form."""


def canonical(payload: Mapping[str, Any]) -> bytes:
    """The payload as UTF-8 JSON that is the same however its members are ordered.

    Raises Unreadable (deeper than DEEPEST, null bytes, lone surrogates, NaN), TooBig.
    """
    if _depth(payload) > DEEPEST:
        raise Unreadable
    try:
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True, allow_nan=False)
        content = text.encode()
    except ValueError as error:  # UnicodeEncodeError is one, too
        raise Unreadable from error
    if "\\u0000" in text:
        raise Unreadable
    if len(content) > MOST_BYTES:
        raise TooBig
    return content


def references(payload: Any) -> set[UUID]:
    """Ids of the commands whose new rows the payload speaks of (`new:<uuid>`)."""
    named = (_reference(text) for text in _texts(payload))
    return {found[0] for found in named if found is not None}


def resolve(payload: Any, made: Mapping[UUID, Mapping[str, Any]]) -> Any:
    """The payload with the rows that earlier commands made in the place of their names.

    made: `Outcome.data` by id of command. Raises KeyError for what was not made.
    """
    if isinstance(payload, dict):
        return {name: resolve(value, made) for name, value in payload.items()}
    if isinstance(payload, list):
        return [resolve(value, made) for value in payload]
    found = _reference(payload) if isinstance(payload, str) else None
    if found is None:
        return payload
    command, name = found
    return made[command][name]


def photo_tokens(payload: Any) -> set[str]:
    """Tokens of uploads: texts in lists whose name ends in `tokens` or `photos`."""
    found: set[str] = set()
    if isinstance(payload, dict):
        for name, value in payload.items():
            if name.endswith(_TOKENS) and isinstance(value, list):
                found |= {one for one in value if isinstance(one, str) and len(one) <= 64}
            else:
                found |= photo_tokens(value)
    elif isinstance(payload, list):
        for value in payload:
            found |= photo_tokens(value)
    return found


def _reference(text: str) -> tuple[UUID, str] | None:
    if not text.startswith(NEW):
        return None
    command, _dot, name = text.removeprefix(NEW).partition(".")
    try:
        return UUID(command), name or "id"
    except ValueError:
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _depth(value: Any) -> int:
    """How deep it nests, counted without recursion: the sender chooses the depth."""
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= DEEPEST:
        one, depth = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, depth)
            inner = one.values() if isinstance(one, dict) else one
            waiting.extend((part, depth + 1) for part in inner)
    return deepest
