"""Who asks the register's interface: people only, since no other system may read residents."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.utils import check_csrf

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, bearer_key
from xinqiao.registry.register_errors import CsrfMissing, PeopleOnly, SignInNeeded


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
