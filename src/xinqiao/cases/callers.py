"""Who calls an interface for programs: a person by session, another system by key, or nobody known.

A request without a key and without a session cookie costs no look-up here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.utils import check_csrf

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.accounts.models import ApiClient
from xinqiao.accounts.requests import actor_of, bearer_key, client_key
from xinqiao.accounts.services.api_keys import actor_of_client, client_of_key
from xinqiao.accounts.services.limits import take
from xinqiao.kit.errors import DomainError, NotAllowed

HOUR: Final = 3600
REPORTS_AN_HOUR: Final = 60


class SignInNeeded(DomainError):
    """401: nobody known asks for what is not public."""

    code = "sign_in_needed"
    status = 401
    message = _("Please sign in, or send a key as “Authorization: Bearer …”.")


class KeyUnknown(DomainError):
    """401: a key that was never issued or has been withdrawn."""

    code = "key_unknown"
    status = 401
    message = _("This key is not valid. Please ask the system administrator for a new one.")


class KeyOnlyReads(NotAllowed):
    """403: a key without the right to write."""

    code = "key_only_reads"
    message = _("This key may only read. Please ask the system administrator for more.")


class PeopleOnly(NotAllowed):
    """403: what a post decides, no program may."""

    code = "people_only"
    message = _("Only a person who is signed in may do this, not a key.")


class CsrfMissing(NotAllowed):
    """403: a session without its token, perhaps from a foreign page."""

    code = "csrf_missing"
    message = _("The security token of your session is missing. Please send it as X-CSRFToken.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `client` is the other system, if one does."""

    actor: Actor
    client: ApiClient | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is a person or a system behind the call."""
        return self.client is not None or not self.actor.is_anonymous

    @property
    def reporter(self) -> Actor:
        """Who reports: a system holds no post, so it signs nothing with one."""
        if self.client is None:
            return self.actor
        return Actor(user_id=None, name=self.client.name)


NOBODY: Final = Caller(ANONYMOUS)


def caller_of(request: HttpRequest, *, writes: bool = False) -> Caller:
    """Tell who calls. Raises KeyUnknown (401), KeyOnlyReads, CsrfMissing (403)."""
    key = bearer_key(request)
    if key is not None:
        return caller_by_key(key, writes=writes)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOBODY
    if writes and check_csrf(request) is not None:
        raise CsrfMissing
    return Caller(actor_of(request))


def caller_by_key(key: str, *, writes: bool = False) -> Caller:
    """The other system behind a key. Raises KeyUnknown (401), KeyOnlyReads (403)."""
    client = client_of_key(key)
    if client is None:
        raise KeyUnknown
    if writes and not client.can_write:
        raise KeyOnlyReads
    return Caller(actor_of_client(client), client)


def known_caller(request: HttpRequest) -> Caller:
    """The same, for what is not public. Raises SignInNeeded (401)."""
    caller = caller_of(request)
    if not caller.is_known:
        raise SignInNeeded
    return caller


def person(request: HttpRequest) -> Actor:
    """The signed-in person who decides something. Raises SignInNeeded, PeopleOnly, CsrfMissing."""
    caller = caller_of(request, writes=True)
    if caller.client is not None:
        raise PeopleOnly
    if not caller.is_known:
        raise SignInNeeded
    return caller.actor


def slow_down(
    request: HttpRequest,
    caller: Caller,
    *,
    at: datetime,
    what: str = "report",
    limit: int | None = None,
) -> None:
    """Count reports of nobody known, by hashed address. Raises TooMany (429)."""
    if not caller.is_known:
        key = f"api-{what}:{client_key(request)}"
        take(key=key, limit=limit or REPORTS_AN_HOUR, period_seconds=HOUR, at=at)
