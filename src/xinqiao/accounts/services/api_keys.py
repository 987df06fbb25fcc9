"""Keys of other systems: shown once, kept as a hash, withdrawn at any time."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor, HeldPost, Role
from xinqiao.accounts.models import ApiClient
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import Conflict, NotAllowed, NotFound

PREFIX: Final = "xq_"
# A withdrawn key works this long at most in another process.
_KEPT_SECONDS: Final = 10.0
_MOST_KEPT: Final = 256
_known: dict[bytes, tuple[float, ApiClient | None]] = {}


class ClientExists(Conflict):
    """Two systems of one name could not be told apart on the record."""

    code = "api_client_exists"
    message = _("There is a key for “%(name)s” already. Withdraw it first, or take another name.")


class ClientUnknown(NotFound):
    """No system of that name."""

    code = "api_client_unknown"
    message = _("There is no key for “%(name)s”.")


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key. `key` is shown once and never again."""

    client: ApiClient
    key: str


@transaction.atomic
def issue_key(
    *, actor: Actor, name: str, can_write: bool, area_path: str = "", at: datetime
) -> IssuedKey:
    """Give another system a key. Records `accounts.key_issued`.

    area_path: what it may read as staff would, ending with a dot; empty: only what it sent itself.
    Raises NotAllowed, ClientExists.
    """
    _check(actor)
    name = clean_text(name, limit=100, field="name", required=True, multiline=False)
    if ApiClient.objects.filter(name=name).exists():
        raise ClientExists(name=name, field="name")
    key = PREFIX + secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name,
        key_hash=_hash(key),
        key_hint=key[-4:],
        can_write=can_write,
        area_path=area_path,
        created_at=at,
    )
    _record("accounts.key_issued", actor, client, at)
    return IssuedKey(client, key)


@transaction.atomic
def withdraw_key(*, actor: Actor, name: str, at: datetime) -> ApiClient:
    """End a key; its name may be given again. Records `accounts.key_withdrawn`.

    Raises NotAllowed, ClientUnknown.
    """
    _check(actor)
    client = (
        ApiClient.objects.select_for_update().filter(name=name, revoked_at__isnull=True).first()
    )
    if client is None:
        raise ClientUnknown(name=name[:100], field="name")
    client.revoked_at = at
    client.name = f"{client.name[:80]} ({client.pk})"
    client.save(update_fields=["revoked_at", "name"])
    _record("accounts.key_withdrawn", actor, client, at)
    _known.clear()
    return client


def client_of_key(key: str) -> ApiClient | None:
    """The system behind a key, None when there is none; remembered for ten seconds."""
    if not key.startswith(PREFIX) or not key.isascii():
        return None
    digest = _hash(key)
    now = time.monotonic()
    kept = _known.get(digest)
    if kept is not None and kept[0] > now:
        return kept[1]
    client = ApiClient.objects.filter(key_hash=digest, revoked_at__isnull=True).first()
    if len(_known) >= _MOST_KEPT:
        _known.clear()
    if client is not None:
        _known[digest] = (now + _KEPT_SECONDS, client)
    return client


def actor_of_client(client: ApiClient) -> Actor:
    """Reads like a county desk of its area, in which it can hold no post and sign nothing."""
    if not client.area_path:
        return Actor(user_id=None, name=client.name)
    post = HeldPost(0, Role.COUNTY, 0, client.area_path, None, client.name)
    return Actor(user_id=None, name=client.name, posts=(post,))


def forget_keys() -> None:
    """Drop what is remembered; for tests, whose transactions take keys back."""
    _known.clear()


def _check(actor: Actor) -> None:
    if not (actor.is_system or actor.has_role(Role.SYSTEM_ADMIN)):
        raise NotAllowed


def _hash(key: str) -> bytes:
    # The key is random, 32 bytes: a slow hash would protect nothing and cost every call.
    return hashlib.sha256(key.encode()).digest()


def _record(kind: str, actor: Actor, client: ApiClient, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="accounts.api_client",
        subject_id=client.pk,
        area_path=client.area_path,
        data={"name": client.name, "can_write": client.can_write},
    )
