"""Who asks this room's interface: a signed-in person, or another system by its key."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, bearer_key
from xinqiao.accounts.services.api_keys import actor_of_client, client_of_key
from xinqiao.grid.errors import SignInNeeded


def api_actor(request: HttpRequest) -> Actor:
    """The actor behind a call. Raises SignInNeeded (401) for nobody known and unknown keys."""
    key = bearer_key(request)
    if key is not None:
        client = client_of_key(key)
        if client is None:
            raise SignInNeeded
        return actor_of_client(client)
    actor = actor_of(request)
    if actor.is_anonymous:
        raise SignInNeeded
    return actor
