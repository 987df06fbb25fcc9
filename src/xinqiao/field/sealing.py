"""What a command holds of people, sealed for the column it stands in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from xinqiao.field.contract import Clash
from xinqiao.kit import crypto
from xinqiao.kit.sealed import SealedColumn, register_sealed

PAYLOAD: Final = "field.command_payload"
CLASHES: Final = "field.command_clashes"
PHONE_KEY: Final = "field.phone_key"

register_sealed(
    SealedColumn(model="field.Phone", field="key_sealed", context=PHONE_KEY),
    SealedColumn(model="field.CommandLog", field="payload_sealed", context=PAYLOAD),
    SealedColumn(model="field.CommandLog", field="clashes_sealed", context=CLASHES),
)


def seal_key(key: str) -> bytes:
    """Seal the base64 key of a phone."""
    return crypto.seal(key, context=PHONE_KEY)


def unseal_key(sealed: bytes | memoryview) -> str:
    """The base64 key again. Raises crypto.Unsealable."""
    return crypto.unseal(sealed, context=PHONE_KEY)


def seal_payload(content: bytes) -> bytes:
    """Seal the canonical JSON of a payload."""
    return crypto.seal(content.decode(), context=PAYLOAD)


def unseal_payload(sealed: bytes | memoryview) -> dict[str, Any]:
    """The payload again. Raises crypto.Unsealable."""
    payload: dict[str, Any] = json.loads(crypto.unseal(sealed, context=PAYLOAD))
    return payload


def seal_clashes(clashes: tuple[Clash, ...]) -> bytes:
    """Seal the fields that two people changed."""
    rows = [asdict(clash) | {"label": str(clash.label)} for clash in clashes]
    return crypto.seal(json.dumps(rows, ensure_ascii=False, default=str), context=CLASHES)


def unseal_clashes(sealed: bytes | memoryview | None) -> tuple[Clash, ...]:
    """The clashes again; none where nothing was kept. Raises crypto.Unsealable."""
    if sealed is None:
        return ()
    rows = json.loads(crypto.unseal(sealed, context=CLASHES))
    return tuple(Clash(**row) for row in rows)


def checksum(content: bytes, *, command_id: UUID) -> int:
    """Sixteen bits of a payload: enough to notice an id used twice, too few to guess a person."""
    digest = hashlib.blake2b(content, digest_size=2, salt=command_id.bytes).digest()
    return int.from_bytes(digest, "big")
