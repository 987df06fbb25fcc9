"""Personal data at rest: AES-256-GCM under a ring of keys, and keyed blind indexes.

A sealed value is `version (1 byte) | key id (4) | nonce (12) | ciphertext and tag`. The first
key of the ring writes, all of them read, so a key is turned by putting a new one in front.
See docs/adr: personal data at rest.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# One context for telephone numbers, so that a number is found whichever table holds it.
PHONE: Final = "phone"

_VERSION: Final = 1
_ID: Final = 4
_HEAD: Final = 1 + _ID
_NONCE: Final = 12
_KEY: Final = 32


class Unsealable(Exception):
    """A sealed value that no key of the ring opens: wrong key, wrong column, or tampered."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by their id, which is the beginning of their SHA-256; `current` writes."""

    keys: dict[bytes, bytes]
    current: bytes

    @classmethod
    def of(cls, encoded: Iterable[str]) -> "KeyRing":
        """Read base64 keys of 32 bytes; the first writes. Raises ImproperlyConfigured."""
        keys = {hashlib.sha256(key).digest()[:_ID]: key for key in map(decode_key, encoded)}
        if not keys:
            raise ImproperlyConfigured("XINQIAO_FIELD_KEYS is empty: no key to seal personal data")
        return cls(keys=keys, current=next(iter(keys)))


def decode_key(encoded: str) -> bytes:
    """Return the 32 bytes of a base64 (plain or URL-safe) key. Raises ImproperlyConfigured."""
    try:
        padded = encoded.strip() + "=" * (-len(encoded.strip()) % 4)
        key = base64.urlsafe_b64decode(padded.replace("+", "-").replace("/", "_"))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured("a key of personal data is not base64") from error
    if len(key) != _KEY:
        raise ImproperlyConfigured("a key of personal data must have 32 bytes")
    return key


def seal(text: str, *, context: str) -> bytes:
    """Encrypt `text`; the same `context` (like `cases.reporter_phone`) is needed to open it."""
    ring = _ring(tuple(settings.FIELD_KEYS))
    nonce = os.urandom(_NONCE)
    head = bytes((_VERSION,)) + ring.current
    body = _cipher(ring.keys[ring.current]).encrypt(nonce, text.encode(), head + context.encode())
    return head + nonce + body


def unseal(sealed: bytes | memoryview, *, context: str) -> str:
    """Decrypt what `seal` gave for the same context. Raises Unsealable."""
    data = bytes(sealed)
    ring = _ring(tuple(settings.FIELD_KEYS))
    head, nonce, body = data[:_HEAD], data[_HEAD : _HEAD + _NONCE], data[_HEAD + _NONCE :]
    key = ring.keys.get(head[1:])
    if key is None or data[0] != _VERSION:
        raise Unsealable(context)
    try:
        return _cipher(key).decrypt(nonce, body, head + context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsealable(context) from error


def blind_index(text: str, *, context: str) -> bytes:
    """Return 32 bytes that are equal for equal texts and say nothing else (HMAC-SHA256).

    Clean the text first (`clean_phone`), or equal people look different.
    """
    return _index(_index_keys(tuple(settings.INDEX_KEYS))[0], text, context)


def blind_indexes(text: str, *, context: str) -> list[bytes]:
    """The blind indexes under all keys, newest first: while keys turn, rows stand under either."""
    return [_index(key, text, context) for key in _index_keys(tuple(settings.INDEX_KEYS))]


def current_key_id() -> bytes:
    """The four bytes that stand behind the first one of every value sealed now."""
    return _ring(tuple(settings.FIELD_KEYS)).current


def known_key_ids() -> frozenset[bytes]:
    """Ids of all keys that open values."""
    return frozenset(_ring(tuple(settings.FIELD_KEYS)).keys)


def index_key_id() -> str:
    """Eight letters that tell one index key from another and give nothing away."""
    return hashlib.sha256(_index_keys(tuple(settings.INDEX_KEYS))[0]).hexdigest()[: 2 * _ID]


def _index(key: bytes, text: str, context: str) -> bytes:
    return hmac.new(key, f"{context}\x00{text}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=8)
def _index_keys(encoded: tuple[str, ...]) -> tuple[bytes, ...]:
    keys = tuple(map(decode_key, encoded))
    if not keys:
        raise ImproperlyConfigured("XINQIAO_INDEX_KEY is empty: no key to find personal data")
    return keys


@lru_cache(maxsize=8)
def _ring(encoded: tuple[str, ...]) -> KeyRing:
    return KeyRing.of(encoded)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
