"""How numbers of people are sealed and found; the one place that names the contexts."""

from __future__ import annotations

from typing import Final

from xinqiao.kit import crypto
from xinqiao.kit.sealed import SealedColumn, register_sealed

CITIZEN_NUMBER: Final = "registry.citizen_number"
PERSON_PHONE: Final = "registry.phone"

register_sealed(
    SealedColumn(
        model="registry.Person",
        field="citizen_number_sealed",
        context=CITIZEN_NUMBER,
        index="citizen_number_index",
        index_context=CITIZEN_NUMBER,
    ),
    SealedColumn(
        model="registry.Person",
        field="phone_sealed",
        context=PERSON_PHONE,
        index="phone_index",
    ),
)


def seal_citizen_number(number: str) -> tuple[bytes | None, bytes | None]:
    """Sealed value and blind index of a checked citizen number; (None, None) of none."""
    if not number:
        return None, None
    return crypto.seal(number, context=CITIZEN_NUMBER), citizen_number_index(number)


def seal_phone(phone: str) -> tuple[bytes | None, bytes | None]:
    """Sealed value and blind index of a clean telephone number; (None, None) of none."""
    if not phone:
        return None, None
    return crypto.seal(phone, context=PERSON_PHONE), phone_index(phone)


def citizen_number_index(number: str) -> bytes:
    """The blind index by which a citizen number is found; 18 characters, an `X` in capitals."""
    return crypto.blind_index(number, context=CITIZEN_NUMBER)


def citizen_number_indexes(number: str) -> list[bytes]:
    """Where to look for a citizen number: under every key, while they turn."""
    return crypto.blind_indexes(number, context=CITIZEN_NUMBER)


def phone_indexes(phone: str) -> list[bytes]:
    """Where to look for a telephone number: under every key, while they turn."""
    return crypto.blind_indexes(phone, context=crypto.PHONE)


def phone_index(phone: str) -> bytes:
    """The blind index by which a clean telephone number is found, whichever table holds it."""
    return crypto.blind_index(phone, context=crypto.PHONE)


def open_citizen_number(sealed: bytes | memoryview | None) -> str:
    """The number in full, empty when there is none. Only after a look is recorded."""
    return crypto.unseal(sealed, context=CITIZEN_NUMBER) if sealed is not None else ""


def open_phone(sealed: bytes | memoryview | None) -> str:
    """The number in full, empty when there is none. Only after a look is recorded."""
    return crypto.unseal(sealed, context=PERSON_PHONE) if sealed is not None else ""
