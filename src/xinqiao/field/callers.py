"""Who asks, and from which phone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja.utils import check_csrf

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, bearer_key
from xinqiao.field.errors import CsrfMissing, PeopleOnly, PhoneMissing, SignInNeeded

HEADER = "X-Field-Phone"


def person(request: HttpRequest) -> Actor:
    """The signed-in person. Raises SignInNeeded (401), PeopleOnly, CsrfMissing (403)."""
    if bearer_key(request) is not None:
        raise PeopleOnly
    actor = actor_of(request)
    if actor.is_anonymous:
        raise SignInNeeded
    if request.method not in ("GET", "HEAD") and check_csrf(request) is not None:
        raise CsrfMissing
    return actor


def named_phone(request: HttpRequest) -> UUID | None:
    """The phone that the request names, None without one. Raises PhoneMissing when unreadable."""
    text = request.headers.get(HEADER, "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise PhoneMissing from error
