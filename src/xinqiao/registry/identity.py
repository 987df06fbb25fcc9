"""Numbers of people as they are typed and shown: a sentence for what is wrong, a mask."""

from __future__ import annotations

from datetime import date
from typing import Final

from xinqiao.kit.clean import clean_phone
from xinqiao.kit.errors import BadInput
from xinqiao.kit.masks import mask_phone
from xinqiao.registry.citizen_number import (
    CitizenNumber,
    Flaw,
    FlawedNumber,
    mask_citizen_number,
    read_citizen_number,
)
from xinqiao.registry.register_errors import (
    BadCitizenNumber,
    CitizenNumberBirth,
    CitizenNumberLength,
    CitizenNumberLetters,
    OldCitizenNumber,
)
from xinqiao.registry.sealed import open_citizen_number, open_phone

_SENTENCES: Final[dict[Flaw, type[BadCitizenNumber]]] = {
    Flaw.LENGTH: CitizenNumberLength,
    Flaw.LETTERS: CitizenNumberLetters,
    Flaw.OLD: OldCitizenNumber,
    Flaw.BIRTH: CitizenNumberBirth,
    Flaw.CHECK: BadCitizenNumber,
}


def parse_citizen_number(text: str, *, today: date) -> CitizenNumber:
    """Read a citizen number. Raises BadCitizenNumber (422) with a sentence for each flaw."""
    try:
        return read_citizen_number(text, today=today)
    except FlawedNumber as flawed:
        raise _SENTENCES[flawed.flaw](field="citizen_number") from None


def phone_in(text: str) -> str | None:
    """The cleaned telephone number when the text is one."""
    try:
        return clean_phone(text)
    except BadInput:
        return None


def masked_citizen_number(sealed: bytes | memoryview | None) -> str:
    """`5110**********0026`, or empty."""
    return mask_citizen_number(open_citizen_number(sealed))


def masked_phone(sealed: bytes | memoryview | None) -> str:
    """`138****8000`, or empty."""
    return mask_phone(open_phone(sealed))
