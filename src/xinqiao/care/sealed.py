"""What this room keeps sealed, and under which names."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from xinqiao.kit import crypto
from xinqiao.kit.sealed import SealedColumn, register_sealed

CALLER_PHONE: Final = "care.caller_phone"
CALL_ADDRESS: Final = "care.call_address"
CALL_WORDS: Final = "care.call_words"
CALL_OUTCOME: Final = "care.call_outcome"
HELPER_PHONE: Final = "care.helper_phone"

register_sealed(
    SealedColumn(model="care.Call", field="phone_sealed", context=CALLER_PHONE),
    SealedColumn(model="care.Call", field="address_sealed", context=CALL_ADDRESS),
    SealedColumn(model="care.Call", field="words_sealed", context=CALL_WORDS),
    SealedColumn(model="care.Call", field="outcome_sealed", context=CALL_OUTCOME),
    SealedColumn(model="care.Helper", field="phone_sealed", context=HELPER_PHONE),
)


def seal(text: str, context: str) -> bytes | None:
    """The sealed text; None of none."""
    return crypto.seal(text, context=context) if text else None


def opened(sealed: bytes | memoryview | None, context: str) -> str:
    """The text in full, empty when there is none."""
    return crypto.unseal(sealed, context=context) if sealed is not None else ""


def new_token() -> str:
    """A link nobody guesses."""
    return secrets.token_urlsafe(16)


def code_of_day(person_id: int, day: date) -> str:
    """Four digits that the elder tells the helper; another one each day, kept nowhere."""
    drawn = crypto.blind_index(f"{person_id}:{day.isoformat()}", context="care.code_of_day")
    return f"{int.from_bytes(drawn[:8], 'big') % 10_000:04d}"
